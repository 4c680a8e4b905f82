/**
 * Scrolls its strip so that the current picture is in the middle.
 *   <film-strip> <nav class="filmstrip"> <a href="…" aria-current="true"> … </nav> </film-strip>
 */
export class FilmStrip extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    addEventListener("resize", this.#settle, { signal: this.#listening.signal });
    this.#settle();
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #settle = () => {
    const here = this.querySelector("[aria-current]");
    if (!here) return;
    const strip = here.parentElement;
    const [inside, outside] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += inside.left + inside.width / 2 - outside.left - outside.width / 2;
  };
}
customElements.define("film-strip", FilmStrip);
