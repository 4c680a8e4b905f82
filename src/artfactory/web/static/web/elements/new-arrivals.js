/**
 * Says how many new products came, without moving what is looked at: on news of products it asks `href`,
 * whose answer is the link that shows them, or nothing.
 *   <new-arrivals href="/inventory/arrivals/?after=1767225600000000" role="status"></new-arrivals>
 */
const PAUSE = 1000; // milliseconds between two questions, however much news there is

export class NewArrivals extends HTMLElement {
  #listening;
  #waiting;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const news of ["news:product", "news:reset"]) document.addEventListener(news, this.#soon, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
  #soon = () => {
    this.#waiting ??= setTimeout(this.#ask, PAUSE);
  };
  #ask = async () => {
    await htmx.ajax("GET", this.getAttribute("href"), { target: this, swap: "innerHTML" }).catch(() => {});
    this.#waiting = undefined;
  };
}
customElements.define("new-arrivals", NewArrivals);
