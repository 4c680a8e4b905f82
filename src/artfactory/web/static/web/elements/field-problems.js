/**
 * Fields are never swapped while somebody types; what is wrong with them is. So that it is also heard, each field is
 * marked by what is said beneath it.
 *   <input aria-describedby="problem-copies"> <p class="field__error" id="problem-copies" data-wrong>…</p>
 */
export function mark(problem) {
  for (const field of document.querySelectorAll(`[aria-describedby~="${CSS.escape(problem.id)}"]`))
    field.ariaInvalid = "wrong" in problem.dataset ? "true" : null;
}

const PROBLEM = ".field__error[id]";
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.matches(PROBLEM)) mark(target);
  for (const problem of target.querySelectorAll(PROBLEM)) mark(problem);
});
