"""Templates: the text of one part, with the values of a row filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter

Row = tuple[str, ...]  # the value of each token of the batch
Mark = tuple[int, int, str]  # from, to, and the slot that the words come from


@dataclass(frozen=True, slots=True)
class Slot:
    """The value that a token took, or with `followed` what goes with that value."""

    token: int
    followed: Mapping[str, str] | None = None

    def text(self, row: Row) -> str:
        value = row[self.token]
        return value if self.followed is None else self.followed[value]


class Template:
    """The pieces of one part. The white space around the whole text goes."""

    def __init__(self, pieces: Sequence[str | Slot]) -> None:
        self._pieces = _bare(list(pieces))
        self._slots = [piece for piece in self._pieces if isinstance(piece, Slot)]
        self._follows = any(slot.followed is not None for slot in self._slots)
        self.tokens = frozenset([slot.token for slot in self._slots])
        self.text: Callable[[Row], str] = self._writer()

    def over(self, pools: Sequence[Row]) -> Iterator[str] | None:
        """The texts of every row of a product of these, if each token stands here once and in order."""
        if self._follows or [slot.token for slot in self._slots] != list(range(len(pools))):
            return None
        parts = [pools[piece.token] if isinstance(piece, Slot) else (piece,) for piece in self._pieces]
        texts = map("".join, product(*parts))
        return map(str.strip, texts) if self._ragged else texts

    def marks(self, row: Row, names: Sequence[str]) -> list[Mark]:
        """Where the words of each slot stand in the text."""
        filled = self._filled(row)
        text = "".join(filled)
        bare = text.strip()
        at = len(text.lstrip()) - len(text)  # what is in front of the bare text is before 0
        marks = []
        for piece, part in zip(self._pieces, filled, strict=True):
            start, end = max(at, 0), min(at + len(part), len(bare))
            if isinstance(piece, Slot) and start < end and names[piece.token]:
                marks.append((start, end, names[piece.token]))
            at += len(part)
        return marks

    @property
    def _ragged(self) -> bool:
        """Whether a value may bring white space to an end of the text."""
        return any(isinstance(piece, Slot) for piece in (*self._pieces[:1], *self._pieces[-1:]))

    def _writer(self) -> Callable[[Row], str]:
        if not self._slots:
            fixed = "".join(self._filled(()))
            return lambda row: fixed
        if self._follows or len(self._pieces) == 1:
            return lambda row: "".join(self._filled(row)).strip()
        texts = tuple(piece for piece in self._pieces if isinstance(piece, str))
        arranged = itemgetter(*self._order(len(texts)))
        if self._ragged:
            return lambda row: "".join(arranged(row + texts)).strip()
        return lambda row: "".join(arranged(row + texts))

    def _order(self, texts: int) -> Iterator[int]:
        """Where each piece stands in a row with the fixed texts behind it; these are counted from the end."""
        at = -texts
        for piece in self._pieces:
            if isinstance(piece, Slot):
                yield piece.token
            else:
                yield at
                at += 1

    def _filled(self, row: Row) -> list[str]:
        return [piece if isinstance(piece, str) else piece.text(row) for piece in self._pieces]


def _bare(pieces: list[str | Slot]) -> list[str | Slot]:
    """Without the white space at the ends, as far as it is fixed text."""
    while pieces and isinstance(first := pieces[0], str):
        pieces[0] = first.lstrip()
        if pieces[0]:
            break
        pieces.pop(0)
    while pieces and isinstance(last := pieces[-1], str):
        pieces[-1] = last.rstrip()
        if pieces[-1]:
            break
        pieces.pop()
    return pieces
