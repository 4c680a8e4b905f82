from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from simulators.faults import Faults, rules_in
from simulators.running import Simulators, started
from tests.simulators.talking import ask, keyed, result, submit

BROKEN = (ConnectionError, http.client.HTTPException)


@pytest.mark.parametrize(
    ("what", "accepted"), [("refuse", 0), ("cut_before", 0), ("cut_after", 1), ("short", 1)]
)
def test_a_submit_that_breaks_off_was_accepted_or_not(
    simulators: Simulators, what: str, accepted: int
) -> None:
    simulators.put_faults([{"where": "submit", "what": what}])
    with pytest.raises(BROKEN):
        submit(simulators)
    assert simulators.ledger()["accepted"] == accepted


@pytest.mark.parametrize(
    ("rule", "status", "body"),
    [
        ({"what": "throttle"}, 429, "Too many requests"),
        ({"what": "server_error", "status": 503}, 503, "Internal Server Error"),
        ({"what": "html"}, 502, "nginx"),
        ({"what": "bad_key"}, 401, "No user found"),
        ({"what": "no_credit"}, 403, "User is locked"),
    ],
)
def test_a_submit_that_is_refused_accepts_nothing(
    simulators: Simulators, rule: dict[str, Any], status: int, body: str
) -> None:
    simulators.put_faults([{"where": "submit", **rule}])
    refused = submit(simulators)
    assert (refused.status, body in refused.body.decode()) == (status, True)
    assert simulators.ledger()["accepted"] == 0


def test_a_gateway_signs_nothing_and_fal_signs_everything(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "html", "times": 1}, {"what": "throttle"}])
    gateway, own = submit(simulators), submit(simulators)
    assert ["x-fal-request-id" in answer.headers for answer in (gateway, own)] == [False, True]


def test_a_throttle_may_say_when_to_come_back(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "throttle", "retry_after": 7}])
    assert submit(simulators).headers["retry-after"] == "7"


def test_an_answer_that_cannot_be_read_was_an_acceptance(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "not_json"}])
    answer = submit(simulators)
    with pytest.raises(ValueError, match="Unterminated"):
        _ = answer.json
    assert (answer.status, simulators.ledger()["accepted"]) == (200, 1)


@pytest.mark.parametrize(
    ("what", "status", "kind"),
    [
        ("blocked", 422, "content_policy_violation"),
        ("model_failure", 500, "internal_server_error"),
        ("invalid_input", 422, "less_than_equal"),
    ],
)
def test_a_fault_decides_how_a_job_ends(simulators: Simulators, what: str, status: int, kind: str) -> None:
    simulators.put_faults([{"where": "submit", "what": what}])
    refused = result(simulators)
    assert (refused.status, refused.json["detail"][0]["type"]) == (status, kind)


def test_a_fault_at_the_result_decides_it_although_the_status_was_asked_for_first(
    simulators: Simulators,
) -> None:
    job = submit(simulators).json
    assert ask(job["status_url"], headers=keyed(simulators)).json["status"] == "COMPLETED"
    simulators.put_faults([{"where": "result", "what": "blocked"}])
    refused = ask(job["response_url"], headers=keyed(simulators))
    simulators.put_faults([])
    again = ask(job["response_url"], headers=keyed(simulators))
    assert (refused.status, again.body) == (422, refused.body)


def test_addresses_may_name_somebody_else(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "foreign_urls", "to": "http://127.0.0.1:9"}])
    assert submit(simulators).json["status_url"].startswith("http://127.0.0.1:9/fal-ai/flux/requests/")


def test_a_result_may_have_expired(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "result", "what": "expired"}])
    assert result(simulators).status == 404


def test_an_answer_and_a_body_may_come_slowly(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "slow_answer", "seconds": 0.3}])
    began = time.monotonic()
    job = submit(simulators).json
    simulators.put_faults([{"where": "result", "what": "slow_body", "seconds": 0.3}])
    done = ask(job["response_url"], headers=keyed(simulators))
    assert (done.status, time.monotonic() - began >= 0.5) == (200, True)


def test_a_rule_ends_after_its_times(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "submit", "what": "throttle", "times": 2}])
    assert [submit(simulators).status for _ in range(3)] == [429, 429, 200]


def test_faults_that_are_cleared_are_over(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "any", "what": "throttle"}])
    refused = submit(simulators).status
    simulators.clear_faults()
    assert (refused, submit(simulators).status) == (429, 200)


def test_a_provider_that_is_down_refuses_connections_until_it_is_back(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "any", "what": "down"}])
    with pytest.raises(ConnectionRefusedError):
        submit(simulators)
    simulators.clear_faults()
    assert submit(simulators).status == 200


def test_a_provider_comes_back_by_itself(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "any", "what": "down", "seconds": 0.3}])
    with pytest.raises(ConnectionRefusedError):
        submit(simulators)
    assert _eventually(lambda: submit(simulators).status) == 200


def test_only_the_media_host_may_be_down(simulators: Simulators) -> None:
    simulators.put_faults([{"where": "media", "what": "down"}])
    done = result(simulators).json
    with pytest.raises(ConnectionRefusedError):
        ask(done["images"][0]["url"])


@pytest.mark.parametrize(
    "rule", [{"what": "nonsense"}, {"what": "html", "where": "moon"}, {"what": "html", "x": 1}]
)
def test_a_rule_that_cannot_be_used_is_refused(simulators: Simulators, rule: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a rule"):
        simulators.put_faults([rule])


def test_a_share_hits_about_so_many_and_the_same_ones_for_a_seed() -> None:
    def hits(seed: int) -> list[bool]:
        faults = Faults()
        faults.chance.seed(seed)
        faults.put(rules_in([{"where": "submit", "what": "html", "share": 0.05}]))
        return [faults.draw("submit") is not None for _ in range(2000)]

    assert hits(1) == hits(1) != hits(2)
    assert 60 <= sum(hits(1)) <= 140


def test_the_file_of_the_faults_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps([{"where": "submit", "what": "throttle"}]))
    with started(faults=file) as simulators:
        assert _eventually(lambda: submit(simulators).status, wanted=429) == 429
        file.write_text("[]")
        assert _eventually(lambda: submit(simulators).status) == 200


def _eventually(answer: Callable[[], int], *, wanted: int = 200) -> int | None:
    """The last of at most 100 answers, the first one that is wanted."""
    last: int | None = None
    for _ in range(100):
        try:
            last = answer()
        except ConnectionError:
            last = None
        if last == wanted:
            return last
        time.sleep(0.05)
    return last
