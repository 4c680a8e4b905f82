"""Names of slots: how the value of each token is called in an item."""

from __future__ import annotations

from collections.abc import Sequence

from artfactory.prompts.reading.nodes import Choice


def slot_names(choices: Sequence[Choice]) -> list[str]:
    """The label, else the first lookup, else `choice_1`, `choice_2` …; a later `color` is `color#2`.

    Text that only stood in brackets has no slot.
    """
    names: list[str] = []
    uses: dict[str, int] = {}
    taken = {choice.label for choice in choices if choice.label}
    unnamed = 0
    for choice in choices:
        if choice.plain:
            names.append("")
        elif choice.label:
            names.append(choice.label)
        elif choice.instances:
            names.append(_counted(choice.instances[0], uses))
        else:
            unnamed += 1
            while f"choice_{unnamed}" in taken:
                unnamed += 1
            names.append(f"choice_{unnamed}")
    return names


def _counted(name: str, uses: dict[str, int]) -> str:
    uses[name] = uses.get(name, 0) + 1
    return name if uses[name] == 1 else f"{name}#{uses[name]}"
