"""Files at the simulated Civitai: behind the key, at addresses that die, and laid there."""

from __future__ import annotations

import pytest
from simulators.running import Simulators
from tests.simulators.civitai_wire import (
    BLOBS,
    WORKFLOWS,
    call,
    checked,
    documented,
    submit,
)
from tests.simulators.talking import ask


def test_the_list_hides_where_mature_files_lie_unless_it_is_asked_not_to(simulators: Simulators) -> None:
    submit(simulators, "(nsfw)", "?wait=5", allowMatureContent=True)
    for query, shown in (("", False), ("?hideMatureContent=false", True)):
        [told] = call(simulators, WORKFLOWS + query).json["items"]
        [image] = told["steps"][0]["output"]["images"]
        assert ("url" in image, image["available"]) == (shown, True)


def test_a_file_is_behind_the_key_and_leads_to_where_it_asks_for_none(simulators: Simulators) -> None:
    [image] = submit(simulators, query="?wait=5").json["steps"][0]["output"]["images"]
    opened = call(simulators, f"{BLOBS}/{image['id']}")
    place = opened.headers["location"]
    assert (opened.status, place.startswith(f"{BLOBS}/content/")) == (301, True)
    content = call(simulators, place, key="-")
    assert (content.status, content.headers["content-type"]) == (200, "image/jpeg")
    assert content.body.startswith(b"\xff\xd8\xff")
    assert call(simulators, f"{BLOBS}/{image['id']}", method="HEAD").status == 204


def test_the_address_in_an_answer_opens_without_a_key_and_dies_long_before_it_says(
    simulators: Simulators,
) -> None:
    [image] = submit(simulators, query="?wait=5").json["steps"][0]["output"]["images"]
    base = simulators.environment["ARTFACTORY_CIVITAI_URL"]
    signed = image["url"].removeprefix(base)
    assert call(simulators, signed, key="-").status == 301
    simulators.advance_clock(46 * 60)
    assert call(simulators, signed, key="-").status == 401
    fresh = call(simulators, f"{BLOBS}/{image['id']}/refresh", method="POST").json
    assert call(simulators, fresh["url"].removeprefix(base), key="-").status == 301


def test_a_file_is_laid_where_it_is_said_without_the_key(simulators: Simulators) -> None:
    place = call(simulators, f"{BLOBS}/upload").json
    documented("ConsumerBlobPresignResponse").validate(place)
    headers = {"Content-Type": "image/png"}
    laid = ask(place["uploadUrl"], method="POST", body=b"\x89PNG", headers=headers)
    assert (laid.status, laid.json["available"]) == (201, True)
    assert (
        call(simulators, call(simulators, f"{BLOBS}/{laid.json['id']}").headers["location"]).body
        == b"\x89PNG"
    )
    refused = ask(place["uploadUrl"], method="POST", body=b"%PDF", headers={"Content-Type": "text/plain"})
    assert refused.status == 415


def test_a_mature_file_is_blocked_by_its_signed_address_and_served_by_its_id(simulators: Simulators) -> None:
    asked = submit(simulators, "(nsfw)", "?wait=5", allowMatureContent=True)
    [image] = checked(asked)["steps"][0]["output"]["images"]
    signed = image["url"].removeprefix(simulators.environment["ARTFACTORY_CIVITAI_URL"])
    blocked = call(simulators, call(simulators, signed, key="-").headers["location"], key="-")
    served = call(simulators, call(simulators, f"{BLOBS}/{image['id']}").headers["location"], key="-")
    assert (blocked.status, served.status) == (403, 200)


@pytest.mark.parametrize("status", [301, 308])
def test_it_leads_to_the_content_as_measured_or_as_specified(simulators: Simulators, status: int) -> None:
    simulators.configure(says_moved=status)
    [image] = submit(simulators, query="?wait=5").json["steps"][0]["output"]["images"]
    opened = call(simulators, f"{BLOBS}/{image['id']}?download=true&filename=fox.jpg")
    assert opened.status == status
    saved = call(simulators, opened.headers["location"], key="-")
    assert saved.headers["content-disposition"] == 'attachment; filename="fox.jpg"'


def test_a_file_can_be_asked_about_and_no_more_than_a_level_be_wanted(simulators: Simulators) -> None:
    asked = submit(simulators, "(nsfw)", "?wait=5", allowMatureContent=True)
    [image] = asked.json["steps"][0]["output"]["images"]
    told = call(simulators, f"{BLOBS}/{image['id']}", method="HEAD").headers
    assert told["x-nsfw-level"] == "x"
    assert call(simulators, told["location"], key="-").status == 200
    tame = call(simulators, f"{BLOBS}/{image['id']}?nsfwLevel=pg13")
    assert call(simulators, tame.headers["location"], key="-").status == 403
    assert call(simulators, f"{BLOBS}/missing.png", method="HEAD").status == 404
