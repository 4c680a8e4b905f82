from __future__ import annotations

import json
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from artfactory.config.environment import read_environment

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    with _run("--until-eof") as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_one_line_and_ends_when_it_is_told_to(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    environment = _line(process)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert environment["FAL_KEY"].startswith("simulated-")
    assert (rest, process.returncode) == ("", 0)


def test_it_ends_with_whoever_started_it(process: subprocess.Popen[str]) -> None:
    _line(process)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE) == 0


def test_it_ends_while_somebody_still_takes_what_never_ends(process: subprocess.Popen[str]) -> None:
    host, _, port = _line(process)["ARTFACTORY_TRUSTED_HOSTS"].split(",")[0].partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: media\r\n\r\n")
        assert connection.recv(1024)
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_art_factory_understands_the_environment(process: subprocess.Popen[str], tmp_path: Path) -> None:
    printed = _line(process)
    understood = read_environment({**printed, "ARTFACTORY_HOME": str(tmp_path), "HOME": str(tmp_path)})
    assert understood.addresses == {setting: printed[setting] for setting in understood.addresses}
    assert printed["REPLICATE_API_TOKEN"].startswith("r8_simulated")
    assert understood.trusted_hosts == tuple(printed["ARTFACTORY_TRUSTED_HOSTS"].split(","))
    assert printed["ARTFACTORY_CIVITAI_URL"].removeprefix("http://") in understood.trusted_hosts


def test_a_command_is_run_in_its_environment_and_ends_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    words = (
        "import os, sys; open(sys.argv[1], 'w').write(os.environ['ARTFACTORY_CIVITAI_SITE_URL']); sys.exit(3)"
    )
    with _run("--", sys.executable, "-c", words, str(told)) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, len(printed.splitlines())) == (3, 1)
    assert told.read_text() == json.loads(printed)["ARTFACTORY_CIVITAI_SITE_URL"]


def test_the_first_port_can_be_named_and_one_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with _run("--port", str(taken.getsockname()[1])) as process:
            _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert told.startswith("simulators: ")
    assert len(told.splitlines()) == 1


def _run(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "simulators", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def _line(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    assert ready
    environment: dict[str, str] = json.loads(process.stdout.readline())
    return environment
