"""A catalogue of 2,000 models searched, and an Order of 10,000 Generations quoted and laid side by side.

    python -m benchmarks.catalogue [--json] [--models 2000] [--generations 10000]

Milliseconds of a whole answer inside the web process: by the clock (p50, p95), and of the processor alone, to
which others on the machine add nothing. Bar: 50 ms by the clock at p95 for what comes while somebody types.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.library import fresh_library

TIMES = 20
BAR = 50.0  # ms
FAMILIES = ("FLUX", "SDXL", "Wan", "Kling", "Veo", "MiniMax", "Seedream")
SEARCHES = {
    "all of them": "",
    "one word": "?q=flux",
    "three words": "?q=flux+turbo+7",
    "nothing found": "?q=no+such+thing",
    "every filter": "?provider=fal&modality=text-to-image&family=FLUX&price=priced&sort=price",
    "the last page": "?page=9999",
}


def fill(count: int) -> None:
    """With the schemas of real models, the largest there are."""
    from artfactory.accounts.models import ProviderAccount
    from artfactory.catalog.models import AIModel
    from artfactory.providers.fal.offers import all_offers

    schemas = [dict(offer.parameters) for offer in all_offers()]
    ProviderAccount.opened(provider="fal", label="fal.ai")
    AIModel.objects.bulk_create(
        AIModel(
            provider="fal",
            native_id=f"maker-{number % 37}/model-{number}",
            name=f"{FAMILIES[number % 7]} {number} {'turbo' if number % 3 else 'max'}",
            family=FAMILIES[number % 7],
            modality="text-to-image",
            parameters=schemas[number % len(schemas)],
            price_amount=None if number % 5 == 0 else f"0.{number % 900 + 100}",
            price_currency="USD",
            price_unit="image",
        )
        for number in range(count)
    )


def measured(ask: Callable[[], Any]) -> dict[str, float]:
    ask()
    taken, worked = [], []
    for _time in range(TIMES):
        start, busy = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    taken.sort()
    facts = {"p50": statistics.median(taken), "p95": taken[int(TIMES * 0.95)]}
    return facts | {"processor": statistics.median(worked)}


def results(models: int, generations: int) -> dict[str, dict[str, float]]:
    fill(models)
    get = visitor()
    found = {}
    for name, query in SEARCHES.items():
        found[f"models: {name}"] = measured(partial(get, f"/models/{query}", typing=True))
    found["the whole page"] = measured(lambda: get("/models/"))
    found["one model"] = measured(lambda: get("/models/fal:maker-0/model-0/"))
    found["the question alone"] = measured(question)
    return found | of_an_order(get, generations)


def question() -> list[Any]:
    from artfactory.catalog.models import AIModel

    return list(AIModel.objects.matching("flux turbo 7").values_list("pk", "name"))


def of_an_order(get: Callable[..., None], generations: int) -> dict[str, dict[str, float]]:
    from artfactory.orders.models import Order
    from artfactory.orders.quoting import quote
    from artfactory.orders.requests import OrderRequest
    from artfactory.projects.models import Project

    words = ", ".join(f"word{number}" for number in range(generations // 10))
    models = models_for_words_alone()
    request = OrderRequest(models, f"a fox [{words}]", copies=5, max_items=generations)
    quoting = measured(lambda: quote(request, seed=7).costs)
    order = Order.place(request, project=Project.first())
    middle = generations // 20
    side = measured(lambda: get(f"/orders/{order.pk}/?view=grid&from={middle}"))
    return {"quote with its cost": quoting, "side by side": side}


def models_for_words_alone() -> tuple[str, ...]:
    """Two that are content with a prompt."""
    from artfactory.catalog.models import AIModel
    from artfactory.catalog.parameters import Parameters

    content = (each for each in AIModel.objects.order_by("pk") if not Parameters(each.parameters).needed)
    return tuple(each.address for each in islice(content, 2))


def visitor() -> Callable[..., None]:
    """Somebody who has entered."""
    from importlib import import_module

    from django.conf import settings
    from django.test import Client

    visit = import_module(settings.SESSION_ENGINE).SessionStore()
    visit["entered_at"] = "2026-01-01T00:00:00+00:00"
    visit.save()
    client = Client(headers={"Host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = str(visit.session_key)

    def get(path: str, *, typing: bool = False) -> None:
        headers = {"HX-Request": "true"} if typing else {}
        assert client.get(path, headers=headers).status_code == 200, path

    return get


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--models", type=int, default=2_000)
    parser.add_argument("--generations", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder:
        fresh_library(Path(folder))
        found = results(words.models, words.generations)
    if words.json:
        json.dump(found, sys.stdout)
    else:
        for name, each in found.items():
            times = [f"{which} {each[which]:7.1f} ms" for which in ("p50", "p95", "processor")]
            print(f"{name:24}", "   ".join(times))
    return 0 if all(each["p95"] <= BAR for name, each in found.items() if name.startswith("models")) else 1


if __name__ == "__main__":
    raise SystemExit(main())
