"""An AIModel's parameters, read from its JSON Schema: which exist, which expand, what fits.

A property carries the canonical name where there is one; `x-native` is what the Provider calls it, and
`size/width` what it calls the width inside of its size.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from artfactory.catalog.fitting import why_not
from artfactory.catalog.resource_values import shaped

PROMPTS = frozenset({"prompt", "negative_prompt"})  # asked for above the parameters, not among them


@dataclass(frozen=True)
class Field:
    """One parameter as a form shows it."""

    name: str  # canonical
    schema: Mapping[str, Any]

    @property
    def native(self) -> str:
        return str(self.schema.get("x-native", self.name))

    @property
    def title(self) -> str:
        return str(self.schema.get("title") or self.name.replace("_", " ").capitalize())

    @property
    def choices(self) -> list[Any]:
        return list(self.schema.get("enum", []))

    @property
    def kind(self) -> str:
        """integer, number, boolean, enum, string, or json for whatever is nested."""
        kind = self.schema.get("type")
        if self.choices:
            return "enum"
        return str(kind) if kind in {"integer", "number", "boolean", "string"} else "json"

    @property
    def expands(self) -> bool:
        """Numbers, choices and switches are lists; free text is literal unless the schema says so."""
        said = self.schema.get("x-expands")
        return bool(said) if said is not None else self.kind in {"integer", "number", "boolean", "enum"}

    @property
    def accepts(self) -> str:
        """The kind of file that may be its value: image, video or audio; empty where none may."""
        return str(self.schema.get("x-accepts", ""))

    @property
    def marks_by(self) -> str:
        """What a mask has where the picture may change: "white" or "transparent"."""
        return str(self.schema.get("x-mask", "white"))

    @property
    def resource(self) -> str:
        """The kind of Resource that it names: checkpoint, lora or embedding; empty where it names none."""
        return str(self.schema.get("x-resource", ""))

    @property
    def takes_several(self) -> bool:
        """A list of files, of which one may stand for itself."""
        return bool(self.accepts) and self.schema.get("type") == "array"

    @property
    def advanced(self) -> bool:
        return bool(self.schema.get("x-advanced"))

    def value(self, text: Any) -> Any:
        """What was typed, as the type that the schema asks for; unchanged where it cannot be that."""
        if self.resource:
            return shaped(text, self.schema)
        if not isinstance(text, str):
            return text
        readers = {"integer": _integer, "number": _number, "boolean": _boolean, "enum": self._choice}
        readers |= {
            "json": _files if self.takes_several else _nested,
            "string": _nested if self.accepts else _same,
        }
        return readers.get(self.kind, _same)(text)

    def _choice(self, text: str) -> Any:
        return next((choice for choice in self.choices if str(choice) == text), text)

    def problem(self, value: Any) -> str | None:
        """Why the value does not fit, in words for people; None when it fits."""
        return why_not([value] if self.takes_several and isinstance(value, str) else value, self.schema)


@dataclass(frozen=True)
class Parameters:
    """All parameters of one AIModel."""

    schema: Mapping[str, Any]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every parameter but the prompts, in the order of the form."""
        properties = self.schema.get("properties", {})
        fields = [Field(name, each) for name, each in properties.items() if name not in PROMPTS]
        fields.sort(key=lambda field: field.schema.get("x-order", 1000))
        return {field.name: field for field in fields}

    @cached_property
    def _by_native(self) -> dict[str, str]:
        return {field.native: field.name for field in self.fields.values()}

    @property
    def takes_prompt(self) -> bool:
        """What only changes a file may take none. Where nothing is known, there is a prompt."""
        properties = self.schema.get("properties")
        return not properties or "prompt" in properties

    @property
    def takes_negative(self) -> bool:
        return "negative_prompt" in self.schema.get("properties", {})

    @property
    def resource(self) -> str:
        """Of which kind of Resource the model is itself: a checkpoint; empty for one that is none."""
        return str(self.schema.get("x-resource", ""))

    @property
    def needs_prompt(self) -> bool:
        return "prompt" in self.schema.get("required", [])

    @property
    def needed(self) -> list[Field]:
        """What must be given beside the prompts. A seed is drawn where none is."""
        required = (self.fields.get(name) for name in self.schema.get("required", []) if name != "seed")
        return [field for field in required if field is not None and "default" not in field.schema]

    def field(self, name: str) -> Field | None:
        """The parameter of that name, canonical or the model's own."""
        return self.fields.get(name) or self.fields.get(self._by_native.get(name, ""))

    def known(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Those of `given` that this model takes, by canonical name; the model's own name wins."""
        ours = sorted(given.items(), key=lambda pair: pair[0] in self._by_native)
        return {field.name: value for name, value in ours if (field := self.field(name))}

    def literal(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.expands]

    def native(self, *, prompt: str, negative: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The request as the Provider wants it: native names, only what was asked."""
        request: dict[str, Any] = {self._native_name("prompt"): prompt} if self.takes_prompt else {}
        if negative and self.takes_negative:
            request[self._native_name("negative_prompt")] = negative
        said = {self.fields[name].native: value for name, value in values.items()}
        whole = {name: value for name, value in said.items() if "/" not in name}
        return request | self._put_together(said) | whole

    def _put_together(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is said in parts. A part that was not said is as the model does by itself."""
        named = {native.partition("/")[0] for native in said if "/" in native}
        found: dict[str, dict[str, Any]] = {whole: {} for whole in named}
        for field in self:
            whole, _slash, part = field.native.partition("/")
            value = said.get(field.native, field.schema.get("default"))
            if whole in found and part and value is not None:
                found[whole][part] = value
        return found

    def _native_name(self, name: str) -> str:
        return str(self.schema.get("properties", {}).get(name, {}).get("x-native", name))

    def seed_limit(self) -> int | None:
        """One above the largest model seed, 2**63 where none is said; None where the model takes no seed."""
        seed = self.fields.get("seed")
        if seed is None:
            return None
        largest = seed.schema.get("maximum", 2**31 - 1 if seed.schema.get("format") == "int32" else 2**63 - 1)
        return int(largest) + 1

    def fitting(self, field: Field, value: Any) -> Any:
        """The value as it is sent at last: seeds alone are taken modulo, all else is as it was given."""
        limit = self.seed_limit() if field.name == "seed" and type(value) is int else None
        return value % limit if limit and value >= limit else value

    def outputs(self, values: Mapping[str, Any]) -> int:
        """How many files one Generation with these values should make."""
        field = self.fields.get("num_outputs")
        made = values.get("num_outputs", field.schema.get("default", 1)) if field else 1
        return int(made) if isinstance(made, int) else 1

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())


def _same(text: str) -> Any:
    return text


def _nested(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _files(text: str) -> Any:
    """Addresses with spaces between; or a list of them, perhaps with files of the library, as JSON."""
    value = _nested(text)
    return text.split() if value is text else value


def _integer(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        return text


def _number(text: str) -> Any:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 30:  # 1e999999999 would fill the memory
        return text
    return int(number) if number == number.to_integral_value() and "." not in text else float(number)


def _boolean(text: str) -> Any:
    return {"true": True, "false": False, "on": True, "off": False, "yes": True, "no": False}.get(
        text.lower(), text
    )
