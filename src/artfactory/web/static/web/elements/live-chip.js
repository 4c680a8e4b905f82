/**
 * The chip in the top bar. After news of an Order or Provider it asks for itself again, at most once a second.
 *   <live-chip href="/production/live/" id="live-chip">…</live-chip>
 */
const REST = 1000;

export class LiveChip extends HTMLElement {
  #listening;
  #timer;
  connectedCallback() {
    if (!this.getAttribute("href")) return;
    document.dispatchEvent(new CustomEvent("work:progress", { detail: this.dataset.progress }));
    this.#listening = new AbortController();
    for (const news of ["news:order", "news:provider"])
      document.addEventListener(news, this.#later, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening?.abort();
    clearTimeout(this.#timer);
  }
  #later = () => {
    this.#timer ??= setTimeout(this.#ask, REST);
  };
  #ask = () => {
    this.#timer = undefined;
    htmx.ajax("GET", this.getAttribute("href"), { source: this, target: this, swap: "outerHTML" });
  };
}
customElements.define("live-chip", LiveChip);
