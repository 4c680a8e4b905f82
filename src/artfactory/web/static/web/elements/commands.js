/**
 * Buttons that open a dialog, for browsers that do not know `command` yet.
 *   <button type="button" command="show-modal" commandfor="cancel-7">   <dialog class="dialog" id="cancel-7">
 */
const KNOWN = "commandForElement" in HTMLButtonElement.prototype;

function open(event) {
  const button = event.target.closest?.('button[command="show-modal"]');
  if (button) document.getElementById(button.getAttribute("commandfor"))?.showModal();
}
if (!KNOWN) document.addEventListener("click", open);
