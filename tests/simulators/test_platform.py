from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from simulators.running import Simulators
from tests.simulators.talking import Answer, ask, keyed, result, submit

SCHNELL = "fal-ai/flux/schnell"


def test_what_was_made_is_billed_by_units_and_list_price(simulators: Simulators) -> None:
    done = result(simulators, num_images=2, image_size="landscape_4_3")
    events = _get(simulators, f"/v1/models/billing-events?request_id={done.headers['x-fal-request-id']}")
    event = events.json["billing_events"][0]
    assert done.headers["x-fal-billable-units"] == "2"
    assert (event["output_units"], event["unit_price"], event["cost_total"]) == (2, 0.003, 0.006)
    assert event["cost_estimate_nano_usd"] == 6_000_000


def test_nothing_is_billed_for_what_failed(simulators: Simulators) -> None:
    failed = result(simulators, prompt="(fail)")
    assert "x-fal-billable-units" not in failed.headers
    assert _get(simulators, "/v1/models/billing-events").json["billing_events"] == []


def test_the_balance_sinks_by_what_was_made(simulators: Simulators) -> None:
    simulators.configure(credit=1)
    result(simulators)
    account = _get(simulators, "/v1/account/billing?expand=credits").json
    assert account["credits"] == {"current_balance": 0.997, "currency": "USD"}


def test_prices_are_listed_for_the_models_that_are_named(simulators: Simulators) -> None:
    query = f"endpoint_id={quote(SCHNELL, safe='')}&endpoint_id=fal-ai/veo3.1"
    prices = _get(simulators, f"/v1/models/pricing?{query}").json["prices"]
    assert {each["endpoint_id"]: each["unit"] for each in prices} == {
        SCHNELL: "megapixel",
        "fal-ai/veo3.1": "second",
    }


def test_an_estimate_multiplies_and_does_not_look_at_inputs(simulators: Simulators) -> None:
    asked = {"estimate_type": "unit_price", "endpoints": {"fal-ai/flux/dev": {"unit_quantity": 50}}}
    address = simulators.environment["ARTFACTORY_FAL_API_URL"] + "/v1/models/pricing/estimate"
    said = ask(address, method="POST", body=asked, headers=keyed(simulators)).json
    assert said == {"estimate_type": "unit_price", "total_cost": 1.25, "currency": "USD"}


def test_the_catalogue_comes_in_pages(simulators: Simulators) -> None:
    found, cursor = [], ""
    for _ in range(20):
        answer = _get(simulators, f"/v1/models?limit=4{cursor}").json
        found += [each["endpoint_id"] for each in answer["models"]]
        if not answer["has_more"]:
            break
        cursor = f"&cursor={quote(answer['next_cursor'])}"
    assert len(found) == len(set(found)) == 11


def test_each_model_has_an_openapi_document(simulators: Simulators) -> None:
    base = simulators.environment["ARTFACTORY_FAL_SCHEMA_URL"]
    document = ask(f"{base}/api/openapi/queue/openapi.json?endpoint_id={SCHNELL}").json
    body = document["paths"][f"/{SCHNELL}"]["post"]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    asked = document["components"]["schemas"][name]
    assert document["info"]["x-fal-metadata"]["endpointId"] == SCHNELL
    assert (asked["required"], asked["properties"]["seed"]["type"]) == (["prompt"], "integer")


def test_the_history_lags_behind_as_it_was_told(simulators: Simulators) -> None:
    simulators.configure(history_lag=(20, 30), job_seconds=0)
    for seed in range(20):
        submit(simulators, seed=seed)
    listed = [len(_history(simulators))]
    for seconds in (19, 6, 6):
        simulators.advance_clock(seconds)
        listed.append(len(_history(simulators)))
    assert (listed[0], listed[1], listed[3]) == (0, 0, 20)
    assert 0 < listed[2] < 20


def test_the_history_tells_what_was_sent_and_when(simulators: Simulators) -> None:
    job = submit(simulators, seed=2**60).json
    item = _history(simulators)[0]
    age = datetime.now(UTC).timestamp() - datetime.fromisoformat(item["sent_at"]).timestamp()
    assert (item["request_id"], item["json_input"]) == (job["request_id"], {"prompt": "a fox", "seed": 2**60})
    assert item["json_output"]["seed"] == 2**60
    assert abs(age) < 3600 * 24 * 365


def test_the_history_knows_an_input_only_where_payloads_are_kept(simulators: Simulators) -> None:
    submit(simulators, headers={"X-Fal-Store-IO": "0"})
    assert _history(simulators)[0]["json_input"] is None
    assert "json_input" not in _history(simulators, more="")[0]


def test_the_history_is_of_one_endpoint_and_comes_in_pages(simulators: Simulators) -> None:
    jobs = [submit(simulators, seed=seed).json["request_id"] for seed in range(5)]
    submit(simulators, model="/fal-ai/flux/dev")
    first = _get(simulators, _listing("&limit=3")).json
    second = _get(simulators, _listing(f"&limit=3&cursor={quote(first['next_cursor'])}")).json
    found = [item["request_id"] for page in (first, second) for item in page["items"]]
    assert (found, second["has_more"]) == (jobs[::-1], False)


def test_the_history_has_a_start_and_an_end(simulators: Simulators) -> None:
    submit(simulators)
    assert _history(simulators, more="&end=2020-01-01T00:00:00Z&start=2019-01-01T00:00:00Z") == []
    assert _get(simulators, _listing("&start=nonsense")).status == 422


@pytest.mark.parametrize("path", ["/v1/models/pricing?endpoint_id=a/b", "/v1/account/billing"])
def test_the_platform_words_its_refusals_in_its_own_way(simulators: Simulators, path: str) -> None:
    address = simulators.environment["ARTFACTORY_FAL_API_URL"] + path
    refused = ask(address, headers=keyed(simulators, key="nobody:secret"))
    assert (refused.status, refused.json["error"]["type"]) == (401, "authorization_error")


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("history", "/v1/models/requests/by-endpoint"),
        ("pricing", "/v1/models/pricing"),
        ("billing", "/v1/account/billing"),
    ],
)
def test_a_fault_hits_the_part_that_it_names(simulators: Simulators, where: str, path: str) -> None:
    simulators.put_faults([{"where": where, "what": "throttle", "retry_after": 3}])
    refused = _get(simulators, path)
    assert (refused.status, refused.headers["retry-after"]) == (429, "3")
    assert refused.json["error"]["type"] == "rate_limited"
    assert submit(simulators).status == 200


def _get(simulators: Simulators, path: str) -> Answer:
    return ask(simulators.environment["ARTFACTORY_FAL_API_URL"] + path, headers=keyed(simulators))


def _listing(more: str) -> str:
    return f"/v1/models/requests/by-endpoint?endpoint_id={SCHNELL}{more}"


def _history(simulators: Simulators, *, more: str = "&expand=payloads") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = _get(simulators, _listing(more)).json["items"]
    return items
