/**
 * Its button copies what the server answers to the form. Without scripts, or where the browser cannot copy, the answer is shown.
 *   <copy-list data-said="The list is copied"> <button type="submit" formaction="/orders/rows/text/">Copy</button> </copy-list>
 */
export class CopyList extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    if (navigator.clipboard?.write) this.addEventListener("click", this.#copy, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #copy = async (event) => {
    const button = event.target.closest("button");
    event.preventDefault();
    const sent = { method: "POST", body: new URLSearchParams(new FormData(button.form)) };
    const text = fetch(button.formAction, sent).then((answer) => answer.text());
    const blob = text.then((list) => new Blob([list], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    document.dispatchEvent(new CustomEvent("toast", { detail: { value: this.dataset.said } }));
  };
}
customElements.define("copy-list", CopyList);
