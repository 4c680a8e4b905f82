"""The children that decode: limited, replaced when they die, gone when we are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.samples.bombs import largest_of_sixteen_bits
from tests.samples.pictures import noisy_png, png

from artfactory.media.decoding.decoders import Closed, Decoders
from artfactory.media.decoding.facts import Facts, Undecodable
from artfactory.media.decoding.worker import Worker

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc and RLIMIT_AS are Linux's.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fox.png").write_bytes(png())
    return tmp_path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that keeps a child busy for a while."""
    path = tmp_path_factory.mktemp("large") / "large.png"
    path.write_bytes(noisy_png(2500))
    return path


@pytest.fixture
def worker(folder: Path) -> Iterator[Worker]:
    worker = Worker(folder)
    yield worker
    worker.close()


@pytest.fixture
def alone(folder: Path) -> Iterator[Decoders]:
    decoders = Decoders(folder=folder)
    yield decoders
    decoders.close()


def children() -> set[int]:
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    others = [task.read_text().split() for task in Path(f"/proc/{os.getpid()}/task").glob("*/children")]
    return {int(pid) for pid in [*found, *(pid for pids in others for pid in pids)]}


def ends_within(seconds: float, pid: int) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if pid not in children():
            return True
        time.sleep(0.02)
    return False


@ON_LINUX
def test_a_child_sees_no_environment_and_no_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAL_KEY", "a-sentinel-that-must-not-travel")
    worker = Worker(folder)
    try:
        worker.ask(folder / "fox.png", media_type="image/png", seconds=10)
        assert Path(f"/proc/{worker.pid}/environ").read_bytes() == b""
        assert b"sentinel" not in Path(f"/proc/{worker.pid}/cmdline").read_bytes()
        assert Path(f"/proc/{worker.pid}/cwd").resolve() == folder.resolve()
    finally:
        worker.close()


@ON_LINUX
def test_a_child_is_limited_by_the_kernel(worker: Worker, folder: Path) -> None:
    worker.ask(folder / "fox.png", media_type="image/png", seconds=10)
    lines = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
    soft = {line[:25].strip(): line[26:47].strip() for line in lines}
    assert soft["Max address space"] == str(1536 * 1024 * 1024)
    assert soft["Max file size"] == "0"
    assert soft["Max core file size"] == "0"
    assert soft["Max open files"] == "64"
    assert int(soft["Max cpu time"]) <= 21


@ON_LINUX
def test_a_child_never_loads_django(worker: Worker, folder: Path) -> None:
    worker.ask(folder / "fox.png", media_type="image/png", seconds=10)
    code = "import sys, artfactory.media.decoding.child, artfactory.media.decoding.streams;"
    code += "sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(folder: Path, large: Path) -> None:
    decoders = Decoders(folder=folder, seconds=0.01)
    try:
        slow = decoders.decode(large, media_type="image/png")
        assert slow == Undecodable("too_slow")
    finally:
        decoders.close()
    patient = Decoders(folder=folder)
    try:
        assert isinstance(patient.decode(large, media_type="image/png"), Facts)
    finally:
        patient.close()


@ON_LINUX
def test_a_file_that_uses_the_processor_up_is_given_up(alone: Decoders, folder: Path) -> None:
    """The kernel ends the child then, by this very signal."""
    before = children()
    alone.decode(folder / "fox.png", media_type="image/png")
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)
    task = alone.threads.submit(alone.decode, folder / "fox.png", media_type="image/png")
    time.sleep(0.2)
    os.kill(child, signal.SIGXCPU)
    os.kill(child, signal.SIGCONT)
    assert task.result(timeout=10) == Undecodable("too_slow")


@ON_LINUX
def test_a_killed_child_costs_no_file(alone: Decoders, folder: Path) -> None:
    before = children()
    alone.decode(folder / "fox.png", media_type="image/png")
    (child,) = children() - before
    os.kill(child, signal.SIGKILL)
    assert isinstance(alone.decode(folder / "fox.png", media_type="image/png"), Facts)


