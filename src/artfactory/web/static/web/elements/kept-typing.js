/**
 * What is typed while an answer is on its way outlives the part that the answer draws anew, and so does the place where
 * one types. Only a focus that got lost goes to what is marked as next.
 *   <div id="order-asks" data-keeps-typing> <input name="copies"> <summary data-next-focus>Add a model</summary> </div>
 */
const PART = "[data-keeps-typing]";
const FIELDS = "input[name]:not([type=hidden], [type=file]), textarea[name], select[name]";
const asked = new WeakMap(); // by request: what the fields held when it left
let typed = []; // since then

document.addEventListener("htmx:beforeRequest", ({ detail: { target, xhr } }) => {
  if (target.matches(PART)) asked.set(xhr, held(target));
});
document.addEventListener("htmx:beforeSwap", ({ detail: { target, xhr } }) => {
  const before = asked.get(xhr);
  if (before) typed = [...held(target)].filter(([place, value]) => before.has(place) && before.get(place) !== value);
});
document.addEventListener("htmx:afterSwap", ({ detail: { target, xhr } }) => {
  const part = asked.has(xhr) && document.getElementById(target.id);
  if (!part) return;
  for (const field of part.querySelectorAll("[name]")) putBack(field);
  typed = [];
  if (document.activeElement === document.body) part.querySelector("[data-next-focus]")?.focus();
});

function held(part) {
  return new Map([...part.querySelectorAll(FIELDS)].map((field) => [placeOf(field), field[stateOf(field)]]));
}

function putBack(field) {
  for (const [place, value] of typed) {
    if (place !== placeOf(field)) continue;
    field[stateOf(field)] = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function stateOf(field) {
  return ["checkbox", "radio"].includes(field.type) ? "checked" : "value";
}

/** Boxes share a name. */
function placeOf(field) {
  return stateOf(field) === "checked" ? `${field.name}=${field.value}` : field.name;
}
