"""The description of the API is true: a fuzzer reads it and believes every word."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from simulators.running import Simulators
from tests.api.conftest import Make, Program
from tests.api.served import serving
from tests.cast import Place

from artfactory.api.openapi import document
from artfactory.api.urls import urlpatterns
from artfactory.web.tokens import token

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
UNDESCRIBED = {"openapi", "api-root"}


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_anybody_may_read_the_description(stranger: Program) -> None:
    described = stranger.get("/openapi.json")
    assert described.status == 200
    assert described.body["openapi"].startswith("3.1")
    assert described.body["components"]["securitySchemes"].keys() == {"token", "session"}


def test_every_address_is_described() -> None:
    described = {operation["operationId"] for _path, _method, operation in _operations()}
    assert {pattern.name for pattern in urlpatterns} - UNDESCRIBED == described


def test_every_operation_names_what_it_can_answer() -> None:
    for path, method, operation in _operations():
        expected = {"400", "403", "405"} if path.endswith("/health") else {"400", "401", "403", "405", "503"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"415"} if method != "get" else set()
        expected |= {"413", "422"} if "requestBody" in operation else set()
        assert expected <= operation["responses"].keys(), (method, path)


def test_every_error_is_described_as_a_problem() -> None:
    for _path, _method, operation in _operations():
        for status, response in operation["responses"].items():
            if status >= "4":
                assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.either_database
@pytest.mark.timeout(300)
def test_a_fuzzer_finds_no_answer_that_was_not_promised(port: int) -> None:
    _fuzz(port, "--phases=examples,coverage,fuzzing", "--max-examples=1")


@pytest.mark.soak
def test_a_fuzzer_with_patience_finds_none_either(port: int) -> None:
    _fuzz(port, "--phases=examples,coverage,fuzzing,stateful", "--max-time=900")


@pytest.fixture
def port(transactional_db: None, site: Simulators, place: Place, make: Make) -> Iterator[int]:
    make(generation=place(copies=2).generations.first())
    with serving() as port:
        yield port


def _fuzz(port: int, *words: str) -> None:
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{port}/api/v1/openapi.json"),
        *("--header", f"Authorization: Bearer {token()}", "--checks", CHECKS, "--request-timeout=20"),
        *("--exclude-path", "/api/v1/events", "--no-color", "--warnings=off"),
        # How many draws it throws away says nothing of our answers.
        *("--suppress-health-check=filter_too_much", *words),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
