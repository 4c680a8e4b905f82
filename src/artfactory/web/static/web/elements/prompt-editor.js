/**
 * A text field whose tokens are coloured and whose mistakes are underlined, on a layer behind it. The field stays a
 * plain one; a <prompt-reading> says what is where. What is typed meanwhile moves the marks at once.
 *   <prompt-editor class="prompt-editor"> <textarea class="prompt-editor__text" name="prompt"></textarea> </prompt-editor>
 */
import { isInside } from "./open-token.js";
import { painted } from "./painting.js";
import { changeBetween, moved, replaceIn, unitsOf } from "./writing.js";

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

export class PromptEditor extends HTMLElement {
  slots = []; // that a reference can name: { name, hue, says }
  #listening;
  #mirror;
  #asked = ""; // the text that the next reading is about
  #shown = ""; // the text that the marks fit
  #spans = [];
  #problems = [];

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#mirror ??= this.#behind();
    this.field.addEventListener("input", this.#typed, { signal });
    this.field.addEventListener("scroll", this.#follow, { signal });
    this.field.form?.addEventListener("htmx:configRequest", () => (this.#asked = this.field.value), { signal });
    document.addEventListener("selectionchange", this.#point, { signal });
    this.#asked = this.#shown = this.field.defaultValue;
    this.#typed();
    document.querySelector("prompt-reading")?.tell?.(this);
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get field() {
    return this.querySelector("textarea");
  }
  /** Where that character stands in the window. */
  boxAt(place) {
    const range = document.createRange();
    const pieces = document.createTreeWalker(this.#mirror, NodeFilter.SHOW_TEXT);
    let piece = pieces.nextNode();
    while (piece && place > piece.length) {
      place -= piece.length;
      piece = pieces.nextNode();
    }
    range.setStart(piece, place);
    return range.getBoundingClientRect();
  }
  read({ spans, problems, slots }) {
    const unit = unitsOf(this.#asked);
    const name = this.field.name;
    this.slots = slots;
    this.#spans = spans[name].map(([start, end, kind, hue]) => ({ start: unit(start), end: unit(end), kind, hue }));
    this.#problems = problems[name].map(([start, end, severity, number, code]) => ({ start: unit(start), end: unit(end), severity, number, code }));
    this.#shown = this.#asked;
    this.#typed();
    this.#judge();
  }
  /** In code points of the text that was read last; at the end where no place is said. Ctrl+Z takes it back. */
  replace(text, start, end) {
    const typed = this.field.value;
    if (start === undefined) return replaceIn(this.field, typed.length, typed.length, /\S$/.test(typed) ? ` ${text}` : text);
    const unit = unitsOf(this.#asked);
    const there = moved({ start: unit(start), end: unit(end) }, changeBetween(this.#asked, typed), { keeps: false });
    if (there) replaceIn(this.field, there.start, there.end, text);
  }
  #behind() {
    const mirror = document.createElement("div");
    mirror.className = "prompt-editor__mirror";
    mirror.ariaHidden = "true";
    mirror.dir = this.field.dir;
    this.field.before(mirror);
    return mirror;
  }
  #typed = () => {
    const change = changeBetween(this.#shown, this.field.value);
    this.#spans = this.#spans.map((span) => moved(span, change, { keeps: true })).filter(Boolean);
    this.#problems = this.#problems.map((each) => moved(each, change, { keeps: false })).filter(Boolean);
    this.#shown = this.field.value;
    this.#mirror.replaceChildren(...painted(this.#shown, this.#spans, this.#problems), "\n");
    if (!GROWS_BY_ITSELF) this.#grow();
    this.#follow();
  };
  #follow = () => {
    this.#mirror.scrollTop = this.field.scrollTop;
  };
  #grow() {
    this.field.style.setProperty("block-size", "auto");
    this.field.style.setProperty("block-size", `${this.field.scrollHeight}px`);
  }
  #judge() {
    const isWriting = this.hasAttribute("data-writing");
    const isWrong = ({ severity, code }) => severity === "error" && !(isWriting && code === "E_UNCLOSED");
    this.field.ariaInvalid = this.#problems.some(isWrong) ? "true" : null;
  }
  /** Shows which problem is the one at the caret. A bracket that is being written is none yet. */
  #point = () => {
    const isHere = document.activeElement === this.field;
    this.toggleAttribute("data-writing", isHere && isInside(this.field));
    this.#judge();
    if (!isHere) return;
    const caret = this.field.selectionStart;
    const here = this.#problems.find(({ start, end }) => start <= caret && caret <= end);
    for (const row of document.querySelectorAll(`[data-problem^="${this.field.name} "]`)) {
      row.toggleAttribute("data-here", row.dataset.problem === `${this.field.name} ${here?.number}`);
    }
  };
}

customElements.define("prompt-editor", PromptEditor);
