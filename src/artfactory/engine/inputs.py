"""Files of ours that a request names: a copy goes to the Provider, and the request gets its address.

upright copy without what it says about people ─ uploaded ─ request written on the Attempt ─ (sent)
Until it is written nothing was sent, whatever happens. Once it is, a lost request is looked for by it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.engine import changes
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.media.cleaning.clean import cleaned, is_turned
from artfactory.media.cleaning.damaged import Damaged
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Turned
from artfactory.media.models import Asset
from artfactory.media.serving import place_of
from artfactory.orders.inputs import LARGEST, Input, addressed, inputs_of
from artfactory.orders.models.origin import asset_for
from artfactory.providers.base import Uploads
from artfactory.providers.errors import Rejected, Stopped


async def with_inputs(plant: Plant, work: Work) -> Work:
    """The same Work with the request as it is to be sent, which is on the disk by then.

    Raises what an upload raises, Rejected for a file that cannot be sent, and Stopped if a person asked for
    its end meanwhile. The paid request has not left in any of these cases.
    """
    named = inputs_of(work.request)
    if not named:
        return work
    addresses = {each: await _address(plant, work, each) for each in named}
    request = {name: addressed(value, addresses.__getitem__) for name, value in work.request.items()}
    at = timezone.now()
    if not await plant.rows.do(changes.prepared(work, request, at=at)):
        raise Stopped(_("It was canceled before it was sent."))
    return replace(work, request=request, sent_at=at, refused=False)


async def _address(plant: Plant, work: Work, named: Input) -> str:
    provider = plant.provider(work.provider)
    if not isinstance(provider, Uploads):
        raise Rejected(_("%(provider)s takes no files of yours.") % {"provider": provider.label})
    asset = await plant.rows.do(lambda _news: asset_for(named, generation=work.generation))
    if asset is None:
        raise _missing()
    return await plant.uploaded.address((work.provider, asset.pk), lambda: _upload(plant, provider, asset))


async def _upload(plant: Plant, provider: Uploads, asset: Asset) -> str:
    """Under a name that tells nothing: the one it has here may be a person's."""
    loop, decoders = asyncio.get_running_loop(), plant.decoders
    data = await loop.run_in_executor(decoders.threads, _copy, asset, decoders)
    name = f"input{PurePosixPath(asset.path).suffix}"
    return await provider.upload(data, media_type=asset.media_type, name=name)


def _copy(asset: Asset, decoders: Decoders) -> bytes:
    place = place_of(asset)
    if place is None:
        raise _missing()
    if place.stat().st_size > LARGEST:
        text = _("The file that it starts from is larger than the %(most)d MB that can be sent.")
        raise Rejected(text % {"most": LARGEST // 1_000_000})
    try:
        data = cleaned(place.read_bytes(), media_type=asset.media_type)
        return _upright(place, asset.media_type, decoders) or data if is_turned(data) else data
    except Damaged as error:
        text = _(
            "The file that it starts from cannot be freed of what it says about people, so it was not sent."
        )
        raise Rejected(text) from error


def _upright(place: Path, media_type: str, decoders: Decoders) -> bytes | None:
    """As people see it and paint masks over it; None for what cannot be turned: its EXIF tells."""
    turned = decoders.turn(place, media_type=media_type)
    return cleaned(turned.content, media_type=media_type) if isinstance(turned, Turned) else None


def _missing() -> Rejected:
    return Rejected(_("The file that it starts from is not in the library any more."))
