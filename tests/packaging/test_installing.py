"""From a bare Python to an environment, on machines that lack one thing or another."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAY_OUT = "import pathlib, sys, install; print(*install.lay_out(pathlib.Path(sys.argv[1])), sep='\\n')"


def test_a_python_without_ensurepip_still_gets_its_environment(tmp_path):
    environment = tmp_path / "environment"
    pip = lay_out(environment, without=["ensurepip"], folder=tmp_path)
    told = subprocess.run([*pip, "--version"], capture_output=True, text=True, check=True).stdout
    assert told.startswith("pip ")
    assert (environment / "bin" / "python").exists()


def test_what_that_pip_installs_lands_in_the_environment(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "lantern.py").write_text("LIT = True\n")
    build_wheel(package, name="lantern")
    pip = lay_out(tmp_path / "environment", without=["ensurepip"], folder=tmp_path)
    wheel = next(package.glob("*.whl"))
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    python = tmp_path / "environment" / "bin" / "python"
    subprocess.run([python, "-c", "import lantern; assert lantern.LIT"], check=True, cwd=tmp_path)


def test_an_environment_that_works_is_kept(tmp_path):
    lay_out(tmp_path / "environment", without=[], folder=tmp_path)
    note = tmp_path / "environment" / "note"
    note.touch()
    lay_out(tmp_path / "environment", without=[], folder=tmp_path)
    assert note.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(tmp_path):
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(tmp_path / "gone")
    lay_out(environment, without=[], folder=tmp_path)
    subprocess.run([environment / "bin" / "python", "-c", "pass"], check=True)


def test_make_says_in_one_line_that_no_python_is_new_enough(tmp_path):
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    done = subprocess.run(
        ["make", "run", "PYTHON=false"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert ours == ["Art Factory needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3"]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_locked_files_name_hashes_and_no_address(name):
    text = (ROOT / "requirements" / name).read_text()
    packages = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", text, flags=re.M | re.S)
    assert len(packages) > 30
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|^/|file:", text, flags=re.M)


def test_everything_of_the_run_time_is_in_the_development_environment_at_the_same_version():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z]\S+==\S+", (ROOT / "requirements" / name).read_text(), flags=re.M))

    assert pins("run.txt") - pins("dev.txt") == set()


def lay_out(environment: Path, *, without: list[str], folder: Path) -> list[str]:
    """The words for pip, found by a Python in which the modules of `without` cannot be imported."""
    blocks = folder / "blocks"
    blocks.mkdir(exist_ok=True)
    (blocks / "sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({without!r}))\n")
    path = f"{blocks}:{ROOT / 'requirements'}"
    done = subprocess.run(
        [sys.executable, "-c", LAY_OUT, str(environment)],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:-1]


def build_wheel(package: Path, *, name: str) -> None:
    (package / "pyproject.toml").write_text(
        f'[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{name}"\nversion = "1"\n'
    )
    words = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(package),
        str(package),
    ]
    subprocess.run(words, check=True, capture_output=True)
