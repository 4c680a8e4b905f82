/**
 * Paints a mask over its picture, and gives it to a file field as if it had been chosen there. Without a script the
 * field alone does the work. What was painted stays when the dialog closes, until its part of the page is swapped.
 *   <mask-brush data-field="upload-mask" data-mask="/media/7" data-empty="…" data-unread="…" data-painted="[share] …">
 *     <button data-act="open" hidden> <dialog> <div class="mask-stage"> <img data-picture> <canvas> <i> </div> … </dialog>
 *   </mask-brush>
 */
import { MaskDrawing } from "./mask-drawing.js";

const STEP = 0.02; // of the picture, with an arrow key
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const CHANGES = new Set(["undo", "redo", "invert", "clear", "erase"]);
const SIZES = { "[": -2, "]": 2 };

export class MaskBrush extends HTMLElement {
  #listening;
  #drawing = null;
  #at = [0.5, 0.5];
  #pointer = null; // the one that paints
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("click", this.#press, { signal });
    const [dialog, canvas] = [this.querySelector("dialog"), this.#canvas];
    for (const kind of ["input", "change"]) dialog.addEventListener(kind, this.#turn, { signal }); // no answers of the form
    dialog.addEventListener("keydown", this.#key, { signal });
    canvas.addEventListener("pointerdown", this.#down, { signal });
    canvas.addEventListener("pointermove", this.#move, { signal });
    for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, this.#up, { signal });
    this.querySelector('[data-act="open"]').hidden = false;
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #canvas() {
    return this.querySelector("canvas");
  }
  get #erases() {
    return this.querySelector('[data-act="erase"]').ariaPressed === "true";
  }
  get #size() {
    return Number(this.querySelector("[data-size]").value) / 100;
  }
  get #brush() {
    return { size: this.#size, erase: this.#erases };
  }
  #press = (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "open") this.#open();
    if (act === "close") this.querySelector("dialog").close();
    if (act === "done") this.#done();
    if (this.#drawing && CHANGES.has(act)) this.#change(act);
  };
  async #open() {
    this.querySelector("dialog").showModal();
    this.#canvas.focus();
    if (!this.#drawing) await this.#begin().catch(() => this.#say(this.dataset.unread));
    this.#tell();
  }
  async #begin() {
    const picture = this.querySelector("img");
    picture.src = picture.dataset.picture; // not before somebody paints
    await picture.decode();
    this.querySelector(".mask-stage").style.setProperty("--ratio", picture.naturalWidth / picture.naturalHeight);
    const drawing = new MaskDrawing(this.#canvas, picture.naturalWidth, picture.naturalHeight);
    if (this.dataset.mask) drawing.startFrom(await loaded(this.dataset.mask));
    this.#drawing = drawing;
  }
  #change(act) {
    if (act !== "erase") this.#drawing[act]();
    else this.querySelector('[data-act="erase"]').ariaPressed = String(!this.#erases);
    this.#tell();
  }
  async #done() {
    if (!this.#drawing) return;
    if (!this.#drawing.share) {
      this.#say(this.dataset.empty);
      return;
    }
    const given = new DataTransfer();
    given.items.add(await this.#drawing.file(this.querySelector("[data-mark]").value));
    this.querySelector("dialog").close();
    const field = document.getElementById(this.dataset.field);
    field.files = given.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  #turn = (event) => {
    event.stopPropagation();
    this.#tell();
  };
  #key = (event) => {
    event.stopPropagation(); // the letters of the page sleep meanwhile
    if (!this.#drawing || this.#pointer !== null) return; // one stroke at a time
    const letter = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && letter === "z") this.#take(event, () => this.#change(event.shiftKey ? "redo" : "undo"));
    else if (event.target === this.#canvas && !event.ctrlKey && !event.metaKey && !event.altKey) this.#paintBy(event, letter);
  };
  #paintBy(event, letter) {
    if (event.key in MOVES) this.#take(event, () => this.#walk(MOVES[event.key], event.shiftKey));
    else if (event.key === " ") this.#take(event, () => this.#drawing.begin(this.#at, this.#brush));
    else if (event.key in SIZES) this.#take(event, () => this.#resize(SIZES[event.key]));
    else if (letter === "e") this.#take(event, () => this.#change("erase"));
  }
  #take(event, act) {
    event.preventDefault();
    act();
    this.#tell();
  }
  #walk([across, down], paints) {
    if (paints) this.#drawing.begin(this.#at, this.#brush);
    this.#at = [this.#at[0] + across, this.#at[1] + down].map((share) => Math.min(1, Math.max(0, share)));
    if (paints) this.#drawing.follow(this.#at);
  }
  #resize(by) {
    const size = this.querySelector("[data-size]");
    size.value = Number(size.value) + by;
  }
  #down = (event) => {
    if (!this.#drawing || this.#pointer !== null || event.button) return;
    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drawing.begin((this.#at = this.#point(event)), this.#brush);
    this.#place();
  };
  #move = (event) => {
    if (!this.#drawing || (this.#pointer !== null && event.pointerId !== this.#pointer)) return;
    const paints = this.#pointer !== null;
    for (const each of event.getCoalescedEvents?.() ?? [event]) if (paints) this.#drawing.follow(this.#point(each));
    this.#at = this.#point(event);
    this.#place();
  };
  #up = (event) => {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#tell();
  };
  #point({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  }
  /** Where the brush is, how large, how much is painted, and what can be taken back. */
  #tell() {
    if (!this.#drawing) return;
    this.#place();
    this.querySelector('[data-act="undo"]').disabled = !this.#drawing.canUndo;
    this.querySelector('[data-act="redo"]').disabled = !this.#drawing.canRedo;
    const [x, y] = this.#at.map((share) => Math.round(share * 100));
    const share = Math.ceil(this.#drawing.share * 100); // a single dab is something
    this.#say(this.dataset.painted.replace("[share]", share).replace("[x]", x).replace("[y]", y));
  }
  #place() {
    const [brush, { width, height }] = [this.querySelector(".mask-stage__brush"), this.#canvas.getBoundingClientRect()];
    brush.hidden = false;
    brush.classList.toggle("is-eraser", this.#erases);
    brush.style.setProperty("--size", `${this.#size * Math.max(width, height)}px`);
    brush.style.setProperty("--x", `${this.#at[0] * 100}%`);
    brush.style.setProperty("--y", `${this.#at[1] * 100}%`);
  }
  #say(words) {
    this.querySelector("[data-now]").textContent = words;
  }
}

async function loaded(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}
customElements.define("mask-brush", MaskBrush);
