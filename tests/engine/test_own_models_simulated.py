"""Models added by their id or address, at simulated Providers; what is ordered goes where it should."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours
from django.db import connection
from simulators.running import Simulators, started
from tests.engine.conftest import Running
from tests.engine.test_inputs import until_ended

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.engine import ask
from artfactory.engine.own_models import NotAdded, add, describe_again, understand
from artfactory.orders.models import Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project
from artfactory.providers.base import Access, Provider
from artfactory.providers.civitai import Civitai
from artfactory.providers.fal import Fal
from artfactory.providers.replicate import Replicate

SDXL_VERSION = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b"
PONY = "urn:air:sdxl:checkpoint:civitai:257749@290640"
XL = "urn:air:sdxl:checkpoint:civitai:101055@128078"


@pytest.fixture(scope="module")
def _town() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def town(_town: Simulators, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Simulators:
    _town.reset()
    _town.configure(job_seconds=0.02, width=16, height=16)
    addresses = {**ours.ENVIRONMENT.addresses}
    addresses |= {name: each for name, each in _town.environment.items() if name in addresses}
    settings.ENVIRONMENT = replace(ours.ENVIRONMENT, addresses=addresses)
    for name in ("FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN"):
        monkeypatch.setenv(name, _town.environment[name])
    return _town


@pytest.fixture
def asked(town: Simulators) -> Iterator[Any]:
    """The bridge of the pages, with the keys of the simulated town."""
    kinds: dict[str, Any] = {"fal": Fal, "replicate": Replicate, "civitai": Civitai}
    keys = {"fal": "FAL_KEY", "replicate": "REPLICATE_API_TOKEN", "civitai": "CIVITAI_API_TOKEN"}

    def build(name: str) -> Provider:
        kind = kinds[name]
        addresses = {what: town.environment[setting] for what, setting in kind.settings.items()}
        built: Provider = kind(Access(key=town.environment[keys[name]], addresses=addresses))
        return built

    bridge = ask.Bridge(build=build)
    yield bridge.ask
    bridge.close()


@pytest.mark.parametrize(
    ("text", "provider", "model"),
    [
        ("fal-ai/flux/dev", "fal", "fal-ai/flux/dev"),
        ("https://fal.ai/models/fal-ai/flux/dev", "fal", "fal-ai/flux/dev"),
        ("https://fal.ai/models/fal-ai/flux/dev/api?x=1", "fal", "fal-ai/flux/dev"),
        (" fal:me/app ", "fal", "me/app"),
        ("me/app/high", "fal", "me/app/high"),
        ("https://replicate.com/acme/foxes", "replicate", "acme/foxes"),
        ("https://replicate.com/acme/foxes/api", "replicate", "acme/foxes"),
        ("deployments/acme/foxes", "replicate", "deployments/acme/foxes"),
        ("https://replicate.com/deployments/acme/foxes", "replicate", "deployments/acme/foxes"),
        (f"acme/foxes:{SDXL_VERSION}", "replicate", f"acme/foxes:{SDXL_VERSION}"),
        (f"https://replicate.com/a/b/versions/{SDXL_VERSION}", "replicate", f"a/b:{SDXL_VERSION}"),
        ("replicate:acme/foxes", "replicate", "acme/foxes"),
        (XL, "civitai", XL),
        ("https://civitai.com/models/101055?modelVersionId=128078", "civitai",
         "https://civitai.com/models/101055?modelVersionId=128078"),
    ],
)  # fmt: skip
def test_ids_and_addresses_are_understood(text: str, provider: str, model: str) -> None:
    understood = understand(text)
    assert (understood.provider, understood.model) == (provider, model)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_understood"),
        ("flux", "not_understood"),
        ("128078", "not_understood"),
        ("https://evil.example/models/fal-ai/flux", "not_understood"),
        ("https://fal.ai.evil.example/models/a/b", "not_understood"),
        ("http://[", "not_understood"),
        ("a b/c", "not_understood"),
        ("a/b\n", "ambiguous"),
        ("a/\x00b", "not_understood"),
        ("../../etc/passwd", "not_understood"),
        ("x/" + "y" * 5000, "not_understood"),
        ("acme/foxes", "ambiguous"),
    ],
)
def test_what_names_no_single_model_is_refused_with_what_would(text: str, code: str) -> None:
    with pytest.raises(NotAdded) as refusal:
        understand(text)
    assert refusal.value.code == code
    assert ("deployments/owner/name" in str(refusal.value)) == (code == "not_understood")


def test_a_name_of_two_is_settled_by_the_provider() -> None:
    assert understand("acme/foxes", provider="replicate").provider == "replicate"
    assert understand("acme/foxes", provider="fal").provider == "fal"


def test_a_described_model_equals_the_bundled_one(town: Simulators, asked: Any) -> None:
    """Every form that is packed comes out the same from the document of its Provider."""

    def question(model: str) -> Any:
        async def put(there: Any) -> Any:
            return await there.describe(model)

        return put

    for name, provider in (("fal", Fal()), ("replicate", Replicate())):
        for offer in list(provider.offers())[:12]:
            told = asked(name, question(offer.model))
            ours, theirs = (Parameters(each.parameters) for each in (offer, told))
            assert list(ours.fields) == list(theirs.fields), offer.model
            assert told.modality == offer.modality and told.name == offer.name
            for field in ours:
                same = theirs.fields[field.name]
                assert (field.kind, field.choices, field.native) == (same.kind, same.choices, same.native)
        asyncio.run(provider.close())


def test_a_deployment_is_described_and_ordered_at_its_own_entrance(
    transactional_db: None, town: Simulators, asked: Any, foxes: Project, tmp_path: Path
) -> None:
    addresses = {what: town.environment[setting] for what, setting in Replicate.settings.items()}
    there = Replicate(Access(key=town.environment["REPLICATE_API_TOKEN"], addresses=addresses))
    ProviderAccount.opened(provider=there.name, label=there.label)
    added = add("https://replicate.com/deployments/acme/foxes", put=asked)
    ai_model = added.ai_model
    assert (ai_model.native_id, ai_model.undescribed) == ("deployments/acme/foxes", False)
    assert "num_outputs" in Parameters(ai_model.parameters).fields
    hosts = town.environment["ARTFACTORY_TRUSTED_HOSTS"].split(",")
    running = Running(there, tmp_path, trusted=hosts).start()
    try:
        request = OrderRequest(models=(ai_model.address,), prompt="a fox", parameters={"num_outputs": 2})
        generation = until_ended(running, Order.place(request, project=foxes))
        assert generation.status == "succeeded", generation.problem
        assert generation.products.count() == 2
        sent = [each for each in town.requests() if each["method"] == "POST"]
        assert [each["path"] for each in sent] == ["/v1/deployments/acme/foxes/predictions"]
    finally:
        running.end()
        connection.close()
    assert ai_model.remove() is False  # used, so it is only hidden
    assert not AIModel.objects.shown().filter(pk=ai_model.pk).exists()
    assert add("deployments/acme/foxes", put=asked).ai_model.available


def test_a_community_model_is_pinned_to_its_version_of_today(town: Simulators, asked: Any) -> None:
    version = f"stability-ai/sdxl:{SDXL_VERSION}"
    assert add(version, put=asked).ai_model.native_id == version


def test_one_that_surely_is_not_there_is_refused_and_nothing_kept(town: Simulators, asked: Any) -> None:
    for named in ("https://replicate.com/acme/nobody", "deployments/acme/nobody"):
        with pytest.raises(NotAdded, match="does not know this model"):
            add(named, put=asked)
    assert not AIModel.objects.exists()


def test_one_that_nobody_describes_is_kept_with_a_prompt_until_somebody_does(
    town: Simulators, asked: Any
) -> None:
    added = add("fal:me/private-app", put=asked)
    assert added.why_plain and added.ai_model.undescribed
    assert list(added.ai_model.parameters["properties"]) == ["prompt"]
    assert describe_again(added.ai_model, put=asked).ai_model.undescribed
    AIModel.objects.update(native_id="fal-ai/flux/dev")  # as if it had been published since
    again = describe_again(AIModel.objects.get(), put=asked).ai_model
    assert not again.undescribed and "steps" in Parameters(again.parameters).fields
    assert again.remove() and not AIModel.objects.exists()


@pytest.mark.parametrize(
    "named", [PONY, "https://civitai.com/models/257749?modelVersionId=290640", "civitai:" + PONY]
)
def test_a_checkpoint_is_added_by_its_air_or_the_address_of_its_page(
    town: Simulators, asked: Any, named: str
) -> None:
    ai_model = add(named, put=asked).ai_model
    assert ai_model.address == f"civitai:{PONY.replace('sdxl', 'pony')}"  # as its own page names it
    assert ai_model.family == "Pony"
    assert ai_model.name.startswith("Pony Diffusion")
    parameters = Parameters(ai_model.parameters)
    assert parameters.resource == "checkpoint" and {"steps", "width", "loras"} <= set(parameters.fields)


def test_what_civitai_cannot_make_pictures_with_is_refused(town: Simulators, asked: Any) -> None:
    with pytest.raises(NotAdded):
        add("urn:air:sdxl:lora:civitai:900101@910101", put=asked)
    assert not AIModel.objects.exists()
