from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.api.conftest import Program

from artfactory.catalog.filling import fill
from artfactory.catalog.models import AIModel, Refresh

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


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("word", ["price", "favorite"])
def test_the_id_of_a_model_may_end_like_an_address_of_ours(program: Program, word: str) -> None:
    own = {"amount": "0.0040", "currency": "EUR", "unit": "image"}
    AIModel.objects.filter(provider="fal").update(native_id=f"fal-ai/flux/{word}")
    for name in (f"fal:fal-ai/flux/{word}", f"fal:fal-ai%2Fflux%2F{word}"):
        assert program.get(f"/models/{name}").body["id"] == f"fal:fal-ai/flux/{word}"
        assert program.put(f"/models/{name}/price", own).body["price"]["own"] is True
        assert program.put(f"/models/{name}/favorite").body["favorite"] is True
    assert program.put(f"/models/fal:fal-ai/flux/{word}", own).codes == ["not_found"]


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


@pytest.mark.usefixtures("catalogue")
def test_a_price_is_entered_shown_as_ones_own_and_taken_back(program: Program) -> None:
    AIModel.objects.filter(provider="fal").update(
        price_amount="0.003", price_currency="USD", price_unit="megapixel", price_basis="estimate"
    )
    own = {"amount": "0.0040", "currency": "EUR", "unit": "image"}
    shown = program.put(f"/models/{FLUX}/price", own).body
    assert shown["price"] == own | {
        "basis": "estimate",
        "priced_at": date.today().isoformat(),
        "own": True,
    }
    assert (shown["listed_price"]["amount"], shown["listed_price"]["own"]) == ("0.0030", False)
    listed = program.get("/models?provider=fal").body["items"][0]
    assert listed["price"]["own"] is True
    again = program.delete(f"/models/{FLUX}/price").body
    assert (again["price"]["amount"], "listed_price" in again) == ("0.0030", False)


@pytest.mark.usefixtures("catalogue")
def test_what_is_no_price_changes_nothing(program: Program) -> None:
    body = {"amount": "a lot", "currency": "USD", "unit": "image"}
    answer = program.put(f"/models/{FLUX}/price", body)
    assert (answer.status, answer.codes) == (422, ["bad_price"])
    assert "price" not in program.get(f"/models/{FLUX}").body


def test_a_model_tells_what_it_lacks_and_what_it_takes_in_part(program: Program) -> None:
    fill()
    speech = program.get("/models/replicate:minimax/speech-02-hd").body
    film = program.get("/models/replicate:google/veo-3.1-fast").body
    assert speech["lacks"] == []
    assert film["lacks"] == ["width", "height", "fps", "steps", "guidance"]
    assert set(film["losses"]) == {"aspect_ratio", "duration", "seed"}


def test_a_refresh_is_begun_and_told(program: Program, catalogue: None) -> None:
    assert program.post("/models/refresh").status == 202
    Refresh.begin("fal", at=timezone.now()).end(at=timezone.now(), read=12, came=2, problem="It broke off.")
    [row] = program.get("/models/refresh").body["items"]
    assert (row["provider"], row["read"], row["came"], row["went"]) == ("fal", 12, 2, 0)
    assert row["finished_at"] and row["problem"] == "It broke off."
