"""How long it takes to tell what counts against a Budget, in a library of 100,000 Generations.

    python -m benchmarks.budgets [--json] [--generations 100000]

Milliseconds of the processor for one look (median of several), by what the Budget is of. Production looks
once for each batch that it sends, so this is what a Budget adds to a batch.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.library import fresh_library

ORDERS, DAYS, TIMES = 50, 90, 9
PROMPT = "a fox " * 60
REQUEST = {"prompt": PROMPT, "num_inference_steps": 28, "guidance_scale": 3.5}


def fill(count: int) -> None:
    """Nine in ten made, the rest failed, unknown or under way, over three months."""
    from django.utils import timezone

    from artfactory.catalog.models import AIModel
    from artfactory.orders.models import Generation, Order
    from artfactory.orders.models.states import Status
    from artfactory.projects.models import Project

    model = AIModel.objects.create(provider="fal", native_id="b/m", name="M", modality="text-to-image")
    project, now = Project.named("Bench"), timezone.now()
    states = [Status.SUCCEEDED] * 18 + [Status.FAILED, Status.UNKNOWN]
    for number in range(ORDERS):
        order = Order.objects.create(project=project, prompt="a fox", seed="1")
        Generation.objects.bulk_create(
            (
                Generation(
                    order=order,
                    ai_model=model,
                    provider=model.provider,
                    number=each,
                    prompt=PROMPT,
                    request=REQUEST,
                    status=Status.RUNNING if each < 2 else states[each % len(states)],
                    quoted_amount=Decimal("0.025"),
                    quoted_currency="USD",
                    quoted_basis="estimate",
                    cost_amount=None if each % 3 == 0 else Decimal("0.025"),
                    cost_currency="" if each % 3 == 0 else "USD",
                    submitted_at=now - timedelta(days=DAYS * (ORDERS - number) / ORDERS),
                )
                for each in range(count // ORDERS)
            ),
            batch_size=500,
        )


def results(count: int) -> dict[str, float]:
    from django.utils import timezone

    from artfactory.orders.budgeting import committed
    from artfactory.orders.models import Budget, Order

    fill(count)
    order, usd = Order.objects.newest()[0], {"amount": Decimal(100), "currency": "USD"}
    budgets = {
        "cap of one order": Budget(scope="order", order=order, period="ever", **usd),
        "project, in all": Budget(scope="project", project=order.project, period="ever", **usd),
        "provider, this month": Budget(scope="provider", provider="fal", period="month", **usd),
        "everything, today": Budget(scope="everything", period="day", **usd),
        "everything, in all": Budget(scope="everything", period="ever", **usd),
    }
    return {
        name: _measured(lambda each=each: committed(each, at=timezone.now()))
        for name, each in budgets.items()
    }


def _measured(look: Any) -> float:
    look()
    taken = []
    for _time in range(TIMES):
        began = time.process_time()
        look()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--generations", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder:
        fresh_library(Path(folder))
        found = results(words.generations)
    if words.json:
        json.dump(found, sys.stdout)
    else:
        for name, each in found.items():
            print(f"{name:22} {each:7.1f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
