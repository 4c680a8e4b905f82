from __future__ import annotations

import pytest
from tests.api.conftest import Program

from artfactory.catalog.filling import fill
from artfactory.catalog.models import AIModel

FLUX = "fal:fal-ai/flux/schnell"
CHECKPOINT = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"


@pytest.fixture
def catalogue(db: None) -> None:
    for address, family in ((FLUX, "FLUX"), (CHECKPOINT, "SDXL"), ("replicate:black/flux-dev", "FLUX")):
        provider, _colon, native_id = address.partition(":")
        facts = {"provider": provider, "native_id": native_id, "name": native_id, "family": family}
        AIModel.objects.create(**facts, modality="text-to-image", parameters={"type": "object"})


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "path",
    [
        FLUX,
        "fal%3Afal-ai%2Fflux%2Fschnell",
        "fal:fal-ai%2Fflux/schnell",
        CHECKPOINT,
        "civitai%3Aurn%3Aair%3Asdxl%3Acheckpoint%3Acivitai%3A101055%40128078",
    ],
)
def test_a_model_is_found_by_its_plain_and_its_encoded_id(program: Program, path: str) -> None:
    shown = program.get(f"/models/{path}")
    assert shown.body["id"] == (CHECKPOINT if "civitai" in path else FLUX)
    assert shown.body["parameters"] == {"type": "object"}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [CHECKPOINT, FLUX, "replicate:black/flux-dev"]),
        ("?provider=fal", [FLUX]),
        ("?family=FLUX", [FLUX, "replicate:black/flux-dev"]),
        ("?modality=text-to-image&provider=civitai", [CHECKPOINT]),
        ("?q=flux%20dev", ["replicate:black/flux-dev"]),
        ("?q=nothing", []),
        ("?favorite=true", []),
        ("?favorite=false&limit=1", [CHECKPOINT]),
    ],
)
def test_models_are_chosen_by_filters(program: Program, query: str, found: list[str]) -> None:
    assert [each["id"] for each in program.get(f"/models{query}").body["items"]] == found


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("path", [FLUX, "fal%3Afal-ai%2Fflux%2Fschnell"])
def test_a_model_becomes_a_favorite_and_stops_being_one(program: Program, path: str) -> None:
    assert program.put(f"/models/{path}/favorite").body["favorite"] is True
    assert [each["id"] for each in program.get("/models?favorite=1").body["items"]] == [FLUX]
    assert program.delete(f"/models/{path}/favorite").body["favorite"] is False


@pytest.mark.parametrize("path", ["workshop", "workshop:", ":", "a:b%00", "%00", "x" * 3000, "a/b", "%FF:"])
def test_an_unknown_model_is_not_found(program: Program, path: str) -> None:
    assert program.get(f"/models/{path}").codes == ["not_found"]


def test_the_parameters_of_workshop_are_a_schema_that_a_form_can_be_made_of(program: Program) -> None:
    fill()
    parameters = program.get("/models/workshop:painter").body["parameters"]
    fields = parameters["properties"].values()
    assert parameters["type"] == "object"
    assert "prompt" in parameters["properties"]
    assert any("x-order" in field for field in fields)
    assert all("title" in field for field in fields)


def test_providers_say_how_they_stand_and_never_show_a_key(program: Program) -> None:
    fill()
    workshop = next(each for each in program.get("/providers").body["items"] if each["name"] == "workshop")
    assert (workshop["label"], workshop["state"], workshop["key_ends"]) == ("Workshop", "ready", None)
    assert workshop["limits"]["in_flight"] >= 1
    assert workshop["in_flight"] == 0
    assert workshop["spent"] == []
    assert "waiting_until" not in workshop
