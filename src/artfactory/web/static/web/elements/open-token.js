/** The bracket that is being written at the caret of a field, and the name in it so far. */

const NAME = /[A-Za-z][\w/-]*$|$/;
const ESCAPE = /\\./gs;

/** { kind, word, start, end, closed }: what may be put from `start` to `end`; nothing where no name can stand. */
export function openToken(field) {
  if (field.selectionStart !== field.selectionEnd) return undefined;
  const end = field.selectionStart;
  const before = field.value.slice(0, end).replace(ESCAPE, "\0\0");
  const bracket = openBracket(before);
  const kind = bracket === undefined ? undefined : kindOf(before.slice(bracket + 1));
  if (!kind) return undefined;
  const word = NAME.exec(before)[0];
  const closed = /^[^[\]\n]*\]/.test(field.value.slice(end).replace(ESCAPE, "\0\0"));
  return { kind, word, start: end - word.length, end, closed };
}

const BEING_WRITTEN = 40; // characters; after more of them it was forgotten

/** Whether the caret stands shortly behind a bracket that is still open. */
export function isInside(field) {
  const bracket = openBracket(field.value.slice(0, field.selectionStart).replace(ESCAPE, "\0\0"));
  return field.selectionStart - bracket <= BEING_WRITTEN;
}

function openBracket(before) {
  let depth = 0;
  for (let at = before.length - 1; at >= 0 && before[at] !== "\n"; at--) {
    if (before[at] === "]") depth++;
    if (before[at] === "[" && depth-- === 0) return at;
  }
  return undefined;
}

/** A lookup may stand alone or as an option of which a letter was typed; a slot after "=" or "@". */
function kindOf(inside) {
  if (/^\s*[=@]\s*[\w/#-]*$/.test(inside)) return "slot";
  const alone = /^\s*(?:[A-Za-z][\w/-]*\s*=\s*)?(?:[A-Za-z][\w/-]*)?$/;
  const option = /,\s*(?:[\d.]+::)?\s*[A-Za-z][\w/-]*$/;
  return alone.test(inside) || option.test(inside) ? "lookup" : undefined;
}
