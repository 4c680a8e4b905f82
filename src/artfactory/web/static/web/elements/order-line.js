/**
 * Orders are moved along the line by a handle: dragged, or with ↑ ↓ Home while the handle has the focus.
 * Either way the buttons of the row or its form do it, so that the server alone decides.
 *   <order-line> <li data-order="7"> <button data-handle>…</button> <form data-position><button value="up">…</button></form> </li> </order-line>
 */
const KEYS = { ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" };

export class OrderLine extends HTMLElement {
  #dragged = null;
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("keydown", this.#press, { signal });
    this.addEventListener("pointerdown", this.#take, { signal });
    this.addEventListener("pointermove", this.#drag, { signal });
    this.addEventListener("pointerup", this.#drop, { signal });
    this.addEventListener("pointercancel", this.#let, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #press = (event) => {
    const step = KEYS[event.key];
    if (!step || !event.target.closest("[data-handle]")) return;
    event.preventDefault();
    this.#send(event.target.closest("[data-order]"), { step });
  };
  #take = (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    this.#dragged = handle.closest("[data-order]");
    this.#dragged.dataset.dragged = "";
  };
  #drag = (event) => {
    if (this.#dragged) this.#mark(this.#rowBelow(event.clientY));
  };
  #drop = (event) => {
    const row = this.#dragged;
    if (!row) return;
    const before = this.#rowBelow(event.clientY);
    this.#let();
    if (before !== row && before !== this.#next(row)) this.#send(row, { before: before?.dataset.order ?? "" });
  };
  #let = () => {
    this.#mark(null);
    if (this.#dragged) delete this.#dragged.dataset.dragged;
    this.#dragged = null;
  };
  /** The first row whose middle lies below; none: it becomes the last. */
  #rowBelow(y) {
    return this.#rows.find((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2) ?? null;
  }
  #mark(row) {
    for (const each of this.#rows) each.toggleAttribute("data-before", each === row && row !== this.#dragged);
  }
  #next(row) {
    return this.#rows[this.#rows.indexOf(row) + 1] ?? null;
  }
  get #rows() {
    return [...this.querySelectorAll("[data-order]")];
  }
  /** As the buttons would: the form of the row, with another word. The row keeps the focus by its id. */
  #send(row, values) {
    const form = row.querySelector("form[data-position]");
    if (form) htmx.ajax("POST", form.action, { source: form, target: "#line", swap: "outerHTML", values });
  }
}
customElements.define("order-line", OrderLine);
