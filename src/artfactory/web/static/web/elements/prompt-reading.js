/**
 * What the server read in the prompts: tells every <prompt-editor>, when it comes with the page or with an answer.
 *   <prompt-reading hidden><script type="application/json">{"spans": {…}, "problems": {…}, "slots": […]}</script></prompt-reading>
 */
export class PromptReading extends HTMLElement {
  connectedCallback() {
    for (const editor of document.querySelectorAll("prompt-editor")) this.tell(editor);
  }
  tell(editor) {
    const said = this.querySelector("script")?.textContent;
    if (said && editor.isConnected) editor.read?.(JSON.parse(said));
  }
}
customElements.define("prompt-reading", PromptReading);
