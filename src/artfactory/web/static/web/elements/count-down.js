/**
 * Counts down to a moment, once a second; `count-down:over` bubbles when it is there. Without a script it says how
 * long it was when it came; without `until` it never changes.
 *   <count-down until="2026-11-26T07:30:00+00:00">7 s</count-down>
 */
const STEP = 1000;

export class CountDown extends HTMLElement {
  #timer;
  connectedCallback() {
    this.#timer = setInterval(this.#show, STEP);
    this.#show();
  }
  disconnectedCallback() {
    clearInterval(this.#timer);
  }
  #show = () => {
    const left = Math.max(0, Math.ceil((Date.parse(this.getAttribute("until")) - Date.now()) / 1000));
    if (Number.isNaN(left)) return clearInterval(this.#timer);
    this.textContent = words(left);
    if (!left) this.#end();
  };
  #end() {
    clearInterval(this.#timer);
    this.dispatchEvent(new CustomEvent("count-down:over", { bubbles: true }));
  }
}

/** 7 s, 4 min 05 s, 3 h 20 min, 12 d 7 h */
function words(left) {
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${String(seconds).padStart(2, "0")} s` : `${seconds} s`;
}
customElements.define("count-down", CountDown);
