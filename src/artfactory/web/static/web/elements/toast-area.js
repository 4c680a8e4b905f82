/**
 * Shows a toast for eight seconds, longer while the pointer or the focus is on it.
 *   <toast-area id="toasts" role="status" data-unsent="Not connected: nothing was changed." data-refused="…"></toast-area>
 * A part puts one there by hx-swap-oob="beforeend:#toasts"; the header HX-Trigger: {"toast": "Saved"} makes a plain one.
 * Attributes: what to say when a change could not be sent, and when it was answered by an error.
 */
const TIME = 8000;

export class ToastArea extends HTMLElement {
  #watching;
  #listening;
  connectedCallback() {
    this.#watching = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(this.#time)));
    this.#watching.observe(this, { childList: true });
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("toast", ({ detail }) => this.#say(detail.value), { signal });
    document.addEventListener("htmx:sendError", this.#failed(this.dataset.unsent), { signal });
    document.addEventListener("htmx:responseError", this.#failed(this.dataset.refused), { signal });
  }
  disconnectedCallback() {
    this.#watching.disconnect();
    this.#listening.abort();
  }
  /** What only looks asks again by itself; a change that failed must be said. */
  #failed(words) {
    return ({ detail }) => detail.requestConfig.verb !== "get" && words && this.#say(words);
  }
  #say(words) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = words;
    this.append(toast);
  }
  #time = (toast) => {
    if (toast.nodeType !== Node.ELEMENT_NODE) return;
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, TIME) : toast.remove());
    setTimeout(leave, TIME);
  };
}
customElements.define("toast-area", ToastArea);
