/**
 * How far production is, before the title: "(37 %) Production". When all of it ended "✓", when something needs the
 * person "!", until somebody looks. Nothing blinks.
 *   <title-badge></title-badge>
 */
const BADGE = /^(?:\(\d+ %\)|✓|!) /;

export class TitleBadge extends HTMLElement {
  #listening;
  #progress;
  #ended = "";
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("work:progress", ({ detail }) => this.#follow(detail), { signal });
    document.addEventListener("news:order", this.#news, { signal });
    document.addEventListener("visibilitychange", this.#look, { signal });
    addEventListener("focus", this.#look, { signal });
    this.#follow(document.querySelector("live-chip")?.dataset.progress);
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #follow(progress) {
    this.#progress = progress || undefined;
    this.#show();
  }
  #news = ({ detail: { status } }) => {
    if (status === "attention") this.#ended = "! ";
    else if (status === "active") this.#ended = "";
    else if (this.#ended === "") this.#ended = "✓ ";
    this.#show();
  };
  #look = () => {
    if (document.hidden) return;
    this.#ended = "";
    this.#show();
  };
  #show() {
    const badge = this.#progress === undefined ? this.#ended : `(${this.#progress} %) `;
    const title = badge + document.title.replace(BADGE, "");
    if (title !== document.title) document.title = title;
  }
}
customElements.define("title-badge", TitleBadge);
