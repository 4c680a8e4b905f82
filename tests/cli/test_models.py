from __future__ import annotations

import json
from pathlib import Path

from simulators.running import started
from tests.cli.household import Household


def test_a_provider_that_does_not_answer_keeps_nobody_from_the_catalogue(tmp_path: Path) -> None:
    nowhere = {"CIVITAI_API_TOKEN": "a-key", "ARTFACTORY_CIVITAI_URL": "http://127.0.0.1:9"}
    listed = Household(tmp_path, settings=nowhere).command("models", "--refresh", "--provider", "civitai")
    assert (listed.returncode, listed.stderr) == (0, "Civitai cannot be reached.\n")
    assert len(listed.stdout.splitlines()) == 224
    assert "8 Buzz per picture" in listed.stdout


def test_a_model_of_ones_own_is_added_by_its_address_and_told_whole(tmp_path: Path) -> None:
    with started() as simulators:
        house = Household(tmp_path, settings=dict(simulators.environment))
        added = house.command("models", "--add", "https://replicate.com/deployments/acme/foxes", "--json")
        assert added.returncode == 0, added.stderr
        whole = json.loads(added.stdout)
        assert (whole["id"], whole["added"]) == ("replicate:deployments/acme/foxes", True)
        assert "num_outputs" in whole["parameters"]["properties"]
        refused = house.command("models", "--add", "acme/foxes")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "Say which one" in refused.stderr and len(refused.stderr.splitlines()) == 1
