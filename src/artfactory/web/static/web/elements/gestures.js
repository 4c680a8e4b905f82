/**
 * What one or two pointers do on an element: drag, pinch, swipe.
 *   new Gestures(element, { signal, move: (x, y) => …, pinch: (factor, x, y) => …, swipe: ("previous" | "next") => … })
 */
const SWIPE = 60; // pixels; less is a shaky tap

export class Gestures {
  #element;
  #tell;
  #pointers = new Map();
  #start;
  constructor(element, { signal, ...tell }) {
    this.#element = element;
    this.#tell = tell;
    element.addEventListener("pointerdown", this.#down, { signal });
    element.addEventListener("pointermove", this.#drag, { signal });
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, this.#up, { signal });
  }
  #down = (event) => {
    if (event.button !== 0 || event.target.closest("a, button")) return;
    event.preventDefault();
    this.#element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event);
    this.#start = this.#pointers.size === 1 ? event : undefined;
  };
  #drag = (event) => {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    this.#pointers.set(event.pointerId, event);
    if (!other) return this.#tell.move(event.clientX - before.clientX, event.clientY - before.clientY);
    const middle = [(event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2];
    this.#tell.pinch(distance(event, other) / (distance(before, other) || 1), ...middle);
  };
  #up = (event) => {
    const start = this.#start;
    const known = this.#pointers.delete(event.pointerId);
    this.#start = undefined;
    if (!known || !start || event.type === "pointercancel" || event.pointerType === "mouse") return;
    const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.#tell.swipe(x > 0 ? "previous" : "next");
  };
}

function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
