/**
 * Its button copies the text of another element and says so in a toast. Hidden where the browser cannot copy.
 *   <copy-text from="prompt" said="Prompt copied"> <button type="button" hidden>Copy</button> </copy-text>
 */
export class CopyText extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const button = this.querySelector("button");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", this.#copy, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #copy = async () => {
    const source = document.getElementById(this.getAttribute("from"));
    await navigator.clipboard.writeText(source.textContent.trim());
    document.dispatchEvent(new CustomEvent("toast", { detail: { value: this.getAttribute("said") } }));
  };
}
customElements.define("copy-text", CopyText);
