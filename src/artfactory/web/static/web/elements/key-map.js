/**
 * Keys do what `aria-keyshortcuts` says: a key clicks the visible link or button that names it, or focuses the field.
 *   <a href="/inventory/" aria-keyshortcuts="i">   <button aria-keyshortcuts="Control+Enter Meta+Enter">   <key-map></key-map>
 * Keys of one character are off while typing and where <html data-keys="off">; Control and Meta always work.
 */
const FIELD = "input:not([type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable], audio, video";

export class KeyMap extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    document.addEventListener("keydown", this.#press, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #press = (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return;
    if (!mayAct(event)) return;
    const target = named(event);
    if (!target) return;
    event.preventDefault();
    if (target.matches(FIELD)) target.focus();
    else target.click();
  };
}

function mayAct(event) {
  if (event.ctrlKey || event.metaKey) return true;
  if (event.target.closest?.(FIELD)) return false;
  return event.key.length > 1 || document.documentElement.dataset.keys !== "off";
}

/** The one in the form that has the focus goes first, then the first one on the page. */
function named(event) {
  const scope = document.querySelector("dialog:modal") ?? document;
  const matching = [...scope.querySelectorAll("[aria-keyshortcuts]")].filter((element) => names(element, event));
  const form = event.target.closest?.("form");
  return matching.find((element) => form && element.form === form) ?? matching[0];
}

function names(element, event) {
  if (element.disabled || element.ariaDisabled === "true" || !element.checkVisibility()) return false;
  return element.getAttribute("aria-keyshortcuts").split(/\s+/).some((keys) => same(keys, event));
}

function same(keys, event) {
  const parts = keys.length > 1 ? keys.split("+") : [keys];
  const key = parts.pop() || "+";
  if (event.shiftKey && /^[a-z]$/i.test(event.key)) return false;
  return (
    key.toLowerCase() === event.key.toLowerCase() &&
    parts.includes("Control") === event.ctrlKey &&
    parts.includes("Meta") === event.metaKey
  );
}
customElements.define("key-map", KeyMap);
