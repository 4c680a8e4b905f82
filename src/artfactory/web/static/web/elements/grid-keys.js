/**
 * Makes the tiles in it one tab stop. Arrows move by place on the screen, Home and End go to the ends, Enter opens
 * (the tile is a link), `l` likes, `m` uncovers. The buttons on a tile stay for the pointer. Who comes back from a tile, by the
 * browser or by an address that ends in #product-7, finds it in view and focused.
 *   <grid-keys> <ol class="rows"> <li class="tile"> <a class="tile__link">… <button class="tile__like">… </li> … </ol> </grid-keys>
 */
const LINK = ".tile__link";
const PAGE = 60; // tiles that an address brings back by itself
const ABOVE = 20; // tiles above the one that is come back to, where it lies further down

export class GridKeys extends HTMLElement {
  #listening;
  #watching;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("keydown", this.#press, { signal });
    this.addEventListener("focusin", this.#settle, { signal });
    this.addEventListener("click", this.#leave, { signal });
    this.#watching = new MutationObserver(() => this.#arrange());
    this.#watching.observe(this, { childList: true, subtree: true });
    this.#arrange();
    this.#comeBack();
    addEventListener("pageshow", () => requestAnimationFrame(this.#comeBack), { signal }); // the browser lets go of it once more
  }
  disconnectedCallback() {
    this.#listening.abort();
    this.#watching.disconnect();
  }
  get #links() {
    return [...this.querySelectorAll(LINK)];
  }
  #arrange() {
    const links = this.#links;
    const stop = links.find((link) => link.tabIndex === 0 && link.dataset.stop) ?? links[0];
    for (const link of links) this.#rank(link, link === stop);
    for (const button of this.querySelectorAll(".tile__like, .tile__check input")) button.tabIndex = -1;
  }
  #rank(link, isStop) {
    link.tabIndex = isStop ? 0 : -1;
    if (isStop) link.dataset.stop = "yes";
    else delete link.dataset.stop;
  }
  #settle = (event) => {
    if (!event.target.matches(LINK)) return;
    for (const link of this.#links) this.#rank(link, link === event.target);
  };
  /** The page may have grown by now: its address becomes one that holds this tile again. */
  #leave = ({ target }) => {
    const link = target.closest(LINK);
    const tile = link?.closest(".tile[id]");
    if (!tile) return;
    const address = new URL(location.href);
    const key = this.#keyAbove(link);
    if (key) address.searchParams.set("before", key);
    if (key) history.scrollRestoration = "manual";
    address.hash = tile.id;
    history.replaceState(history.state, "", address);
  };
  #keyAbove(link) {
    const links = this.#links;
    const at = links.indexOf(link);
    return at < PAGE ? undefined : links[at - ABOVE - 1].closest("[data-key]")?.dataset.key;
  }
  #comeBack = () => {
    if (document.activeElement !== document.body) return;
    const tile = document.getElementById(location.hash.slice(1));
    const link = tile && this.contains(tile) && tile.querySelector(LINK);
    if (!link) return;
    link.focus({ preventScroll: true });
    tile.scrollIntoView({ block: "nearest" });
  };
  #press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(LINK)) return;
    if (document.documentElement.dataset.keys !== "off") this.#letter(event);
    const next = this.#next(event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  #letter(event) {
    const button = { l: ".tile__like", m: ".cover__switch" }[event.key];
    if (!button) return;
    event.preventDefault();
    event.target.closest(".tile").querySelector(button)?.click();
  }
  #next({ key, target }) {
    const links = this.#links;
    const at = links.indexOf(target);
    const step = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    if (key === "ArrowRight") return links[at + step];
    if (key === "ArrowLeft") return links[at - step];
    if (key === "ArrowDown") return beside(target, links.slice(at + 1));
    if (key === "ArrowUp") return beside(target, links.slice(0, at).reverse());
    if (key === "Home") return links[0];
    return key === "End" ? links.at(-1) : undefined;
  }
}

/** In the nearest other row, the one whose middle is nearest. `others` go away from `link`. */
function beside(link, others) {
  const here = link.getBoundingClientRect();
  const boxes = others.map((other) => ({ other, box: other.getBoundingClientRect() }));
  const first = boxes.find(({ box }) => Math.abs(box.top - here.top) > here.height / 2);
  const row = boxes.filter(({ box }) => first && Math.abs(box.top - first.box.top) < 4);
  const distance = ({ box }) => Math.abs(box.left + box.width / 2 - here.left - here.width / 2);
  return row.sort((a, b) => distance(a) - distance(b))[0]?.other;
}
customElements.define("grid-keys", GridKeys);
