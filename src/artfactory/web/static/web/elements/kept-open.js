/**
 * What somebody opened stays open when its part of the page is drawn anew.
 *   <details id="more" data-kept-open> <summary>More</summary> … </details>
 */
const KEPT = "details[data-kept-open][id]";
let open = [];

document.addEventListener("htmx:beforeSwap", ({ target }) => {
  open = [...target.querySelectorAll(`${KEPT}[open]`)].map(({ id }) => id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  open = [];
});
