from __future__ import annotations

from pathlib import Path

from tests.cli.household import Household


def test_a_provider_that_does_not_answer_keeps_nobody_from_the_catalogue(tmp_path: Path) -> None:
    nowhere = {"CIVITAI_API_TOKEN": "a-key", "ARTFACTORY_CIVITAI_URL": "http://127.0.0.1:9"}
    listed = Household(tmp_path, settings=nowhere).command("models", "--refresh", "--provider", "civitai")
    assert (listed.returncode, listed.stderr) == (0, "Civitai cannot be reached.\n")
    assert len(listed.stdout.splitlines()) == 224
    assert "8 Buzz per picture" in listed.stdout
