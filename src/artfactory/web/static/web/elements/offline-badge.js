/**
 * Tells that the machine has no network, or that Art Factory itself does not answer. Its words are in the page.
 *   <offline-badge hidden> <span data-when="offline" hidden>…</span> <span data-when="lost" hidden>…</span> </offline-badge>
 */
const PATIENCE = 2000; // a reconnection within two seconds is nobody's business

export class OfflineBadge extends HTMLElement {
  #listening;
  #lost = false;
  #timer;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("news:connection", this.#connection, { signal });
    addEventListener("online", this.#show, { signal });
    addEventListener("offline", this.#show, { signal });
    this.#show();
  }
  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#timer);
  }
  #connection = ({ detail }) => {
    this.#lost = detail === "lost";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#show, this.#lost ? PATIENCE : 0);
  };
  #show = () => {
    const now = this.#lost ? "lost" : navigator.onLine ? "" : "offline";
    for (const words of this.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== now;
    this.hidden = now === "";
  };
}
customElements.define("offline-badge", OfflineBadge);
