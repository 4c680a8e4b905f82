/**
 * A band of time that shrinks while it passes, in the words of the server; after its end it says so.
 *   <time-left low="240" high="420" from="2026-11-26T07:30:00+00:00" late="longer than usual">about 4–7 min left</time-left>
 */
const STEP = 5000;

export class TimeLeft extends HTMLElement {
  #timer;
  connectedCallback() {
    const [before, after] = this.textContent.split(/\d.*(?:s|min|h)\b/);
    this.#timer = setInterval(() => this.#show(before, after), STEP);
  }
  disconnectedCallback() {
    clearInterval(this.#timer);
  }
  #show(before, after) {
    const passed = (Date.now() - Date.parse(this.getAttribute("from"))) / 1000;
    const [low, high] = ["low", "high"].map((name) => this.getAttribute(name) - passed);
    this.textContent = high < 1 ? this.getAttribute("late") : `${before}${words(Math.max(low, 1), high)}${after}`;
  }
}

function words(low, high) {
  const [from, to] = [rounded(low), rounded(high)];
  if (from.join() === to.join()) return to.join(" ");
  return from[1] === to[1] ? `${from[0]}–${to.join(" ")}` : `${from.join(" ")} – ${to.join(" ")}`;
}

function rounded(seconds) {
  if (seconds < 20) return [Math.max(1, Math.round(seconds)), "s"];
  if (seconds < 58) return [Math.round(seconds / 5) * 5, "s"];
  if (seconds < 3570) return [Math.round(seconds / 60), "min"];
  return [Math.round(seconds / 1800) / 2, "h"];
}
customElements.define("time-left", TimeLeft);
