from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from simulators.running import Simulators
from tests.api.conftest import Program

from artfactory.catalog.filling import fill

SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"
FUR = "urn:air:sdxl:lora:civitai:900101@910101"


@pytest.fixture
def asking(program: Program, site: Simulators) -> Program:
    fill()
    return program


def names(body: Any) -> list[str]:
    return [each["name"] for each in body["items"]]


def test_resources_are_searched_page_by_page_and_one_is_told_whole(asking: Program) -> None:
    found = asking.get(f"/resources?kind=lora&q=fox&model={quote(SDXL)}").body
    assert (names(found), found["next_cursor"], found["total"]) == (
        ["Fox Fur Detail v1", "Pony Foxes v3"],
        None,
        None,
    )
    assert found["items"][0]["id"] == "civitai:910101" and "air" not in found["items"][0]
    assert len(asking.all_of("/resources?kind=lora&family=Flux.1%20D", limit=20)) == 47
    for path in ("civitai:910101", f"civitai:{FUR}", f"civitai%3A{quote(FUR, safe='')}"):
        whole = asking.get(f"/resources/{path}").body
        assert (whole["air"], whole["words"], whole["maker"]) == (FUR, ["fxfur", "soft fur"], "acme")
    assert [each["version"] for each in whole["versions"]] == ["v1", "v0.9"]
    assert SDXL in whole["models"] and "civitai:imageGen/flux2/dev" not in whole["models"]


def test_favorites_are_kept_here_and_listed_without_the_site(asking: Program, site: Simulators) -> None:
    assert asking.put("/resources/civitai:910102/favorite").body["favorite"] is True
    site.put_faults([{"where": "models", "what": "refuse"}])
    assert asking.get("/resources").status == 409
    kept = asking.get("/resources?shelf=favorites").body
    assert (names(kept), kept["total"]) == (["Pony Foxes v3"], 1)
    assert asking.delete("/resources/civitai:910102/favorite").body["favorite"] is False
    assert asking.get("/resources?shelf=favorites").body["items"] == []


def test_what_cannot_be_had_is_told_in_the_shape_of_all_errors(asking: Program, site: Simulators) -> None:
    assert asking.get("/resources?provider=fal").codes == ["not_browsable"]
    assert asking.get("/resources?model=civitai:nobody").codes == ["unknown_model"]
    assert asking.get("/resources/civitai:1").codes == ["not_found"]
    assert asking.get("/resources/civitai:https://evil.example/models/1").status == 404
    assert asking.get("/resources/fal:1").status == 404
    assert asking.get("/resources?q=fox&limit=501").status == 422
    site.put_faults([{"where": "models", "what": "throttle", "retry_after": 7}])
    waiting = asking.get("/resources")
    assert (waiting.status, waiting.codes, waiting.headers["Retry-After"]) == (429, ["unavailable"], "7")
