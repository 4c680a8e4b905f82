/** How the layer behind a <prompt-editor> is made of its text, tokens and problems. */

/** The text in pieces, each plain or a <span> of one token, one problem or both. */
export function* painted(text, spans, problems) {
  const token = new Uint16Array(text.length), problem = new Uint16Array(text.length);
  spans.forEach(({ start, end }, place) => token.fill(place + 1, start, end));
  for (const [place, { start, end }] of [...problems.entries()].reverse()) problem.fill(place + 1, start, Math.max(end, start + 1));
  for (let start = 0, at = 1; start < text.length; at++) {
    if (at < text.length && token[at] === token[start] && problem[at] === problem[start]) continue;
    yield piece(text.slice(start, at), spans[token[start] - 1], problems[problem[start] - 1]);
    start = at;
  }
}

function piece(text, span, problem) {
  if (!span && !problem) return text;
  const part = document.createElement("span");
  part.textContent = text;
  if (span) part.className = span.hue ? "slot slot--token" : `prompt-editor__${span.kind}`;
  if (span?.hue) part.dataset.slot = span.hue;
  if (problem) part.classList.add(`prompt-editor__${problem.severity}`);
  return part;
}
