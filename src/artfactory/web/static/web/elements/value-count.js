/**
 * Counts the lines of a textarea while they are typed: distinct values, repeats and blank ones between them.
 *   <value-count for="values" data-words="Values: {values}. Repeats: {repeats}. Blank lines: {blank}." hidden></value-count>
 */
export class ValueCount extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const field = document.getElementById(this.getAttribute("for"));
    field.addEventListener("input", () => this.#show(field), { signal: this.#listening.signal });
    this.#show(field);
    this.hidden = false;
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #show(field) {
    const lines = field.value.trimEnd().split("\n").map((line) => line.trim());
    const said = lines.filter(Boolean);
    const values = new Set(said).size;
    const counts = { values, repeats: said.length - values, blank: said.length && lines.length - said.length };
    this.textContent = this.dataset.words.replace(/{(\w+)}/g, (_all, name) => counts[name].toLocaleString());
  }
}
customElements.define("value-count", ValueCount);
