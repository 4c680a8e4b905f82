from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from artfactory.api.schemas.base import Answer, Body
from artfactory.lookups import names, values
from artfactory.lookups.models import Lookup

Name = Annotated[str, StringConstraints(min_length=1, max_length=names.MOST, pattern=f"^{names.PATTERN}$")]
Value = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=values.LONGEST, pattern=r"^[^\r\n]*$")
]
Values = Annotated[list[Value], Field(max_length=values.MOST)]
WHAT = "texts that prompts draw from, in order; white space around one is no part of it"


class NewLookup(Body):
    name: Name
    values: Values = Field(default_factory=list, description=WHAT)


class LookupChange(Body):
    name: Name = ""
    values: Values = Field(default_factory=list, description=WHAT)


class LookupAnswer(Answer):
    id: str
    name: str
    values: list[str]
    count: int = Field(description="values that prompts draw from: neither blank ones nor repeats")
    changed_at: datetime


def described(lookup: Lookup) -> LookupAnswer:
    return LookupAnswer(
        id=str(lookup.pk),
        name=lookup.name,
        values=lookup.values,
        count=lookup.review.count,
        changed_at=lookup.changed_at,
    )
