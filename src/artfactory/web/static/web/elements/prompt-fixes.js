/**
 * A button that mends a prompt does it in the field, where Ctrl+Z takes it back. Without scripts the server does it.
 *   <button type="submit" name="fix" value='{"field": "prompt", "start": 2, "end": 5, "text": "\\["}' formaction="…">
 */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[name=fix]");
  const fix = button && JSON.parse(button.value);
  const editor = fix && button.form.elements[fix.field]?.closest("prompt-editor");
  if (!editor) return;
  event.preventDefault();
  editor.replace(fix.text, fix.start, fix.end);
});
