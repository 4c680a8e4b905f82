/**
 * A field within a form that has a button of its own: Enter presses that one, and the form hears nothing of what is
 * typed there until then.
 *   <own-button> <input name="resource.loras"> <button type="submit" formaction="…">Add</button> </own-button>
 */
export class OwnButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", keep);
    this.addEventListener("keydown", this.#press);
  }
  #press = (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.matches("button")) return;
    event.preventDefault();
    this.querySelector("button").click();
  };
}

function keep(event) {
  event.stopPropagation();
}

customElements.define("own-button", OwnButton);
