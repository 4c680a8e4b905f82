"""Notes on a line: what its model cannot take of what was asked, and what it takes only in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.requests import OrderRequest
from artfactory.orders.values import missing
from artfactory.prompts import Expansion

UNKNOWN = "W_UNKNOWN_LOOKUP"
SIZES = ("image_size", "aspect_ratio", "resolution", "megapixels")  # other ways to say width and height


def notes_of(
    request: OrderRequest, expansion: Expansion, ai_model: AIModel, *, disagreed: bool
) -> tuple[str, ...]:
    """`disagreed`: some chosen models would strip `[x]` of its brackets, others keep them."""
    parameters = Parameters(ai_model.parameters)
    asked = dict.fromkeys([*request.parameters, *expansion.commanded])
    told = [
        *_lacking(asked, parameters, ai_model),
        *_without_prompts(request, parameters, ai_model),
        *(flaw.message for flaw in missing(ai_model, expansion)),
        *_wrapped_seeds(expansion, parameters, ai_model),
        *(_kept_tokens(expansion, ai_model) if disagreed else ()),
    ]
    return tuple(told)


def _lacking(asked: Iterable[str], parameters: Parameters, ai_model: AIModel) -> Iterator[str]:
    for name in asked:
        if parameters.field(name):
            continue
        said = {"model": ai_model.name, "name": name}
        instead = [each for each in SIZES if name in ("width", "height") and each in parameters.fields]
        if instead:
            text = _("%(model)s has no “%(name)s”; its size is set by %(instead)s.")
            yield text % (said | {"instead": ", ".join(f"“{each}”" for each in instead)})
        else:
            yield _("%(model)s has no “%(name)s”.") % said


def _without_prompts(request: OrderRequest, parameters: Parameters, ai_model: AIModel) -> Iterator[str]:
    if request.prompt.strip() and not parameters.takes_prompt:
        yield _("%(model)s takes no prompt.") % {"model": ai_model.name}
    if request.negative and not parameters.takes_negative:
        yield _("%(model)s takes no negative prompt.") % {"model": ai_model.name}


def _wrapped_seeds(expansion: Expansion, parameters: Parameters, ai_model: AIModel) -> Iterator[str]:
    """A seed above the model's largest is taken modulo: another number is sent than was typed."""
    limit = parameters.seed_limit()
    given = [str(value) for name, axis in expansion.axes.items() if name == "seed" for value in axis]
    if limit and any(seed.isdecimal() and int(seed) >= limit for seed in given if len(seed) <= 40):
        text = _("%(model)s takes seeds below %(limit)s; larger ones are sent modulo that.")
        yield text % {"model": ai_model.name, "limit": f"{limit:,}"}


def _kept_tokens(expansion: Expansion, ai_model: AIModel) -> Iterator[str]:
    strips = ai_model.unknown_tokens == AIModel.UnknownTokens.STRIP
    if strips and any(each.code == UNKNOWN for each in expansion.diagnostics):
        text = _("%(model)s gets [words in brackets] as they are, because another chosen model reads them.")
        yield text % {"model": ai_model.name}
