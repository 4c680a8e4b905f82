"""Replicate's own Python client goes through the whole of it, so the simulator speaks as Replicate does."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from simulators.running import Simulators
from tests.simulators.talking import Answer, ask

if sys.version_info >= (3, 14):
    pytest.skip("It cannot be imported by this Python.", allow_module_level=True)

replicate = pytest.importorskip("replicate", reason="Replicate's own client is not installed.")
FLUX, SDXL = "black-forest-labs/flux-schnell", "stability-ai/sdxl"


def client_of(simulators: Simulators, *, key: str = "") -> Any:
    address = simulators.environment["ARTFACTORY_REPLICATE_URL"]
    return replicate.Client(api_token=key or simulators.environment["REPLICATE_API_TOKEN"], base_url=address)


@pytest.fixture
def client(simulators: Simulators) -> Iterator[Any]:
    client = client_of(simulators)
    yield client
    client._client.close()


def asked(
    simulators: Simulators, path: str, *, method: str = "GET", body: Any = None, **headers: str
) -> Answer:
    key = {"Authorization": f"Bearer {simulators.environment['REPLICATE_API_TOKEN']}"}
    address = simulators.environment["ARTFACTORY_REPLICATE_URL"] + path
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(address, method=method, body=body, headers={**key, **named})


def test_it_creates_follows_and_gets_the_result(simulators: Simulators, client: Any) -> None:
    simulators.configure(queue_seconds=0.1, job_seconds=0.1)
    made = client.models.predictions.create(model=FLUX, input={"prompt": "a fox", "num_outputs": 2})
    assert (made.status, made.version) == ("starting", "hidden")
    client.poll_interval = 0.02
    made.wait()
    assert (made.status, len(made.output), made.input["num_outputs"]) == ("succeeded", 2, 2)
    picture = httpx.get(made.output[0])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert client.predictions.get(made.id).metrics["predict_time"] == pytest.approx(0.1, abs=0.01)


def test_it_asks_for_versions_and_deployments(client: Any) -> None:
    version = client.models.get(SDXL).latest_version
    assert version.openapi_schema["components"]["schemas"]["scheduler"]["enum"]
    by_version = client.predictions.create(version=version.id, input={"prompt": "a fox"})
    deployed = client.deployments.predictions.create("acme/foxes", input={"prompt": "a fox"})
    assert (by_version.version, deployed.version) == (version.id, "hidden")


def test_it_runs_and_streams(client: Any) -> None:
    made = client.run(FLUX, input={"prompt": "a fox"}, wait=False, use_file_output=False)
    assert [httpx.get(address).status_code for address in made] == [200]
    events = [str(event.event) for event in client.stream(FLUX, input={"prompt": "a fox"})]
    assert [event.rpartition(".")[2].lower() for event in events] == ["logs", "output", "done"]


def test_whoever_waits_gets_files_within_an_answer_that_is_not_over(client: Any) -> None:
    made = client.predictions.create(version=FLUX, input={"prompt": "a fox"}, wait=5)
    assert (made.status, made.output[0][:23]) == ("processing", "data:image/webp;base64,")
    made.reload()
    assert (made.status, made.output[0][:7]) == ("succeeded", "http://")


def test_it_cancels_and_what_is_over_stays_as_it_is(simulators: Simulators, client: Any) -> None:
    simulators.configure(job_seconds=100)
    made = client.models.predictions.create(model=FLUX, input={"prompt": "a fox"})
    made.cancel()
    assert client.predictions.get(made.id).status == "canceled"
    simulators.configure(job_seconds=0)
    over = client.models.predictions.create(model=FLUX, input={"prompt": "a fox"})
    assert client.predictions.cancel(over.id).status == "succeeded"


def test_it_lists_by_pages(client: Any) -> None:
    made = [client.models.predictions.create(model=FLUX, input={"prompt": str(n)}).id for n in range(101)]
    first = client.predictions.list()
    rest = client.predictions.list(first.next)
    assert [each.id for each in [*first, *rest]] == made[::-1]
    assert rest.next is None


@pytest.mark.parametrize(
    ("prompt", "error"),
    [("(block)", "(E005)"), ("(fail)", "(E1000)"), ("(nsfw)", "NSFW"), ("(nothing)", "No output")],
)
def test_it_understands_every_way_to_fail(client: Any, prompt: str, error: str) -> None:
    made = client.models.predictions.create(model=FLUX, input={"prompt": prompt})
    made.reload()
    assert (made.status, made.output, error in made.error) == ("failed", None, True)


@pytest.mark.parametrize(
    ("key", "status", "detail"),
    [("r8_nobody", 401, "valid authentication token"), ("r8_simulated_locked1", 402, "insufficient credit")],
)
def test_it_is_told_what_is_wrong_with_its_key(
    simulators: Simulators, key: str, status: int, detail: str
) -> None:
    client = client_of(simulators, key=key)
    with pytest.raises(replicate.exceptions.ReplicateError) as refused:
        client.models.predictions.create(model=FLUX, input={"prompt": "a fox"})
    client._client.close()
    assert (refused.value.status, detail in refused.value.detail) == (status, True)


@pytest.mark.parametrize(
    ("version", "given", "status", "title"),
    [
        ("0" * 64, {"prompt": "a fox"}, 422, "Invalid version or not permitted"),
        (SDXL, {"prompt": "a fox"}, 422, "Invalid version or not permitted"),
        (FLUX, {}, 422, "Input validation failed"),
        (FLUX, {"prompt": "a fox", "aspect_ratio": "7:1"}, 422, "Input validation failed"),
    ],
    ids=["no version", "not official", "no prompt", "no such ratio"],
)
def test_it_is_told_what_is_wrong_with_its_request(
    client: Any, version: str, given: dict[str, Any], status: int, title: str
) -> None:
    with pytest.raises(replicate.exceptions.ReplicateError) as refused:
        client.predictions.create(version=version, input=given)
    assert (refused.value.status, refused.value.title) == (status, title)


def test_it_sends_a_creation_whose_answer_was_lost_no_second_time(
    simulators: Simulators, client: Any
) -> None:
    simulators.put_faults([{"where": "submit", "what": "cut_after", "times": 1}])
    with pytest.raises(httpx.HTTPError):
        client.models.predictions.create(model=FLUX, input={"prompt": "a fox"})
    assert simulators.ledger()["accepted"] == 1


def test_it_lays_files_there_and_a_prediction_uses_them(simulators: Simulators, client: Any) -> None:
    file = client.files.create(io.BytesIO(b"picture"), filename="a.png", content_type="image/png")
    assert (file.size, file.etag) == (7, hashlib.md5(b"picture", usedforsecurity=False).hexdigest())
    given = {"prompt": "a fox", "image": file.urls["get"]}
    made = client.models.predictions.create(model="black-forest-labs/flux-dev", input=given)
    assert client.predictions.get(made.id).status == "succeeded"
    client.files.delete(file.id)
    assert [each.id for each in client.files.list()] == []


def test_it_finds_models_collections_and_hardware(simulators: Simulators, client: Any) -> None:
    assert {model.name for model in client.models.search("flux")} == {"flux-dev", "flux-schnell"}
    assert client.collections.get("simulated").models
    assert [each.sku for each in client.hardware.list()] == ["cpu", "gpu-t4"]
    assert client.accounts.current().username == "simulated"
    assert client.models.get(FLUX).default_example is None
    assert FLUX.partition("/")[2] in {model.name for model in client.models.list()}
    sdxl = client.models.get(SDXL)
    assert [each.id for each in sdxl.versions.list()] == [sdxl.latest_version.id]
    assert asked(simulators, f"/v1/models/{FLUX}/examples").json["results"] == []
    assert asked(simulators, f"/v1/models/{FLUX}/readme").body.startswith(b"# ")


async def test_its_asynchronous_half_gets_there_too(simulators: Simulators) -> None:
    client = client_of(simulators)
    made = await client.models.predictions.async_create(model=FLUX, input={"prompt": "a fox"})
    await made.async_wait()
    await client._async_client.aclose()
    assert made.status == "succeeded"


def test_every_answer_tells_the_pace_and_its_time(simulators: Simulators) -> None:
    body = {"input": {"prompt": "a fox"}}
    made = asked(simulators, f"/v1/models/{FLUX}/predictions", method="POST", body=body, Prefer="wait=1")
    assert (made.status, made.headers["ratelimit-remaining"], made.headers["ratelimit-reset"]) == (
        201,
        "599",
        "1",
    )
    assert made.headers["preference-applied"] == "wait=1"
    assert "location" not in made.headers
    assert asked(simulators, "/v1/account").headers["ratelimit-remaining"] == "2999"


@pytest.mark.parametrize(
    ("when", "state"), [({"queue_seconds": 100}, "aborted"), ({"job_seconds": 100}, "canceled")]
)
def test_a_deadline_ends_what_waits_and_what_runs(
    simulators: Simulators, when: dict[str, float], state: str
) -> None:
    simulators.configure(**when)
    body = {"input": {"prompt": "a fox"}}
    made = asked(simulators, f"/v1/models/{FLUX}/predictions", method="POST", body=body, Cancel_After="5s")
    assert made.json["deadline"]
    simulators.advance_clock(6)
    assert asked(simulators, f"/v1/predictions/{made.json['id']}").json["status"] == state


def test_after_an_hour_inputs_and_outputs_are_gone(simulators: Simulators) -> None:
    body = {"input": {"prompt": "a fox"}}
    made = asked(simulators, f"/v1/models/{FLUX}/predictions", method="POST", body=body).json
    before = asked(simulators, f"/v1/predictions/{made['id']}").json
    simulators.advance_clock(3601)
    after = asked(simulators, f"/v1/predictions/{made['id']}").json
    assert (after["status"], after["data_removed"], after["output"], after["input"]) == (
        "succeeded",
        True,
        None,
        {},
    )
    assert ask(before["output"][0]).status == 404


def test_an_unknown_word_beside_the_input_is_refused(simulators: Simulators) -> None:
    body = {"inptu": {}, "input": {"prompt": "a fox"}}
    refused = asked(simulators, f"/v1/models/{FLUX}/predictions", method="POST", body=body)
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert refused.json["invalid_fields"][0]["description"] == "Additional property inptu is not allowed"


async def test_word_of_its_end_is_signed_so_that_its_own_client_believes_it(simulators: Simulators) -> None:
    heard: asyncio.Queue[tuple[dict[str, str], str]] = asyncio.Queue()

    async def hear(request: web.Request) -> web.Response:
        told = {name.lower(): value for name, value in request.headers.items()}
        heard.put_nowait((told, await request.text()))
        return web.Response()

    application = web.Application()
    application.router.add_post("/heard", hear)
    async with TestServer(application) as server:
        body = {"input": {"prompt": "a fox"}, "webhook": str(server.make_url("/heard"))}
        path = f"/v1/models/{FLUX}/predictions"
        await asyncio.to_thread(asked, simulators, path, method="POST", body=body)
        headers, text = await asyncio.wait_for(heard.get(), 20)
    client = client_of(simulators)
    secret = await asyncio.to_thread(client.webhooks.default.secret)
    client._client.close()
    replicate.webhook.Webhooks.validate(headers=headers, body=text, secret=secret)
    with pytest.raises(replicate.webhook.WebhookValidationError):
        replicate.webhook.Webhooks.validate(headers=headers, body=text + " ", secret=secret)
    assert json.loads(text)["status"] == "succeeded"
