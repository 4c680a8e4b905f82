"""What all bodies, filters and answers have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, core_schema
from pydantic_core.core_schema import ValidationInfo


class Answer(BaseModel):
    """A field with a default is left out where there is nothing to say."""


class Body(BaseModel):
    """Only what is named: a mistyped field is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Filters(BaseModel):
    """The query of an address. A filter that does not exist is refused, never ignored."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_strangers(cls, given: Any, info: ValidationInfo) -> Any:
        asked = info.context["request"].GET if info.context else {}
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for name in asked:
            if name not in known:
                message = _("There is no filter “%(name)s” here.") % {"name": name[:80]}
                raise PydanticCustomError("unknown_filter", "{message}", {"message": message})
        return given


def _not_yet(value: Any) -> Any:
    if value:
        message = _("Art Factory cannot do this yet.")
        raise PydanticCustomError("not_supported_yet", "{message}", {"message": message})
    return value


# A field of the contract whose time has not come: refused where it would mean something.
Later = Annotated[SkipJsonSchema[Any], AfterValidator(_not_yet)]


class OneOf:
    """For a text that is one of these and nothing else."""

    def __init__(self, values: list[str]) -> None:
        self._values = values

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self._values))


AMOUNT = r"^\d{1,7}(\.\d{1,6})?$"


class MoneySaid(Body):
    amount: str = Field(pattern=AMOUNT, examples=["4.00"])
    currency: str = Field(pattern=r"^[A-Z]{3,8}$", examples=["USD"], description="ISO code, or BUZZ")


def _each_once(said: list[MoneySaid]) -> list[MoneySaid]:
    if len({each.currency for each in said}) < len(said):
        raise PydanticCustomError("currency_twice", "{message}", {"message": _("Name each currency once.")})
    return said


Caps = Annotated[list[MoneySaid], Field(max_length=10), AfterValidator(_each_once)]


class Money(Answer):
    amount: str = Field(examples=["0.0250"])
    currency: str = Field(examples=["USD"], description="ISO code, or BUZZ")

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Money:
        exponent = amount.normalize().as_tuple().exponent
        places = max(4, -exponent) if isinstance(exponent, int) else 4
        return cls(amount=f"{amount:.{places}f}", currency=currency)
