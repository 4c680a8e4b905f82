/**
 * Shows a toast for eight seconds, longer while the pointer or the focus is on it.
 *   <toast-area id="toasts" role="status"></toast-area>
 * A part puts one there by hx-swap-oob="beforeend:#toasts"; the header HX-Trigger: {"toast": "Saved"} makes a plain one.
 */
const TIME = 8000;

export class ToastArea extends HTMLElement {
  #watching;
  connectedCallback() {
    this.#watching = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(this.#time)));
    this.#watching.observe(this, { childList: true });
    document.addEventListener("toast", this.#say);
  }
  disconnectedCallback() {
    this.#watching.disconnect();
    document.removeEventListener("toast", this.#say);
  }
  #say = ({ detail }) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = detail.value;
    this.append(toast);
  };
  #time = (toast) => {
    if (toast.nodeType !== Node.ELEMENT_NODE) return;
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, TIME) : toast.remove());
    setTimeout(leave, TIME);
  };
}
customElements.define("toast-area", ToastArea);
