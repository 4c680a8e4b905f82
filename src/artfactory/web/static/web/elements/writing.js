/** Text fields: places counted in characters, marks that move with the text, changes that Ctrl+Z takes back. */

/** From a place in code points, as the server counts, to one in code units, as a field does. */
export function unitsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (point) => Math.min(point, text.length);
  const starts = [];
  let at = 0;
  for (const one of text) {
    starts.push(at);
    at += one.length;
  }
  return (point) => starts[point] ?? text.length;
}

/** What was changed between two texts: `from` to `to` in the old one, and by how much the rest moved. */
export function changeBetween(old, now) {
  const most = Math.min(old.length, now.length);
  let from = 0;
  while (from < most && old[from] === now[from]) from++;
  let same = 0;
  while (same < most - from && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  return { from, to: old.length - same, by: now.length - old.length };
}

/** A mark after that change; null where the change cut it in two. `keeps`: it grows with what is typed inside. */
export function moved(mark, { from, to, by }, { keeps }) {
  if (mark.start >= to) return { ...mark, start: mark.start + by, end: mark.end + by };
  if (mark.end <= from) return mark;
  return keeps && mark.start <= from && mark.end >= to ? { ...mark, end: mark.end + by } : null;
}

/** Puts a text in place of another, as if it had been typed. */
export function replaceIn(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!text && start === end) return;
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
