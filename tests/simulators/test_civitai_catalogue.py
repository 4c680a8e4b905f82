"""What the simulated Civitai tells beside workflows, and that the shape of each of its answers is known."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from simulators.civitai.api import Api
from simulators.civitai.blobs import Blobs
from simulators.civitai.catalogue import Catalogue
from simulators.civitai.keys import Keys
from simulators.civitai.shelves import Shelves
from simulators.civitai.webhooks import Webhooks
from simulators.civitai.workflows import Workflows
from simulators.running import Simulators
from simulators.stage import Stage
from tests.simulators.civitai_answers import BYTES, EMPTY, SHAPES, SITE, shaped
from tests.simulators.civitai_wire import SDXL, call, documented


def test_resources_and_services_can_be_looked_up(simulators: Simulators) -> None:
    told = call(simulators, f"/v2/resources/{SDXL}", key="-")
    documented("ResourceInfo").validate(told.json)
    assert (told.json["air"], told.json["canGenerate"]) == (SDXL, True)
    assert call(simulators, "/v2/resources/urn:air:sdxl:lora:civitai:1@2").status == 404
    found = call(simulators, "/v2/services?prefix=videoGen&limit=3&offset=60").json
    assert (found["totalCount"], len(found["items"])) == (61, 1)
    assert call(simulators, "/v2/services?limit=few").status == 400
    assert call(simulators, "/v2/services/imageGen/seedream").json["status"] == "available"
    assert call(simulators, "/v2/consumer/free-tier").json == {"enabled": False, "models": []}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/models?query=fox&limit=2", 200),
        ("/models?query=fox&page=2", 400),
        ("/models/4384", 200),
        ("/models/1", 404),
        ("/model-versions/128713", 200),
        ("/enums", 200),
        ("/me", 200),
    ],
)
def test_the_site_answers_in_its_own_shapes(simulators: Simulators, path: str, status: int) -> None:
    assert call(simulators, SITE + path).status == status
    if path == "/me":
        assert call(simulators, SITE + path, key="-").status == 401


def test_the_shape_of_every_answer_is_known() -> None:
    """`call` holds each answer in these tests to it."""
    stage, keys = Stage.reading(None), Keys()
    made = Workflows(stage)
    blobs = Blobs(stage, keys=keys, workflows=made)
    api = Api(stage, keys=keys, workflows=made, blobs=blobs, webhooks=Webhooks(stage))
    parts = (api, blobs, Catalogue(keys=keys), Shelves(stage, keys=keys))
    served = {f"{each.method} {each.path}" for part in parts for each in part.routes()}
    assert served == {place.replace("services/{id}", "services/{id:.+}") for place in SHAPES}
    documents = {shape for shapes in SHAPES.values() for shape in shapes.values()} - {EMPTY, BYTES}
    for each in documents:
        Draft202012Validator.check_schema(shaped(each).schema)
        assert not shaped(each).is_valid({"unknown": None})
