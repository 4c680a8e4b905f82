/**
 * Its number becomes a field in which another size can be said; the button then asks for that many.
 *   <sample-size> <button name="fix" value='{"text": "batch:sample:100"}'>A sample of <span data-sample="100">100</span></button> </sample-size>
 */
export class SampleSize extends HTMLElement {
  connectedCallback() {
    const number = this.querySelector("[data-sample]");
    if (!number) return; // it was changed before
    const field = Object.assign(document.createElement("input"), { type: "number", min: "1", value: number.dataset.sample, className: "input input--short" });
    field.ariaLabel = this.dataset.label;
    field.addEventListener("input", (event) => this.#say(event, field));
    field.addEventListener("keydown", (event) => this.#press(event));
    number.remove();
    this.#button.after(field);
  }
  get #button() {
    return this.querySelector("button");
  }
  /** Not the form's business: counting again would take the field away. */
  #say(event, field) {
    event.stopPropagation();
    const fix = JSON.parse(this.#button.value);
    fix.text = fix.text.replace(/\d+$/, Math.max(1, Math.floor(Number(field.value)) || 1));
    this.#button.value = JSON.stringify(fix);
  }
  #press(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#button.click();
  }
}
customElements.define("sample-size", SampleSize);
