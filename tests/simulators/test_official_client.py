"""fal's own Python client goes through the whole of it, so the simulator speaks as fal does."""

from __future__ import annotations

import random
from collections.abc import Iterator

import fal_client
import fal_client.client
import httpx
import pytest
from fal_client.client import CDNTokenManager, MultipartUpload
from simulators.running import Simulators

MODEL = "fal-ai/flux/schnell"


class Tidy(fal_client.SyncClient):
    """It forgets to close what it uploads with."""

    def _get_cdn_client(self) -> httpx.Client:
        client = super()._get_cdn_client()
        self.__dict__.setdefault("uploading", []).append(client)
        return client


@pytest.fixture
def client(simulators: Simulators, monkeypatch: pytest.MonkeyPatch) -> Iterator[fal_client.SyncClient]:
    """It has no setting for its addresses, so they are changed where it keeps them."""
    media = f"http://{simulators.environment['ARTFACTORY_TRUSTED_HOSTS'].split(',')[0]}"
    queue = simulators.environment["ARTFACTORY_FAL_QUEUE_URL"]
    monkeypatch.setattr(fal_client.client, "QUEUE_URL_FORMAT", queue + "/")
    monkeypatch.setattr(fal_client.client, "REST_URL", simulators.environment["ARTFACTORY_FAL_REST_URL"])
    monkeypatch.setattr(fal_client.client, "CDN_URL", media)
    client = Tidy(key=simulators.environment["FAL_KEY"])
    yield client
    for each in (client._client, *client.__dict__.pop("uploading", ())):
        each.close()


def test_it_submits_follows_and_gets_the_result(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    simulators.configure(queue_seconds=0.2, job_seconds=0.3)
    handle = client.submit(MODEL, arguments={"prompt": "a fox", "seed": 2**60})
    seen = [type(event) for event in handle.iter_events(with_logs=True)]
    result = handle.get()
    assert seen[0] is fal_client.Queued
    assert seen[-1] is fal_client.Completed
    assert fal_client.InProgress in seen
    assert result["seed"] == 2**60


def test_it_goes_on_from_a_request_id_alone(client: fal_client.SyncClient) -> None:
    request_id = client.submit(MODEL, arguments={"prompt": "a fox"}).request_id
    assert isinstance(client.status(MODEL, request_id, with_logs=True), fal_client.Completed)
    assert client.result(MODEL, request_id)["has_nsfw_concepts"] == [False]


def test_it_cancels_what_waits_and_hears_that_the_rest_is_over(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    simulators.configure(queue_seconds=100)
    handle = client.submit(MODEL, arguments={"prompt": "a fox"})
    handle.cancel()
    with pytest.raises(fal_client.FalClientHTTPError) as refused:
        handle.cancel()
    assert (refused.value.status_code, "ALREADY_COMPLETED" in refused.value.message) == (400, True)


@pytest.mark.parametrize(
    ("prompt", "status", "kind"),
    [
        ("(block)", 422, "content_policy_violation"),
        ("(fail)", 500, "internal_server_error"),
        ("(nothing)", 422, "no_media_generated"),
        ("(infra)", 503, "runner_disconnected"),
    ],
)
def test_it_understands_every_way_to_fail(
    client: fal_client.SyncClient, prompt: str, status: int, kind: str
) -> None:
    with pytest.raises(fal_client.FalClientHTTPError) as failed:
        client.submit(MODEL, arguments={"prompt": prompt}).get()
    told = failed.value.error_type or str(failed.value.message)
    assert (failed.value.status_code, kind in told) == (status, True)


@pytest.mark.parametrize(
    ("key", "status", "message"),
    [("nobody:secret", 401, "No user found"), ("simulated-locked:any", 403, "User is locked")],
)
@pytest.mark.usefixtures("client")
def test_it_is_told_what_is_wrong_with_its_key(key: str, status: int, message: str) -> None:
    client = fal_client.SyncClient(key=key)
    with pytest.raises(fal_client.FalClientHTTPError) as refused:
        client.submit(MODEL, arguments={"prompt": "a fox"})
    client._client.close()
    assert (refused.value.status_code, message in refused.value.message) == (status, True)


def test_it_is_told_that_there_is_no_such_application(client: fal_client.SyncClient) -> None:
    with pytest.raises(fal_client.FalClientHTTPError) as refused:
        client.submit("fal-ai/no-such-model", arguments={})
    assert refused.value.status_code == 404


def test_it_repeats_a_submit_whose_answer_was_lost_and_the_ledger_tells(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    simulators.put_faults([{"where": "submit", "what": "cut_after", "times": 2}])
    client.submit(MODEL, arguments={"prompt": "a fox"})
    ledger = simulators.ledger()
    assert (ledger["accepted"], len(ledger["accepted_twice"][0]["request_ids"])) == (3, 3)


def test_it_gets_through_throttles_and_gateways(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    rules = [{"where": "submit", "what": what, "times": 1} for what in ("throttle", "html", "refuse")]
    simulators.put_faults(rules)
    client.submit(MODEL, arguments={"prompt": "a fox"})
    assert simulators.ledger()["accepted"] == 1


@pytest.mark.parametrize("repository", ["fal_v3", "fal"])
def test_it_uploads_in_both_ways(
    client: fal_client.SyncClient, repository: fal_client.client.UploadRepositoryId
) -> None:
    address = client.upload(b"picture", "image/png", "a.png", repository=repository, fallback_repository=[])
    answer = httpx.get(address)
    assert (answer.content, answer.headers["content-type"]) == (b"picture", "image/png")


def test_it_uploads_in_parts(client: fal_client.SyncClient) -> None:
    data = random.Random(0).randbytes(25_000)
    with httpx.Client() as cdn:
        address = MultipartUpload.save(
            client=cdn,
            token_manager=CDNTokenManager(client._auth),
            file_name="a.bin",
            data=data,
            chunk_size=10_000,
        )
    assert httpx.get(address).content == data


def test_an_upload_is_gone_after_an_hour_and_a_job_that_names_it_fails(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    image = client.upload(b"picture", "image/png", "a.png")
    asked = {"prompt": "a fox", "image_url": image}
    good = client.submit("fal-ai/flux/dev/image-to-image", arguments=asked).get()
    simulators.advance_clock(3601)
    late = client.submit("fal-ai/flux/dev/image-to-image", arguments=asked)
    with pytest.raises(fal_client.FalClientHTTPError) as failed:
        late.get()
    assert len(good["images"]) == 1
    assert "file_download_error" in str(failed.value.message)
    assert httpx.get(image).status_code == 404


async def test_its_asynchronous_half_gets_there_too(
    simulators: Simulators, client: fal_client.SyncClient
) -> None:
    simulators.configure(job_seconds=0.1)
    asynchronous = fal_client.AsyncClient(key=simulators.environment["FAL_KEY"])
    result = await asynchronous.subscribe(MODEL, arguments={"prompt": "a fox"}, with_logs=True)
    await (await asynchronous._client).aclose()
    assert result["prompt"] == "a fox"
