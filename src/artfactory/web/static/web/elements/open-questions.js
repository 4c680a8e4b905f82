/**
 * A question that is open stays open: news that would replace it waits until it is closed.
 *   <div id="tools-7"> <dialog class="dialog" open> … </dialog> </div>
 */
const waiting = new Map(); // by id: the newest part that has to wait

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const question = target.querySelector("dialog[open]");
  if (!question || fragment.firstElementChild?.id !== target.id) return; // what is added beside it may come
  event.preventDefault();
  if (!waiting.has(target.id)) question.addEventListener("close", () => replace(target.id), { once: true });
  waiting.set(target.id, fragment.firstElementChild);
});

function replace(id) {
  const part = waiting.get(id);
  waiting.delete(id);
  document.getElementById(id)?.replaceWith(part);
  htmx.process(part);
}
