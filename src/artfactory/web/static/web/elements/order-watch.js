/**
 * Keeps the parts of one Order current. On news of it, asks `href?changed=1,2,3`; the answer holds parts
 * with hx-swap-oob. One question at a time; what changes meanwhile goes into the next.
 *   <order-watch order="7" href="/orders/7/news/"> <p data-part="counts" class="visually-hidden" role="status"></p> </order-watch>
 * Without `order` it watches all of them, Providers, and every count-down: <order-watch href="/production/news/">.
 */
const MOST_IDS = 1000; // an address must not grow beyond what servers take

export class OrderWatch extends HTMLElement {
  #listening;
  #changed = new Set();
  #wanted = false;
  #asking = false;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("news:order", this.#news, { signal });
    document.addEventListener("news:reset", this.#reset, { signal });
    document.addEventListener("count-down:over", this.#anything, { signal });
    document.addEventListener("news:provider", this.#anything, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #news = ({ detail }) => {
    const mine = this.getAttribute("order");
    if (mine !== null && String(detail.id) !== mine) return;
    for (const generation of detail.changed ?? []) this.#changed.add(generation);
    this.#ask();
  };
  #reset = () => {
    this.#changed.add("all");
    this.#ask();
  };
  #anything = () => {
    if (!this.hasAttribute("order")) this.#ask();
  };
  async #ask() {
    this.#wanted = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#wanted && this.isConnected) {
      this.#wanted = false;
      await htmx.ajax("GET", this.#address(), { source: this, swap: "none" }).catch(() => {});
    }
    this.#asking = false;
    if (this.#wanted) this.#handOn();
  }
  /** An answer may have put another watch in this one's place. */
  #handOn() {
    const detail = { id: this.getAttribute("order") ?? undefined, changed: [...this.#changed] };
    document.dispatchEvent(new CustomEvent("news:order", { detail }));
  }
  #address() {
    const address = new URL(this.getAttribute("href"), location.href);
    const ids = this.#changed.has("all") || this.#changed.size > MOST_IDS ? ["all"] : [...this.#changed];
    if (ids.length) address.searchParams.set("changed", ids.join(","));
    this.#changed.clear();
    return address.pathname + address.search;
  }
}
customElements.define("order-watch", OrderWatch);
