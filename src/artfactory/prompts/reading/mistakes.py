"""What can be wrong while reading: codes, places, words and ways out."""

from __future__ import annotations

from collections.abc import Iterable

from artfactory.prompts.nearest import nearest
from artfactory.prompts.problems import Fix, Problems, amount
from artfactory.prompts.reading.characters import without_brackets
from artfactory.prompts.reading.nodes import Option


class Mistake(Exception):
    """Ends the reading of one token; the field goes on after it."""

    def __init__(self, code: str, pos: int, end: int, message: str, *, fixes: Iterable[Fix] = ()) -> None:
        super().__init__(message)
        self.code, self.pos, self.end, self.message = code, pos, end, message
        self.fixes = tuple(fixes)


class Unclosed(Exception):
    """The field ends before the token does."""


def replacing(title: str, start: int, end: int, text: str) -> Fix:
    return {"title": title, "start": start, "end": end, "text": text}


def unclosed(pos: int, end: int) -> Mistake:
    fixes = [
        replacing("Close it at the end", end, end, "]"),
        replacing("As text: \\[", pos, pos + 1, "\\["),
    ]
    return Mistake("E_UNCLOSED", pos, pos + 1, "This bracket is never closed.", fixes=fixes)


def stray_close(pos: int) -> Mistake:
    message = "This bracket closes nothing."
    return Mistake(
        "E_STRAY_CLOSE", pos, pos + 1, message, fixes=[replacing("As text: \\]", pos, pos + 1, "\\]")]
    )


def too_deep(pos: int) -> Mistake:
    message = "Brackets can be nested four deep; this is the fifth. Make the inner list a lookup."
    return Mistake("E_DEPTH", pos, pos + 1, message)


def empty_token(pos: int, end: int) -> Mistake:
    fixes = [
        replacing("Remove the brackets", pos, end, ""),
        replacing("As text: \\[ \\]", pos, end, "\\[ \\]"),
    ]
    return Mistake("E_EMPTY_TOKEN", pos, end, "There is nothing between these brackets.", fixes=fixes)


def delimiter_in_token(mark: str, pos: int) -> Mistake:
    what = "sub-prompts" if mark == "||" else "batches"
    message = f"{mark} divides {what}; it cannot stand between brackets."
    text = "\\||" if mark == "||" else "(\\&)"
    end = pos + len(mark)
    return Mistake(
        "E_DELIM_IN_TOKEN", pos, end, message, fixes=[replacing(f"As text: {text}", pos, end, text)]
    )


def command_in_token(mark: str, pos: int) -> Mistake:
    end = pos + len(mark)
    message = f"{mark} is a command; it cannot stand between brackets. Move it behind them."
    text = mark.replace(":", "\\:", 1)
    return Mistake(
        "E_COMMAND_IN_TOKEN", pos, end, message, fixes=[replacing(f"As text: {text}", pos, end, text)]
    )


def token_in_command(pos: int) -> Mistake:
    message = "The value of a command is a list without brackets: pipeline:steps:4,8."
    return Mistake("E_TOKEN_IN_COMMAND", pos, pos + 1, message)


def no_command_value(pos: int, end: int, head: str) -> Mistake:
    return Mistake("E_COMMAND_VALUE", pos, end, f"The command {head} has no value.")


def nested_reference(pos: int, end: int) -> Mistake:
    message = "References, follow lists and labels cannot stand inside another token."
    return Mistake("E_NESTED_REF", pos, end, message)


def bad_reference(pos: int, end: int) -> Mistake:
    message = "A reference names a label or a lookup: [=color], or [=color#2] for the second use."
    return Mistake("E_BAD_REF", pos, end, message, fixes=[replacing("As text: [\\=", pos, pos + 1, "[\\")])


def bad_follow(pos: int, end: int) -> Mistake:
    message = "A follow list names a token, then one value for each of its values: [@pet:meow,woof]."
    return Mistake("E_BAD_REF", pos, end, message)


def bad_sample(pos: int, end: int) -> Mistake:
    return Mistake("E_SAMPLE", pos, end, "A sample takes at least one value; this one takes 0.")


def foreign_edit(source: str, pos: int, end: int) -> Mistake:
    body = source[pos + 1 : end - 1]
    alternatives = [part.strip() for part in body.split(":")[:-1] if part.strip()]
    text = without_brackets(source[pos:end])
    fixes = [replacing(f"As text: {text}", pos, end, text)]
    if len(alternatives) > 1:
        split = f"[{','.join(alternatives)}]"
        fixes.insert(0, replacing(f"Two generations: {split}", pos, end, split))
    message = "This looks like AUTOMATIC1111 prompt editing."
    return Mistake("E_FOREIGN_EDIT", pos, end, message, fixes=fixes)


def bad_weight(pos: int, end: int) -> Mistake:
    return Mistake("E_WEIGHT", pos, end, "A weight is more than 0 and has at most 18 digits.")


def empty_lookup(lookup: str, pos: int, end: int) -> Mistake:
    return Mistake("E_EMPTY_LOOKUP", pos, end, f"The lookup '{lookup}' has no values.")


def tangled(lookup: str, pos: int, end: int) -> Mistake:
    message = f"The lookups below '{lookup}' name each other so often that their values cannot be listed."
    return Mistake("E_POOL_LIMIT", pos, end, message)


def bad_range(why: str, pos: int, end: int) -> Mistake:
    return Mistake("E_RANGE", pos, end, why)


def too_many_values(count: int, pos: int, end: int) -> Mistake:
    message = f"This range has {amount(count)} values; one token can have 10,000."
    return Mistake("E_POOL_LIMIT", pos, end, message)


def unknown_lookup(pos: int, end: int, option: Option, names: Iterable[str]) -> Mistake:
    return Mistake(
        "E_UNKNOWN_LOOKUP", pos, end, _unknown(option.text), fixes=_known_names(pos, end, option, names)
    )


def warn_of_unknown_lookup(
    problems: Problems, field: str, span: tuple[int, int], option: Option, names: Iterable[str]
) -> None:
    pos, end = span
    fixes = _known_names(pos, end, option, names) if len(problems.warnings) < _SUGGESTED else []
    problems.warn("W_UNKNOWN_LOOKUP", field, pos, end, _unknown(option.text), fixes=fixes)


def warn_of_pipe(problems: Problems, field: str, pos: int, end: int) -> None:
    message = "| is text here; a comma divides the values of a token."
    problems.warn("W_PIPE", field, pos, end, message)


def warn_of_cycle(problems: Problems, field: str, span: tuple[int, int], lookup: str) -> None:
    message = f"Lookups name each other in a circle below '{lookup}'; the repeated name stays as text."
    problems.warn("W_LOOKUP_CYCLE", field, *span, message)


def warn_of_command_in_negative(problems: Problems, field: str, pos: int, end: int) -> None:
    message = "Commands stand in the prompt; in the negative prompt this is text."
    problems.warn("W_COMMAND_IN_NEGATIVE", field, pos, end, message)


def _unknown(text: str) -> str:
    return f"There is no lookup '{text[:60]}', so it is text."


def _known_names(pos: int, end: int, option: Option, names: Iterable[str]) -> list[Fix]:
    near = nearest(option.text, names)
    fixes = [replacing(f"Use the lookup: [{name}]", pos, end, f"[{name}]") for name in near]
    text = f"\\[{option.text}\\]"
    return [*fixes, replacing(f"As text with its brackets: {text}", pos, end, text)]


_SUGGESTED = 20  # beyond this many warnings nobody reads suggestions, and they take time
