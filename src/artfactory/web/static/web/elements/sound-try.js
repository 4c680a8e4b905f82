/**
 * Plays the sound that is chosen in the form around it, as loud as it is set.
 *   <sound-try hidden> <button type="button">…</button> </sound-try>
 */
import { play } from "./end-call.js";

export class SoundTry extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", this.#play);
  }
  disconnectedCallback() {
    this.removeEventListener("click", this.#play);
  }
  #play = () => {
    const form = this.closest("form");
    const sound = form.querySelector("[name=sound]:checked")?.dataset.src;
    if (sound) play(sound, form.elements.volume.value / 100);
  };
}
customElements.define("sound-try", SoundTry);
