/**
 * Closes the <details> in it on Escape and when the focus or the pointer goes elsewhere. What opens is scrolled into
 * the window, as far as it fits.
 *   <pop-up> <details class="drop"> <summary>…</summary> <div class="menu drop__menu">…</div> </details> </pop-up>
 */
export class PopUp extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("keydown", this.#escape, { signal });
    this.addEventListener("toggle", this.#show, { signal, capture: true });
    this.addEventListener("htmx:afterSwap", this.#show, { signal });
    document.addEventListener("pointerdown", this.#elsewhere, { signal });
    document.addEventListener("focusin", this.#elsewhere, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #details() {
    return this.querySelector("details");
  }
  #escape = (event) => {
    if (event.key !== "Escape" || !this.#details.open) return;
    event.preventDefault();
    this.#details.open = false;
    this.#details.querySelector("summary").focus();
  };
  #show = () => {
    if (this.#details?.open) this.#details.lastElementChild.scrollIntoView({ block: "nearest" });
  };
  #elsewhere = (event) => {
    if (!this.contains(event.target)) this.#details.open = false;
  };
}
customElements.define("pop-up", PopUp);
