"""The second door: the wheel alone, in an environment that knows nothing of this folder."""

from __future__ import annotations

import json
import os
import re
import signal
import site
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"Art Factory is ready at (http://127\.0\.0\.1:\d+)(/enter/\S+)")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(words, check=True, capture_output=True)
    return next(folder.glob("artfactory-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, and beside it the libraries of this environment: no network is needed."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--quiet"]
    options = ["--no-index", "--no-deps", "--ignore-installed", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *options, str(wheel)], check=True)
    return folder


@pytest.fixture
def running(environment: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`artfactory run` of a person who has nothing yet but a home."""
    process = subprocess.Popen(
        [environment / "bin" / "artfactory", "run", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)


def test_the_wheel_carries_every_file_of_the_package(wheel):
    package = ROOT / "src" / "artfactory"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    assert {f"artfactory/{path.relative_to(package)}" for path in files} - carried == set()
    for kind in ("templates/", "static/", "migrations/"):
        assert any(kind in name for name in carried)


def test_the_wheel_uses_its_own_files(environment, tmp_path):
    words = [environment / "bin" / "python", "-c", "import artfactory; print(artfactory.__file__)"]
    told = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(told.strip()).is_relative_to(environment)
    assert not any(Path(told.strip()).is_relative_to(folder) for folder in site.getsitepackages())


def test_the_wheel_alone_gives_a_working_factory(running, tmp_path):
    address, entry = wait_until_ready(running)
    assert json.loads(get(f"{address}/api/v1/health"))["status"] == "ok"
    style = re.search(r'href="(/static/[^"]+\.css)"', get(address + entry))
    assert style is not None
    assert get(address + style[1])
    assert (tmp_path / ".local/share/artfactory").is_dir()


def test_the_wheel_stops_when_it_is_told_to(running):
    wait_until_ready(running)
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=5)
    assert running.returncode in {0, -signal.SIGTERM, 128 + signal.SIGTERM}


def wait_until_ready(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    for line in process.stdout:
        if found := READY.search(line):
            return found[1], found[2]
    pytest.fail("`artfactory run` ended before it was ready.")


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text
