/**
 * Its dialog opens when an answer is swapped into it, and is emptied when it closes: what it held was about that moment.
 * A button with `data-close` closes it once its own request is answered.
 *   <answer-dialog data-return="see-all"> <dialog class="dialog"> <div id="rows"></div> <button data-close hx-post="…">Done</button> </dialog> </answer-dialog>
 */
export class AnswerDialog extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("htmx:afterSwap", this.#open, { signal });
    this.addEventListener("htmx:afterRequest", this.#answered, { signal });
    this.addEventListener("keydown", this.#press, { signal });
    this.#dialog.addEventListener("close", this.#empty, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #dialog() {
    return this.querySelector("dialog");
  }
  #open = () => {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  };
  #answered = ({ target }) => {
    if (target.matches("[data-close]")) this.#dialog.close();
  };
  #press = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault(); // the button beside it, and not the first one of the form
    event.target.parentElement.querySelector("button")?.click();
  };
  #empty = () => {
    this.#dialog.querySelector("[id]").replaceChildren();
    document.getElementById(this.dataset.return)?.focus();
  };
}
customElements.define("answer-dialog", AnswerDialog);
