/**
 * Offers what fits after "[" in the text field of the <prompt-editor> around it: lookups, and after "[=" and "[@" the
 * slots there are. Arrows choose, Enter and Tab take, Escape closes. The field says it by `aria-activedescendant`.
 *   <slot-completion data-from="/orders/completions/" data-new="/lookups/new/" data-word="New lookup…" data-found="Suggestions: {n}">
 *     <ul id="slots" role="listbox" aria-label="Lookups" hidden></ul> <span role="status"></span>
 *   </slot-completion>
 */
import { openToken } from "./open-token.js";
import { matching, optionOf } from "./slot-offers.js";
import { replaceIn } from "./writing.js";

const MOST = 8;

export class SlotCompletion extends HTMLElement {
  #listening;
  #lookups; // a promise of { name, says }, once they were needed
  #offers = [];
  #at = 0; // which of them is the active one
  #token; // where the caret is: { kind, word, start, closed }
  #closedAt = -1; // start of the word at which Escape was pressed

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#field.setAttribute("aria-autocomplete", "list");
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#field.addEventListener("input", this.#look, { signal });
    this.#field.addEventListener("keydown", this.#press, { signal });
    this.#field.addEventListener("blur", this.#close, { signal });
    this.#list.addEventListener("pointerdown", this.#point, { signal });
    document.addEventListener("selectionchange", this.#moved, { signal });
    window.addEventListener("resize", this.#place, { signal });
    document.addEventListener("visibilitychange", () => (this.#lookups = undefined), { signal }); // there may be new ones
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #field() {
    return this.parentElement.field;
  }
  get #list() {
    return this.querySelector("[role=listbox]");
  }
  #look = async () => {
    this.#token = openToken(this.#field);
    if (!this.#token || this.#token.start === this.#closedAt) return this.#close();
    const token = this.#token;
    const known = token.kind === "lookup" ? await this.#known() : this.parentElement.slots;
    if (token === this.#token) this.#show(matching(known, token.word));
  };
  #known() {
    this.#lookups ??= fetch(this.dataset.from).then((answer) => answer.json()).then((answer) => answer.lookups, () => []);
    return this.#lookups;
  }
  #show(found) {
    const { kind, word } = this.#token;
    this.#offers = found.slice(0, MOST);
    const isNew = kind === "lookup" && !found.some((each) => each.name === word);
    if (isNew) this.#offers.push({ name: word, shown: this.dataset.word, says: word, isNew });
    if (!this.#offers.length || (found.length === 1 && found[0].name === word && this.#token.closed)) return this.#close();
    this.#at = 0;
    this.#list.replaceChildren(...this.#offers.map((offer, place) => optionOf(offer, `${this.#list.id}-${place}`)));
    this.#list.hidden = false;
    this.#place();
    this.#mark();
    this.querySelector("[role=status]").textContent = this.dataset.found.replace("{n}", found.length);
  }
  /** Below the bracket, inside the editor. */
  #place = () => {
    if (this.#list.hidden) return;
    const editor = this.parentElement, box = editor.getBoundingClientRect(), caret = editor.boxAt(this.#token.start);
    this.style.setProperty("--x", `${Math.max(0, Math.min(caret.left - box.left, editor.clientWidth - this.#list.offsetWidth))}px`);
    this.style.setProperty("--y", `${caret.bottom - box.top + 4}px`);
  };
  #mark() {
    [...this.#list.children].forEach((option, place) => option.setAttribute("aria-selected", place === this.#at));
    this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
  }
  #press = (event) => {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#offers.length) % this.#offers.length;
      this.#mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (this.#offers[this.#at].isNew && event.key === "Tab") return this.#close();
      this.#take(this.#offers[this.#at]);
    } else if (event.key === "Escape") {
      this.#closedAt = this.#token.start;
      this.#close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  #point = (event) => {
    event.preventDefault(); // the field keeps the focus
    const place = [...this.#list.children].indexOf(event.target.closest("li"));
    if (place >= 0) this.#take(this.#offers[place]);
  };
  #take({ name, isNew }) {
    const { start, end, closed } = this.#token;
    this.#close();
    if (isNew) return void window.open(`${this.dataset.new}?name=${encodeURIComponent(name)}`, "_blank", "noopener");
    this.#closedAt = start;
    replaceIn(this.#field, start, end, closed ? name : `${name}]`);
  }
  #moved = () => {
    const token = this.#list.hidden || document.activeElement !== this.#field ? this.#token : openToken(this.#field);
    if (token?.start !== this.#token?.start) this.#close();
  };
  #close = () => {
    this.#token = undefined;
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
    this.querySelector("[role=status]").textContent = "";
  };
}

customElements.define("slot-completion", SlotCompletion);
