/**
 * A form may be gone when its answer comes: news of what it did replaced it first. Its parts are for the page
 * all the same, so they are looked for in the page and not around the form that is gone.
 *   <form hx-post="/orders/7/pause/" hx-swap="none">
 */
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  detail.target.addEventListener("htmx:beforeSwap", swapInPage); // what is gone tells the page nothing any more
});

function swapInPage({ target, detail }) {
  if (!detail.shouldSwap || target !== detail.target || target.isConnected) return;
  detail.shouldSwap = false;
  htmx.swap(document.body, detail.serverResponse, { swapStyle: "none" });
}
