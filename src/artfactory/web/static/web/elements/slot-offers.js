/** What a <slot-completion> offers: { name, says, hue?, shown? }. */

/** Those whose names begin with the word, then those that hold it. */
export function matching(known, word) {
  const wanted = word.toLowerCase();
  const places = known.map((each) => [each.name.toLowerCase().indexOf(wanted), each]).filter(([place]) => place >= 0);
  return places.sort(([one], [other]) => (one > 0) - (other > 0)).map(([, each]) => each);
}

/** As a line of the list. */
export function optionOf({ name, says, hue, shown }, id) {
  const option = document.createElement("li");
  const [word, note] = [document.createElement("span"), document.createElement("span")];
  Object.assign(option, { id, className: "menu__item" }).setAttribute("role", "option");
  word.textContent = shown ?? name;
  note.textContent = says;
  note.className = "menu__note";
  if (hue) Object.assign(word, { className: "slot" }).dataset.slot = hue;
  option.append(word, note);
  return option;
}
