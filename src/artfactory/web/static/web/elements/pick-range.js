/**
 * Ticks or unticks all between the last one and this one, when it is clicked with Shift.
 *   <pick-range> <input type="checkbox"> <input type="checkbox"> <input type="checkbox"> </pick-range>
 */
export class PickRange extends HTMLElement {
  #last = null;
  connectedCallback() {
    this.addEventListener("click", this.#pick);
  }
  disconnectedCallback() {
    this.removeEventListener("click", this.#pick);
  }
  #pick = (event) => {
    const box = event.target.closest("[type=checkbox]");
    if (!box) return;
    const boxes = [...this.querySelectorAll("[type=checkbox]")];
    const from = boxes.indexOf(this.#last);
    if (event.shiftKey && from >= 0) this.#tick(boxes, from, boxes.indexOf(box), box.checked);
    this.#last = box;
  };
  #tick(boxes, from, to, checked) {
    for (const each of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = checked;
  }
}
customElements.define("pick-range", PickRange);
