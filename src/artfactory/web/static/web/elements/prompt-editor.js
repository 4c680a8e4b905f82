/**
 * A text field that grows with its text, in browsers whose style sheets cannot do that (field-sizing).
 *   <prompt-editor class="prompt-editor"> <textarea class="prompt-editor__text"></textarea> </prompt-editor>
 */
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

export class PromptEditor extends HTMLElement {
  connectedCallback() {
    if (GROWS_BY_ITSELF) return;
    this.addEventListener("input", this.#grow);
    this.#grow();
  }
  disconnectedCallback() {
    this.removeEventListener("input", this.#grow);
  }
  #grow = () => {
    const text = this.querySelector("textarea");
    text.style.setProperty("block-size", "auto");
    text.style.setProperty("block-size", `${text.scrollHeight}px`);
  };
}
customElements.define("prompt-editor", PromptEditor);
