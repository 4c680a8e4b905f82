from __future__ import annotations

import json
from pathlib import Path

from simulators.running import started
from tests.cli.household import Household

FUR = "urn:air:sdxl:lora:civitai:900101@910101"


def test_resources_are_searched_and_told_whole_without_a_key(tmp_path: Path) -> None:
    with started() as simulators:
        site = {"ARTFACTORY_CIVITAI_SITE_URL": simulators.environment["ARTFACTORY_CIVITAI_SITE_URL"]}
        house = Household(tmp_path, settings=site)
        found = house.command("models", "search", "fox", "fur", "--kind", "lora")
        assert (found.returncode, found.stderr) == (0, "")
        assert found.stdout == "civitai:910101  lora  SDXL 1.0  Fox Fur Detail v1  acme\n"
        whole = json.loads(house.command("models", "resource", FUR, "--json").stdout)
        assert (whole["air"], whole["words"]) == (FUR, ["fxfur", "soft fur"])
    silent = house.command("models", "search", "fox", "--json")
    assert (silent.returncode, silent.stdout, silent.stderr) == (1, "", "Civitai cannot be reached.\n")
