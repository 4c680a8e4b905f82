"""Files named on the command line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from simulators.running import Simulators, started
from tests.cli.household import Household
from tests.samples import pictures
from tests.samples.private import photo

REDRAW = ("--model", "fal:fal-ai/flux/dev/image-to-image", "--prompt", "a fox")


@pytest.fixture
def simulators() -> Iterator[Simulators]:
    with started() as simulators:
        simulators.configure(job_seconds=0.05, width=16, height=16)
        yield simulators


def count(household: Household, table: str) -> int:
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database:
        return int(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_a_picture_is_ordered_anew_from_the_command_line(
    household: Household, simulators: Simulators, tmp_path: Path
) -> None:
    household.settings |= {
        name: text for name, text in simulators.environment.items() if not name.startswith("SIMULATORS")
    }
    picture = tmp_path / "my fox.jpg"
    picture.write_bytes(photo())
    done = household.command("order", *REDRAW, "--input", f"image={picture}", "--wait", "--json")
    assert (done.returncode, done.stderr) == (0, ""), done
    assert json.loads(done.stdout)["parameters"]["image"].keys() == {"asset"}
    [job] = simulators.ledger()["jobs"]
    assert job["input"]["image_url"].endswith("/input.jpg")
    assert picture.read_bytes() == photo()


def test_a_quote_and_another_quote_take_the_file_once_and_order_nothing(
    household: Household, tmp_path: Path
) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(pictures.png())
    for _ in range(2):
        words = ("quote", *REDRAW, "--input", f"image={picture}", "--json")
        assert json.loads(household.command(*words).stdout)["count"] == 1
    assert (count(household, "media_asset"), count(household, "orders_order")) == (1, 0)


def test_a_file_that_cannot_be_used_is_refused_in_one_line(household: Household, tmp_path: Path) -> None:
    picture, page = tmp_path / "fox.png", tmp_path / "page.png"
    picture.write_bytes(pictures.png())
    page.write_text("<html></html>")

    def refusal(*inputs: str) -> str:
        given = [word for each in inputs for word in ("--input", each)]
        return household.refusal("order", *REDRAW, *given)

    assert "no file" in refusal(f"image={tmp_path / 'missing.png'}")
    assert "web page" in refusal(f"image={page}")
    assert "NAME=FILE" in refusal(str(picture))
    assert "takes one file" in refusal(f"image={picture}", f"image={picture}")
    assert "takes no file" in refusal(f"strength={picture}")
    assert count(household, "orders_order") == 0


def test_several_pictures_go_where_a_model_takes_several(household: Household, tmp_path: Path) -> None:
    pictured = [tmp_path / "fox.png", tmp_path / "owl.png"]
    for number, picture in enumerate(pictured, start=1):
        picture.write_bytes(pictures.png(width=number))
    model = "civitai:imageGen/fal/maiImage/editImage"
    words = ("quote", "--json", "--model", model, "--prompt", "a fox")
    given = [word for picture in pictured for word in ("--input", f"image={picture}")]
    [sample] = json.loads(household.command(*words, *given).stdout)["sample"]
    assert [named.keys() for named in sample["parameters"]["images"]] == [{"asset"}] * 2
    assert "needs “Images”" in household.refusal("order", *words[2:])
    assert "Images: fox.png – must be an address" in household.refusal(*words, "--param", "image=fox.png")


def test_a_parameter_is_given_once_however_it_is_given(household: Household, tmp_path: Path) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(pictures.png())
    words = ("--param", "image=https://example.org/fox.png", "--input", f"image={picture}")
    assert "--param and by --input" in household.refusal("order", *REDRAW, *words)
