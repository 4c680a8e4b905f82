from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.household import Household

VECTORS = Path(__file__).parents[1] / "prompts" / "vectors.json"


def answer(household: Household, *words: str, code: int = 0) -> Any:
    done = household.command("expand", *words, "--json")
    assert (done.returncode, done.stderr) == (code, "")
    return json.loads(done.stdout)


def test_a_prompt_is_expanded_without_django_and_without_a_library(household: Household) -> None:
    program = "import sys; from artfactory.__main__ import main; main(); assert 'django' not in sys.modules"
    words = ["expand", "a [red,blue] fox", "--json"]
    subprocess.run(
        [sys.executable, "-c", program, *words],
        env=household.environment,
        check=True,
        timeout=60,
        stdout=subprocess.DEVNULL,
    )
    assert not household.library.exists()


def test_every_option_reaches_the_language(household: Household, tmp_path: Path) -> None:
    lookups = tmp_path / "lookups.json"
    lookups.write_text(json.dumps({"color": ["red", "blue"]}))
    words = ["--negative", "no [=color]", "--param", "steps=8,20", "--param", "style=ink, wash"]
    words += ["--literal", "style", "--lookups", str(lookups), "--unknown", "keep", "--limit", "1"]
    found = answer(household, "a [color] [x]", *words, "--seed", "3", "--at", "3", "--at", "4")
    assert (found["count"], found["rows"], found["selected"]) == (4, [2], 1)
    assert found["warnings"] == ["W_UNKNOWN_LOOKUP", "W_ORDER_LIMIT"]
    assert found["items"] == [
        {
            "prompt": "a red [x]",
            "negative": "no red",
            "params": {"steps": "8", "style": "ink, wash"},
            "slots": {"color": "red"},
        }
    ]
    assert found["at"]["3"]["prompt"] == "a blue [x]"
    assert found["at"]["4"] is None


def test_an_error_is_an_answer_too(household: Household) -> None:
    found = answer(household, "a [red", code=1)["error"]
    assert (found["code"], found["field"], found["pos"], found["end"]) == ("E_UNCLOSED", "prompt", 2, 3)
    assert found["message"]


def test_cases_are_answered_one_by_one(household: Household, tmp_path: Path) -> None:
    vectors = json.loads(VECTORS.read_text())["open"]
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([vector["input"] for vector in vectors]))
    answers = answer(household, "--case", str(cases))
    assert [found.get("count") for found in answers] == [vector["expect"].get("count") for vector in vectors]
    assert [found["error"]["code"] for found in answers if "error" in found] == [
        vector["expect"]["error"]["code"] for vector in vectors if "error" in vector["expect"]
    ]


def test_one_case_is_one_answer(household: Household, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"prompt": "[a,b]", "seed": 1}))
    assert answer(household, "--case", str(case))["count"] == 2
    case.write_text(json.dumps({"prompt": "[a", "seed": 1}))
    assert answer(household, "--case", str(case), code=1)["error"]["code"] == "E_UNCLOSED"


def test_a_count_of_any_size_is_exact(household: Household) -> None:
    assert answer(household, "[1..10000]" * 20, "--count")["count"] == 10**80


def test_people_see_lines_and_problems_with_their_place(household: Household) -> None:
    done = household.command("expand", "a [red,blue] fox [x|y,z]", "--param", "steps=8")
    assert done.stdout.splitlines()[:4] == [
        "Rows: 4",
        "Items: 4",
        "Selected: 4",
        "a red fox x|y  steps=8",
    ]
    assert done.stderr.splitlines()[:3] == [
        "W_PIPE in prompt, line 1, column 18",
        "  a [red,blue] fox [x|y,z]",
        "                   ^^^^^^^",
    ]


@pytest.mark.parametrize(
    "content",
    [
        *("no json", "[1]", "{}", '{"prompt": 1}'),
        *('{"prompt": "x", "options": {"unknown": "?"}}', '{"prompt": "x", "options": {"max_items": -1}}'),
    ],
)
def test_what_is_no_case_is_refused_in_one_line(household: Household, tmp_path: Path, content: str) -> None:
    case = tmp_path / "case.json"
    case.write_text(content)
    assert str(case) in household.refusal("expand", "--case", str(case), "--json")


@pytest.mark.parametrize(
    "words", [[], ["x", "--param", "steps"], ["x", "--lookups", "nowhere.json"], ["x", "--unknown", "guess"]]
)
def test_wrong_use_is_refused_in_one_line(household: Household, words: list[str]) -> None:
    assert household.refusal("expand", *words)
