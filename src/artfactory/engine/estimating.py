"""Just before a paid request leaves: what its Provider says that it will cost. Asking costs nothing.

covered, or nobody says ─ (sent)      not covered ─ NoCredit: nothing was sent
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.engine import changes
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.providers.base import Estimate, Estimates
from artfactory.providers.errors import Misread, NoCredit, Stopped

logger = logging.getLogger(__name__)


class OverBudget(Exception):
    """It costs more than was quoted, and a Budget does not reach so far. Nothing was sent."""


PATIENCE = 8.0  # seconds: some look at the files that a request starts from before they answer


async def with_estimate(plant: Plant, work: Work) -> Work:
    """Raises what a refused submission raises, and Stopped if a person asked for its end meanwhile."""
    provider = plant.provider(work.provider)
    if not isinstance(provider, Estimates):
        return work
    estimate = await _asked(provider, work)
    if estimate.covered is False:
        words = _("What is left at %(provider)s does not cover this.") % {"provider": provider.label}
        raise NoCredit(words)
    if estimate.cost and not await plant.rows.do(changes.requoted(work, estimate.cost)):
        raise OverBudget
    at = timezone.now()
    if not await plant.rows.do(changes.prepared(work, work.request, at=at)):
        raise Stopped(_("It was canceled before it was sent."))
    return replace(work, sent_at=at, estimated=estimate.cost)


async def _asked(provider: Estimates, work: Work) -> Estimate:
    """An answer that is late or cannot be read holds up nothing."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await provider.estimate(work.job)
    except (TimeoutError, Misread) as error:
        logger.warning("Generation %s goes without an estimate: %r", work.generation, error)
        return Estimate()
