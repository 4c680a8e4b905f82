/**
 * One picture to look at closely: wheel, pinch, + and - zoom up to 800 %, dragging moves it, z is 1:1, 0 fits,
 * a swipe clicks the links data-turn="previous" or "next" on the page.
 *   <zoom-stage class="viewer__stage"> <img class="viewer__under"> <img width="1280" height="853"> </zoom-stage>
 * The last picture is the one; a smaller one under it may stand in until it is there.
 *   <button data-zoom="in|out|actual|fit">  <output data-zoom="percent">   anywhere on the page
 */
import { Gestures } from "./gestures.js";

const MOST = 8; // 800 %: eight screen pixels for one of the picture

export class ZoomStage extends HTMLElement {
  #listening;
  #scale = 1; // against the fitted size
  #x = 0; // pixels by which the picture's middle is off the stage's middle
  #y = 0;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("wheel", this.#wheel, { signal, passive: false });
    this.addEventListener("dblclick", () => this.#press("actual"), { signal });
    document.addEventListener("click", this.#button, { signal });
    addEventListener("resize", this.#show, { signal });
    this.#picture.addEventListener("load", this.#arrive, { signal });
    new Gestures(this, { signal, move: this.#move, pinch: this.#pinch, swipe: this.#swipe });
    if (this.#picture.complete) this.#arrive();
    else this.#show();
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #picture() {
    return [...this.querySelectorAll("img")].at(-1);
  }
  /** Pixels of the screen for one of the picture when it is fitted. */
  get #fitted() {
    const picture = this.#picture;
    const width = picture.naturalWidth || picture.width || 1;
    const height = picture.naturalHeight || picture.height || 1;
    return Math.min(this.clientWidth / width, this.clientHeight / height) || 1;
  }
  #arrive = () => {
    if (this.#picture.naturalWidth) this.querySelector(".viewer__under")?.remove();
    this.#show();
  };
  #wheel = (event) => {
    event.preventDefault();
    this.#pinch(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
  };
  #pinch = (factor, clientX, clientY) => {
    const box = this.getBoundingClientRect();
    this.#zoom(this.#scale * factor, clientX - box.left - box.width / 2, clientY - box.top - box.height / 2);
  };
  #button = (event) => {
    const button = event.target.closest("button[data-zoom]");
    if (button) this.#press(button.dataset.zoom);
  };
  #press(what) {
    const actual = 1 / this.#fitted;
    if (what === "actual") this.#zoom(Math.abs(this.#scale - actual) < 0.01 ? 1 : actual);
    if (what === "fit") this.#zoom(1);
    if (what === "in") this.#zoom(this.#scale * 1.25);
    if (what === "out") this.#zoom(this.#scale / 1.25);
  }
  /** Zoom so that the point (x, y), counted from the middle of the stage, stays where it is. */
  #zoom(scale, x = 0, y = 0) {
    const next = Math.min(Math.max(scale, 1), Math.max(MOST / this.#fitted, 1));
    const share = next / this.#scale;
    this.#x = x - (x - this.#x) * share;
    this.#y = y - (y - this.#y) * share;
    this.#scale = next;
    this.#show();
  }
  #move = (x, y) => {
    this.#x += x;
    this.#y += y;
    this.#show();
  };
  #swipe = (direction) => {
    if (this.#scale === 1) document.querySelector(`a[data-turn="${direction}"]`)?.click();
  };
  #show = () => {
    this.#keepInside();
    const { style } = this.#picture;
    style.setProperty("transform", `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`);
    this.toggleAttribute("data-zoomed", this.#scale > 1);
    const percent = `${Math.round(this.#scale * this.#fitted * 100)} %`;
    for (const output of document.querySelectorAll("output[data-zoom]")) output.textContent = percent;
  };
  #keepInside() {
    const shown = this.#scale * this.#fitted;
    const roomX = Math.max(this.#picture.naturalWidth * shown - this.clientWidth, 0) / 2;
    const roomY = Math.max(this.#picture.naturalHeight * shown - this.clientHeight, 0) / 2;
    this.#x = Math.min(Math.max(this.#x, -roomX), roomX);
    this.#y = Math.min(Math.max(this.#y, -roomY), roomY);
  }
}
customElements.define("zoom-stage", ZoomStage);
