"""Whatever is killed, the rest goes on or leaves; nothing stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.cli.household import Household, Instance, line_of, lives, within

TINY = ("--model", "workshop:painter", "--prompt", "a fox", "--param", "width=64", "--param", "height=64")
RESTARTED = 30.0  # seconds; half a second of pause, then as long as the start takes on a busy machine


@pytest.fixture
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    instance = Household(tmp_path_factory.mktemp("household")).run()
    yield instance
    if instance.process.poll() is None:
        instance.stop()
    for pipe in (instance.process.stdout, instance.process.stderr):
        if pipe:
            pipe.close()


@pytest.mark.parametrize("half", ["web", "worker"])
def test_a_killed_half_is_started_again(instance: Instance, half: str) -> None:
    killed = instance.child(half)
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert within(RESTARTED, lambda: instance.child(half) not in {None, killed})
    assert instance.get("/api/v1/health").status == 200
    assert instance.stop() == 0


def test_the_pages_keep_their_address_while_they_are_started_again(instance: Instance) -> None:
    web = instance.child("web")
    assert web
    os.kill(web, signal.SIGKILL)
    assert instance.get("/api/v1/health").status == 200  # the connection waits; it is never refused


def test_a_death_is_told_in_one_line(instance: Instance) -> None:
    worker = instance.child("worker")
    assert worker
    os.kill(worker, signal.SIGKILL)
    within(RESTARTED, lambda: instance.child("worker") not in {None, worker})
    instance.process.terminate()
    _out, told = instance.process.communicate(timeout=RESTARTED)
    assert told.count("\n") == 1
    assert "worker" in told and "SIGKILL" in told


def test_the_children_leave_when_the_supervisor_is_killed(instance: Instance) -> None:
    children = [instance.child("web"), instance.child("worker")]
    os.kill(instance.process.pid, signal.SIGKILL)
    assert within(5.0, lambda: not any(lives(pid) for pid in children if pid))


def test_a_killed_instance_can_be_started_again_at_once_on_its_port(instance: Instance) -> None:
    port = instance.address.rpartition(":")[2]
    os.kill(instance.process.pid, signal.SIGKILL)
    again = instance.household.run("--port", port)
    assert again.address == instance.address
    assert again.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_within_five_seconds_with_ten_streams_open(instance: Instance, number: int) -> None:
    token = instance.household.command("token").stdout.strip()
    children = [instance.child("web"), instance.child("worker")]
    with ExitStack() as streams:
        for _ in range(10):
            connection = streams.enter_context(closing(instance.connect()))
            connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"})
            stream = streams.enter_context(closing(connection.getresponse()))
            assert stream.read(5) == b"retry"
        began = time.monotonic()
        assert instance.stop(number) == 0
        assert time.monotonic() - began < 5.0
    assert not any(lives(pid) for pid in children if pid)


def test_a_second_worker_stands_by_and_takes_over(tmp_path: Path) -> None:
    household = Household(tmp_path)
    with ExitStack() as workers:
        first = _worker(household, workers)
        assert "produces for the library" in line_of(first)
        second = _worker(household, workers)
        assert "stands by" in line_of(second)
        os.kill(first.pid, signal.SIGKILL)
        assert "produces for the library" in line_of(second)
        done = household.command("order", *TINY, "--wait", "--json")
        assert json.loads(done.stdout)["status"] == "succeeded"
        second.terminate()
        assert second.wait(10.0) == 0


def _worker(household: Household, workers: ExitStack) -> subprocess.Popen[str]:
    worker = household.started("worker")
    workers.callback(worker.communicate, timeout=RESTARTED)
    workers.callback(worker.kill)
    return worker
