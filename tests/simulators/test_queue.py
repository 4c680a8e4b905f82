from __future__ import annotations

import io

import pytest
from PIL import Image
from simulators.running import Simulators
from tests.simulators.talking import ask, keyed, result, submit


def test_a_job_goes_from_its_submit_to_a_picture_on_the_media_host(simulators: Simulators) -> None:
    job = submit(simulators).json
    status = ask(job["status_url"], headers=keyed(simulators))
    done = ask(job["response_url"], headers=keyed(simulators))
    picture = ask(done.json["images"][0]["url"])
    assert (job["status"], status.status, status.json["status"]) == ("IN_QUEUE", 200, "COMPLETED")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.body.startswith(b"\xff\xd8\xff")


def test_the_addresses_name_the_application_and_the_host_that_was_asked(simulators: Simulators) -> None:
    job = submit(simulators, model="/fal-ai/flux/dev").json
    base = f"{simulators.environment['ARTFACTORY_FAL_QUEUE_URL']}/fal-ai/flux/requests/{job['request_id']}"
    addresses = (job["response_url"], job["status_url"], job["cancel_url"])
    assert addresses == (base, f"{base}/status", f"{base}/cancel")


@pytest.mark.parametrize(
    "form", ["flux/requests/{}", "flux/schnell/requests/{}", "flux/requests/{}/response"]
)
def test_a_result_answers_to_the_short_and_the_long_form(simulators: Simulators, form: str) -> None:
    request_id = submit(simulators).json["request_id"]
    address = f"{simulators.environment['ARTFACTORY_FAL_QUEUE_URL']}/fal-ai/{form.format(request_id)}"
    assert ask(address, headers=keyed(simulators)).status == 200


def test_a_job_waits_then_runs_then_is_over(simulators: Simulators) -> None:
    simulators.configure(queue_seconds=1000, job_seconds=1000)
    first, second = submit(simulators).json, submit(simulators, prompt="another").json
    waiting = ask(second["status_url"], headers=keyed(simulators))
    simulators.advance_clock(1500)
    running = ask(first["status_url"] + "?logs=1", headers=keyed(simulators))
    early = ask(first["response_url"], headers=keyed(simulators))
    simulators.advance_clock(1000)
    over = ask(first["status_url"] + "?logs=false", headers=keyed(simulators))
    assert (waiting.status, waiting.json["status"], waiting.json["queue_position"]) == (202, "IN_QUEUE", 1)
    assert (running.status, running.json["status"], len(running.json["logs"])) == (202, "IN_PROGRESS", 2)
    assert early.status == 400
    assert (over.status, over.json["status"], over.json["logs"]) == (200, "COMPLETED", None)
    assert over.json["metrics"] == {"inference_time": 1000.0}


def test_seeds_beyond_two_to_the_53rd_come_back_exactly(simulators: Simulators) -> None:
    assert result(simulators, seed=196619188014358661).json["seed"] == 196619188014358661


def test_an_input_that_is_wrong_is_accepted_and_refused_with_its_result(simulators: Simulators) -> None:
    job = submit(simulators, num_images=9)
    refused = ask(job.json["response_url"], headers=keyed(simulators))
    item = refused.json["detail"][0]
    assert (job.status, refused.status) == (200, 422)
    assert (item["type"], item["loc"], item["ctx"]) == ("less_than_equal", ["body", "num_images"], {"le": 4})


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("(fail)", 500, "internal_server_error"),
        ("(block)", 422, "content_policy_violation"),
        ("(nothing)", 422, "no_media_generated"),
        ("(invalid)", 422, "less_than_equal"),
    ],
)
def test_a_word_in_the_prompt_decides_how_a_job_fails(
    simulators: Simulators, word: str, status: int, kind: str
) -> None:
    refused = result(simulators, prompt=f"a fox {word}")
    assert (refused.status, refused.json["detail"][0]["type"]) == (status, kind)


def test_trouble_of_the_infrastructure_is_told_by_status_header_and_body(simulators: Simulators) -> None:
    job = submit(simulators, prompt="(infra)").json
    status = ask(job["status_url"], headers=keyed(simulators)).json
    done = ask(job["response_url"], headers=keyed(simulators))
    told = (status["error_type"], done.headers["x-fal-error-type"], done.json["error_type"])
    assert (done.status, set(told)) == (503, {"runner_disconnected"})