@ON_LINUX
def test_a_child_killed_over_a_file_is_replaced_and_the_file_is_read(
    alone: Decoders, folder: Path, large: Path
) -> None:
    before = children()
    alone.decode(folder / "fox.png", media_type="image/png")
    (child,) = children() - before
    killer = threading.Timer(0.05, os.kill, [child, signal.SIGKILL])
    killer.start()
    answer = alone.decode(large, media_type="image/png")
    killer.join()
    assert isinstance(answer, Facts)
    assert isinstance(alone.decode(folder / "fox.png", media_type="image/png"), Facts)


@ON_LINUX
def test_children_leave_when_they_are_let_go(folder: Path) -> None:
    before = children()
    decoders = Decoders(folder=folder)
    decoders.decode(folder / "fox.png", media_type="image/png")
    (child,) = children() - before
    decoders.close()
    assert ends_within(3, child)


@ON_LINUX
def test_children_leave_when_their_parent_is_killed(folder: Path) -> None:
    """Nothing tells them but the end of their input."""
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from artfactory.media.decoding.worker import Worker\n"
        "worker = Worker(Path(sys.argv[1]))\n"
        "worker.ask(Path(sys.argv[1], 'fox.png'), media_type='image/png', seconds=20)\n"
        "print(worker.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, check=False)
    child = Path(f"/proc/{int(done.stdout)}/cmdline")
    until = time.monotonic() + 5
    while time.monotonic() < until and child.exists() and child.read_bytes():
        time.sleep(0.02)
    assert not child.exists() or not child.read_bytes()


@ON_LINUX
def test_leaving_waits_for_no_file(folder: Path) -> None:
    """Whoever is at a file while we leave learns nothing about it, rather than something wrong."""
    before = children()
    decoders = Decoders(folder=folder)
    decoders.decode(folder / "fox.png", media_type="image/png")
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)  # it hangs
    task = decoders.threads.submit(decoders.decode, folder / "fox.png", media_type="image/png")
    time.sleep(0.2)
    started = time.monotonic()
    decoders.close()
    assert time.monotonic() - started < 4
    with pytest.raises(Closed):
        task.result(timeout=1)


@ON_LINUX
def test_a_child_is_replaced_after_so_many_files(folder: Path) -> None:
    before = children()
    seen: list[int] = []
    decoders = Decoders(folder=folder, files_each=2)
    for _ in range(6):
        assert isinstance(decoders.decode(folder / "fox.png", media_type="image/png"), Facts)
        seen += children() - before
    decoders.close()
    assert len(seen) == 6 and len(set(seen)) == 3


@ON_LINUX
def test_a_child_gives_back_what_a_large_picture_took(alone: Decoders, tmp_path: Path) -> None:
    before = children()
    path = tmp_path / "largest.png"
    path.write_bytes(largest_of_sixteen_bits())
    assert isinstance(alone.decode(path, media_type="image/png"), Facts)
    (child,) = children() - before
    assert memory(child, "VmHWM") > 300 * 1024**2
    assert memory(child, "VmRSS") < 100 * 1024**2


def memory(pid: int, name: str) -> int:
    """Bytes: VmRSS is what it has in memory now, VmHWM the most it ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def test_a_child_that_cannot_be_started_costs_the_preview_alone(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    decoders = Decoders(folder=tmp_path / "a file" / "below it")
    assert decoders.decode(tmp_path / "fox.png", media_type="image/png") == Undecodable("crashed")
    decoders.close()


def test_many_threads_share_the_children(folder: Path) -> None:
    decoders = Decoders(folder=folder, count=2)
    try:
        tasks = [
            decoders.threads.submit(decoders.decode, folder / "fox.png", media_type="image/png")
            for _ in range(40)
        ]
        assert all(isinstance(task.result(timeout=20), Facts) for task in tasks)
    finally:
        decoders.close()
