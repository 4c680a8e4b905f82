"""Identity: whether two requests are the same to their Provider, whenever each was ordered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from artfactory.media.models import Asset
from artfactory.orders.inputs import Input, inputs_of


class Files:
    """What lies in files of ours, by its hash; each is looked up once."""

    def __init__(self) -> None:
        self._known: dict[Input, str] = {}

    def sha256(self, named: Input) -> str:
        """Empty where there is no such file. One whose Product is in the trash still says what it says."""
        if named not in self._known:
            by = {"pk": named.id} if named.what == "asset" else {"products": named.id}
            found = Asset.objects.filter(**by).values_list("sha256", flat=True) if named.id else ()
            self._known[named] = next(iter(found), "")
        return self._known[named]


def identity(address: str, request: Mapping[str, Any], hash_of: Callable[[Input], str]) -> str:
    """sha256 of the model and of what is sent; files count by what lies in them, not by their number here.

    Empty where a file of it is gone: then nobody can say what it was.
    """
    hashes = {each: hash_of(each) for each in inputs_of(request)}
    if "" in hashes.values():
        return ""
    said = json.dumps([address, _canonical(request, hashes)], sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def _canonical(value: Any, hashes: Mapping[Input, str]) -> Any:
    """As JSON compares: 1.0 is 1. A database may give back either for the other."""
    if hashes and (named := Input.read(value)):
        return {"sha256": hashes[named]}
    if isinstance(value, Mapping):
        return {str(name): _canonical(each, hashes) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(each, hashes) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
