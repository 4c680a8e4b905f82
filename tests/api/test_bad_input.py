"""Whatever is sent, the answer is a problem with a code, and never a 500."""

from __future__ import annotations

import base64
import json

import pytest
from django.db import connection
from tests.api.conftest import Program
from tests.cast import Place

from artfactory.orders.models import Order

pytestmark = pytest.mark.usefixtures("ink")
IDS = ["0", "-1", "fox", "1.5", "9" * 19, "9" * 40, "%00", "%F0%9F%A6%8A", "١", "1%20", "1%0A", "null"]
RESOURCES = ["/orders", "/generations", "/products", "/projects", "/lookups"]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("key", IDS)
def test_an_id_that_is_none_of_ours_is_not_found(program: Program, resource: str, key: str) -> None:
    assert program.get(f"{resource}/{key}").codes == ["not_found"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b'{"prompt": "\xff"}', 400, "bad_json"),
        (b'{"copies": NaN}', 400, "bad_json"),
        (b'{"copies": ' + b"9" * 5000 + b"}", 400, "bad_json"),
        (b"[" * 100_000, 400, "bad_json"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, 422, "too_much"),
        (b"[" + b"1," * 60_000 + b"1]", 422, "too_much"),
        (b'{"parameters": {"steps": 1e999}}', 422, "number_out_of_range"),
        (b'{"parameters": {"steps": 18446744073709551616}}', 422, "number_out_of_range"),
        (b'{"prompt": "\\u0000"}', 422, "bad_text"),
        (b'{"prompt": "\\ud800"}', 422, "bad_text"),
        (b'{"parameters": {"a\\u0000": 1}}', 422, "bad_text"),
        (b'{"parameters": {"a": ["b", {"c": "\\udfff"}]}}', 422, "bad_text"),
        (b"null", 422, ""),
        (b"[]", 422, ""),
        (b'"fox"', 422, ""),
        (b"", 422, "missing"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_what_is_wrong(
    program: Program, body: bytes, status: int, code: str
) -> None:
    for path in ("/orders", "/quotes"):
        refused = program.post(path, body)
        assert refused.status == status
        assert refused.codes and code in refused.codes[0]
    assert not Order.objects.exists()


def test_a_body_that_is_too_large_is_refused(program: Program) -> None:
    assert program.post("/orders", b'"' + b"x" * 9_000_000 + b'"').codes == ["too_large"]


def test_a_prompt_of_a_megabyte_is_refused_with_its_place(program: Program) -> None:
    refused = program.post("/orders", {"models": ["studio:ink"], "prompt": "fox " * 262_144})
    assert refused.codes == ["E_TOO_LONG"]
    assert len(refused.raw) < 1000


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "greater_than_equal"),
        ("limit=501", "less_than_equal"),
        ("limit=many", "int_parsing"),
        ("limit=" + "9" * 5000, "int_parsing_size"),
        ("limit=", "int_parsing"),
        ("cursor=%00", "bad_text"),
        ("%00=1", "bad_text"),
        ("lmit=5", "unknown_filter"),
        ("cursor=fox", "bad_cursor"),
        ("cursor=%FF%FE", "bad_cursor"),
        ("cursor=" + "x" * 1001, "string_too_long"),
    ],
)
@pytest.mark.parametrize("resource", [*RESOURCES, "/models", "/providers"])
def test_a_query_that_is_not_understood_is_refused(
    program: Program, resource: str, query: str, code: str
) -> None:
    refused = program.get(f"{resource}?{query}")
    assert (refused.status, refused.codes) == (422, [code])


@pytest.mark.parametrize(
    "key", [[2**63], [-(2**63) - 1], ["7"], [True], [1.5], [None], [], [1, 2], [[1]], {"a": 1}]
)
def test_a_forged_cursor_is_refused(program: Program, key: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([["-pk"], key]).encode()).decode()
    assert program.get(f"/orders?cursor={cursor}").codes == ["bad_cursor"]


def test_a_cursor_of_another_list_is_refused(program: Program, place: Place) -> None:
    place(), place()
    cursor = program.get("/orders?limit=1").body["next_cursor"]
    assert program.get(f"/orders?cursor={cursor}").status == 200
    assert program.get(f"/products?cursor={cursor}").codes == ["bad_cursor"]


@pytest.mark.parametrize(
    "path", ["/orders/", "/nothing", "/", "/products/1/nothing", "/generations/1/nothing"]
)
def test_an_address_that_does_not_exist_is_not_found(program: Program, path: str) -> None:
    assert program.get(path).codes == ["not_found"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/orders", "GET, POST"),
        ("GET", "/quotes", "POST"),
        ("POST", "/products/1", "GET, PATCH"),
        ("POST", "/models/workshop:painter/favorite", "DELETE, GET, PUT"),
        ("POST", "/openapi.json", "GET"),
        ("PUT", "/events", "GET"),
        ("FOX", "/health", "GET"),
    ],
)
def test_a_method_that_an_address_does_not_know_is_told_those_it_knows(
    program: Program, method: str, path: str, allowed: str
) -> None:
    refused = program.ask(method, path)
    assert (refused.status, refused.codes) == (405, ["method_not_allowed"])
    assert refused.headers["Allow"] == allowed


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this way to close a database is SQLite’s")
def test_a_library_that_cannot_be_written_says_so_and_keeps_what_there_is(program: Program) -> None:
    fox = {"models": ["studio:ink"], "prompt": "a fox"}
    _write(allowed=False)
    refused = program.post("/orders", fox)
    _write(allowed=True)
    assert (refused.status, refused.codes) == (503, ["library_unavailable"])
    assert not Order.objects.exists()
    assert program.post("/orders", fox).status == 201


def _write(*, allowed: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA query_only = {'OFF' if allowed else 'ON'}")


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/quotes", [], "Say an object: names, each with its value."),
        (
            "/orders",
            {"models": ["studio:ink"], "max_cost": [{"amount": "-1", "currency": "USD"}]},
            "such as 4.00",
        ),
        (
            "/budgets",
            {"scope": "provider", "most": {"amount": "4.00", "currency": "USD"}},
            "Name the project or the provider",
        ),
        (
            "/quotes",
            {"models": ["studio:ink"], "prompt": "a fox", "parameters": {"steps": None}},
            "null – must be",
        ),
        (
            "/quotes",
            {"models": ["studio:ink"], "prompt": "a fox", "parameters": {"steps": True}},
            "true – must be",
        ),
    ],
)
def test_a_refusal_says_what_to_send_and_names_nothing_of_python(
    program: Program, path: str, body: object, words: str
) -> None:
    refused = program.post(path, body)
    assert refused.status == 422
    messages = [error["message"] for error in refused.body["errors"]]
    assert any(words in message for message in messages), messages
    assert all(message.endswith((".", "!", "?")) for message in messages), messages
    assert not any(word in message for message in messages for word in ("instance of", "Value error", "None"))


def test_all_that_is_wrong_with_values_is_told_beside_the_copies(program: Program) -> None:
    wish = {"models": ["studio:ink"], "prompt": "a fox", "copies": 5000, "parameters": {"steps": 99}}
    refused = program.post("/quotes", wish)
    assert [error["loc"] for error in refused.body["errors"]] == [["copies"], ["parameters", "steps"]]
