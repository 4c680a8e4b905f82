/**
 * Keys for the video or sound in it, wherever the focus is: Space plays and pauses, Shift with an arrow goes five
 * seconds back or on, comma and full stop go frame by frame.
 *   <player-keys> <video controls></video> </player-keys>
 */
const STEP = 5; // seconds
const FRAME = 1 / 25; // seconds; the file does not tell its own
const TAKEN = "a, button, summary, input, select, textarea, audio, video, [contenteditable]";

export class PlayerKeys extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    document.addEventListener("keydown", this.#press, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #player() {
    return this.querySelector("video, audio");
  }
  #press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.#act(event);
    if (!act) return;
    event.preventDefault();
    act();
  };
  #act({ key, shiftKey, target }) {
    if (shiftKey && key === "ArrowLeft") return () => this.#go(-STEP);
    if (shiftKey && key === "ArrowRight") return () => this.#go(STEP);
    if (target.closest?.(TAKEN)) return undefined;
    if (key === " ") return () => this.#turn();
    if (document.documentElement.dataset.keys === "off") return undefined;
    if (key === ",") return () => this.#frame(-FRAME);
    return key === "." ? () => this.#frame(FRAME) : undefined;
  }
  #turn() {
    if (this.#player.paused) this.#player.play();
    else this.#player.pause();
  }
  #go(seconds) {
    this.#player.currentTime += seconds;
  }
  #frame(seconds) {
    this.#player.pause();
    this.#go(seconds);
  }
}
customElements.define("player-keys", PlayerKeys);
