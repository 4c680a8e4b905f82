"""Lay out .venv in the project's root and fill it: `python requirements/install.py run.txt`.

Standard library only, since nothing else is there yet. The environment is made without `ensurepip`
(some systems ship Python without it): the pip that came with this Python fills it from outside.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def install(locked: Path, *, environment: Path) -> None:
    """Exactly what `locked` names, every file checked by its hash, then the project itself."""
    pip_install = [*lay_out(environment), "install", "--quiet", "--disable-pip-version-check"]
    run([*pip_install, "--require-hashes", "--requirement", str(locked)])
    run([*pip_install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def lay_out(environment: Path) -> list[str]:
    """Make the environment unless it works already; the words that start a pip for it."""
    python = environment / "bin" / "python"
    if not answers([str(python), "-c", "pass"]):
        venv.create(environment, clear=True, symlinks=True)
    return find_pip(python)


def find_pip(python: Path) -> list[str]:
    """The words that start a pip which installs for `python`."""
    candidates = [
        [str(python), "-m", "pip"],
        [sys.executable, "-m", "pip", "--python", str(python)],
        [shutil.which("pip3") or "pip3", "--python", str(python)],
        [shutil.which("pip") or "pip", "--python", str(python)],
    ]
    for words in candidates:
        if answers([*words, "--version"]):
            return words
    if answers([str(python), "-m", "ensurepip"]):
        return candidates[0]
    sys.exit("Art Factory needs pip 22.3 or newer to install itself, and found none.")


def answers(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(words: list[str]) -> None:
    done = subprocess.run(words, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit("The installation stopped; the lines above say why. Run the same command to go on.")


if __name__ == "__main__":
    install(ROOT / "requirements" / sys.argv[1], environment=ROOT / ".venv")
