/**
 * Two buttons beside a number field. Without a script the field alone does the work, so the buttons come hidden.
 *   <number-stepper class="stepper"> <button data-step="-1" hidden> <input type="number"> <button data-step="1" hidden> </number-stepper>
 */
export class NumberStepper extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    this.addEventListener("click", this.#step, { signal: this.#listening.signal });
    for (const button of this.querySelectorAll("[data-step]")) button.hidden = false;
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #step = (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const field = this.querySelector("input");
    field.stepUp(Number(button.dataset.step));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
customElements.define("number-stepper", NumberStepper);