def test_a_cancel_has_four_answers(simulators: Simulators) -> None:
    simulators.configure(queue_seconds=1000, job_seconds=1000)
    waiting, running = submit(simulators).json, submit(simulators).json
    unknown = waiting["cancel_url"].replace(waiting["request_id"], "0000")
    said = [_cancel(simulators, waiting["cancel_url"]), _cancel(simulators, unknown)]
    simulators.advance_clock(1500)
    said.append(_cancel(simulators, running["cancel_url"]))
    said.append(_cancel(simulators, waiting["cancel_url"]))
    assert said == [
        (200, {"status": "OK"}),
        (404, {"status": "NOT_FOUND"}),
        (202, {"status": "CANCELLATION_REQUESTED"}),
        (400, {"status": "ALREADY_COMPLETED"}),
    ]


def test_what_is_removed_from_the_queue_ends_as_cancelled(simulators: Simulators) -> None:
    simulators.configure(queue_seconds=1000)
    job = submit(simulators).json
    _cancel(simulators, job["cancel_url"])
    status = ask(job["status_url"], headers=keyed(simulators)).json
    assert (status["status"], status["error_type"]) == ("COMPLETED", "client_cancelled")
    assert ask(job["response_url"], headers=keyed(simulators)).status == 499


@pytest.mark.parametrize(
    ("key", "status", "told"),
    [
        ("nobody:secret", 401, "No user found"),
        ("without-a-colon", 401, "Invalid Key"),
        ("simulated-locked:any", 403, "User is locked"),
    ],
)
def test_a_key_that_is_no_good_accepts_nothing(
    simulators: Simulators, key: str, status: int, told: str
) -> None:
    refused = submit(simulators, key=key)
    assert (refused.status, refused.json["detail"].startswith(told)) == (status, True)
    assert simulators.ledger()["accepted"] == 0


def test_results_are_kept_for_an_hour_or_with_their_payloads_for_thirty_days(simulators: Simulators) -> None:
    kept = submit(simulators).json["response_url"]
    let_go = submit(simulators, headers={"X-Fal-Store-IO": "0"}).json["response_url"]
    simulators.advance_clock(3601)
    said = [ask(address, headers=keyed(simulators)).status for address in (kept, let_go)]
    simulators.advance_clock(30 * 24 * 3600)
    assert [*said, ask(kept, headers=keyed(simulators)).status] == [200, 404, 404]


def test_an_unsafe_picture_comes_black_and_is_named_so(simulators: Simulators) -> None:
    done = result(simulators, prompt="(nsfw)", output_format="png").json
    picture = Image.open(io.BytesIO(ask(done["images"][0]["url"]).body), formats=["PNG"])
    assert done["has_nsfw_concepts"] == [True]
    assert picture.getextrema() == ((0, 0), (0, 0), (0, 0))


def test_a_job_that_does_not_start_in_time_says_whose_wish_that_was(simulators: Simulators) -> None:
    simulators.configure(queue_seconds=5)
    job = submit(simulators, headers={"X-Fal-Request-Timeout": "2"}).json
    simulators.advance_clock(3)
    done = ask(job["response_url"], headers=keyed(simulators))
    assert (done.status, done.headers["x-fal-request-timeout-type"]) == (504, "user")


def test_every_answer_carries_a_request_id(simulators: Simulators) -> None:
    job = submit(simulators)
    unknown = ask(job.json["status_url"].replace(job.json["request_id"], "0000"), headers=keyed(simulators))
    assert job.headers["x-fal-request-id"] == job.json["request_id"]
    assert unknown.headers["x-fal-request-id"]


def test_the_stream_of_a_status_ends_with_the_job(simulators: Simulators) -> None:
    simulators.configure(job_seconds=0.3)
    told = ask(submit(simulators).json["status_url"] + "/stream?logs=1", headers=keyed(simulators))
    assert told.headers["content-type"] == "text/event-stream"
    assert told.body.startswith(b'data: {"status": "IN_PROGRESS"')
    assert b'data: {"status": "COMPLETED"' in told.body.split(b"\n\n")[-2]


def test_the_ledger_counts_equal_inputs_that_were_accepted_twice(simulators: Simulators) -> None:
    submit(simulators, seed=1)
    submit(simulators, seed=2)
    submit(simulators, seed=1)
    ledger = simulators.ledger()
    twins = [job["request_id"] for job in ledger["jobs"] if job["input"]["seed"] == 1]
    assert ledger["accepted"] == 3
    assert [each["request_ids"] for each in ledger["accepted_twice"]] == [twins]


def _cancel(simulators: Simulators, address: str) -> tuple[int, object]:
    answer = ask(address, method="PUT", headers=keyed(simulators))
    return answer.status, answer.json
