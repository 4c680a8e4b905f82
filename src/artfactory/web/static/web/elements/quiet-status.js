/**
 * Says what another element of its form says, to those who hear the page: once, when nothing changed for a moment.
 * What the page said when it was opened is no news.
 *   <quiet-status class="visually-hidden" role="status" data-of="order-says"></quiet-status>
 */
const REST = 1_000; // milliseconds

export class QuietStatus extends HTMLElement {
  #listening;
  #timer;
  #said;

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#said = this.#words;
    this.closest("form").addEventListener("input", this.#wait, { signal });
    this.closest("form").addEventListener("htmx:afterSettle", this.#wait, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#timer);
  }
  get #words() {
    return document.getElementById(this.dataset.of)?.textContent.replace(/\s+/g, " ").trim() ?? "";
  }
  #wait = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#say, REST);
  };
  #say = () => {
    const words = this.#words;
    if (words !== this.#said) this.textContent = this.#said = words;
  };
}
customElements.define("quiet-status", QuietStatus);
