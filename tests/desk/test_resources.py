"""Checkpoints and LoRAs from the site into the order, over a simulated Civitai."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as ours
from simulators.running import Simulators, started
from tests.desk.person import Page, Person

from artfactory.catalog.filling import fill
from artfactory.desk.models import Draft
from artfactory.engine.resources import SHELVES, WINDOW
from artfactory.projects.models import Project

SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"
ANY = "civitai:textToImage"
FUR = "urn:air:sdxl:lora:civitai:900101@910101"
PONY = "urn:air:pony:checkpoint:civitai:257749@290640"


@pytest.fixture(scope="module")
def _process() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def site(_process: Simulators, settings: Any) -> Iterator[Simulators]:
    """Where our own questions about Civitai go."""
    _process.reset()
    there = _process.environment
    addresses = {name: there.get(name, was) for name, was in ours.ENVIRONMENT.addresses.items()}
    settings.ENVIRONMENT = replace(ours.ENVIRONMENT, addresses=addresses)
    SHELVES.forget()
    yield _process
    WINDOW.close()


@pytest.fixture
def civitai(db: None, site: Simulators) -> Simulators:
    """With its models in the catalogue."""
    fill()
    return site


def names(page: Page) -> list[str]:
    found = re.findall(r'<h2 class="resource__name">.*?<bdi>(.*?)</bdi>', page.text)
    return [unescape(name) for name in found]


def drafted(project: Project | None = None) -> dict[str, list[str]]:
    draft = Draft.of(project or Project.first())
    return dict(draft.filled_in.lists()) if draft else {}


def loras() -> Any:
    [text] = drafted()["parameters.loras"]
    return json.loads(text) if text else {}


def test_a_lora_is_found_for_a_model_and_put_into_the_order(person: Person, civitai: Simulators) -> None:
    person.post("/orders/quote/", {"model": SDXL, "prompt": "a fox", "draft_of": ""}, htmx=True)
    page = person.get(f"/models/resources/?kind=lora&q=fox&model={quote(SDXL)}")
    assert names(page) == ["Fox Fur Detail v1", "Pony Foxes v3"]
    assert "LoRA · SDXL 1.0 · by acme · 228 MB Works with SDXL 1.0." in page.words
    order = person.follow(person.post("/models/resources/civitai/910101/use/", {"model": SDXL}))
    assert loras() == {FUR: 1.0}
    assert "Fox Fur Detail v1 is in the order." in order.words
    assert 'value="a fox"' not in order.text and "a fox" in order.inside("prompt")
    assert 'aria-label="Put fxfur into the prompt"' in order.text
