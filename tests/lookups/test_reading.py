"""Files in, lists out: nothing of a file is run, and none costs more than its size."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artfactory.lookups import names, values
from artfactory.lookups.reading import Brought, Reading, read_files
from artfactory.lookups.reading.archives import MOST_ENTRIES
from artfactory.lookups.reading.files import LARGEST

Lists = dict[str, list[str]]


def read(name: str, content: str | bytes) -> Reading:
    return read_files([Brought(name, content.encode() if isinstance(content, str) else content)])


def lists(reading: Reading) -> Lists:
    return {found.name: list(found.values) for found in reading.found}


def packed(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return archive.getvalue()


def reasons(reading: Reading) -> str:
    return " ".join(refused.reason for refused in reading.refused)


def test_a_text_is_one_value_a_line_and_its_comments_are_told() -> None:
    reading = read("cats.txt", "# cats\r\ntabby\r\n\r\n  calico  \n#end\nred # not a comment\ntabby\n\n")
    assert lists(reading) == {"cats": ["tabby", "calico", "red # not a comment", "tabby"]}
    assert reading.found[0].notes == [
        "2 comments are left out.",
        "1 blank line is left out.",
        "Values that stand there more than once count once: 1.",
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_the_codings_that_say_what_they_are(coding: str) -> None:
    assert lists(read("a.txt", "größe\n猫".encode(coding))) == {"a": ["größe", "猫"]}


def test_another_coding_is_refused_with_what_to_do() -> None:
    assert "Save it as UTF-8" in reasons(read("a.txt", "größe".encode("latin-1")))


def test_wildcards_become_names_and_what_else_looks_like_syntax_is_told_and_stays() -> None:
    reading = read("a.txt", "__animals/big cats__\n__x__ fox\n{red|blue} fox\n[red]\n___\n__猫__")
    assert lists(reading)["a"] == [
        "animals/big_cats",
        "__x__ fox",
        "{red|blue} fox",
        "[red]",
        "___",
        "__猫__",
    ]
    assert "1 value names a list now." in reading.found[0].notes
    assert "Values with {…} or __…__ are plain text here: 3." in reading.found[0].notes


def test_yaml_names_its_lists_by_the_way_to_them_and_stays_text() -> None:
    text = """
animals:
  cats: [tabby, no, 1.10, 2026-01-01, ~, "a: b", 'it''s']
  big cats:
    - 3::lion
    - {text: tiger, weight: 2}
    - {neither: nor}
    - [a, b]
one: alone
two lines: ["a\\nb"]
"""
    reading = read("beasts.yaml", text)
    assert lists(reading) == {
        "animals/cats": ["tabby", "no", "1.10", "2026-01-01", "~", "a: b", "it's"],
        "animals/big_cats": ["lion", "tiger"],
        "one": ["alone"],
        "two_lines": ["a b"],
    }
    notes = next(found.notes for found in reading.found if found.name == "animals/big_cats")
    assert list(notes) == [
        *("Called “animals/big cats” in the file.", "2 weights are left out.", "2 entries are no texts.")
    ]


def test_a_bare_list_is_named_by_its_file() -> None:
    assert lists(read("cats.yml", "- tabby\n- calico")) == {"cats": ["tabby", "calico"]}
    assert lists(read("sub/cats.json", '["tabby", 1.50, true, null]')) == {
        "sub/cats": ["tabby", "1.50", "true"]
    }


def test_json_is_read_like_yaml() -> None:
    tree = {"animals": {"cats": ["tabby"], "none": []}, "color": "red"}
    reading = read("a.json", json.dumps(tree))
    assert lists(reading) == {"animals/cats": ["tabby"], "color": ["red"]}
    assert reasons(reading) == "There is no value in it."


def test_what_no_database_keeps_is_refused_or_left_out_of_what_is_told() -> None:
    reading = read("a.json", r'{"a\u0000\ud800": ["x"], "b": ["\ud800"], "c\ud800": []}')
    assert lists(reading) == {"a": ["x"]}
    assert "Line 1 holds a character that cannot be kept." in reasons(reading)
    told = [reading.found[0].source, *reading.found[0].notes, *(each.source for each in reading.refused)]
    assert not re.search("[\0\ud800-\udfff]", " ".join(told))


def test_an_archive_gives_names_with_folders() -> None:
    files: dict[str, str | bytes] = {
        "wildcards/animals/cats.txt": "tabby",
        "wildcards/color.txt": "red",
        "wildcards/more.yaml": "a: {b: [c]}",
        "__MACOSX/._cats.txt": b"\0\1",
        ".DS_Store": b"\0",
        "picture.png": b"\x89PNG",
        "../../etc/cron.d/x.txt": "out",
        "/abs.txt": "abs",
        "inner.zip": packed({"a.txt": "a"}),
    }
    reading = read("w.zip", packed(files))
    assert lists(reading) == {
        "animals/cats": ["tabby"],
        "color": ["red"],
        "a/b": ["c"],
        "etc/cron_d/x": ["out"],
        "abs": ["abs"],
    }
    assert [refused.source for refused in reading.refused] == ["picture.png", "inner.zip"]


def test_lists_that_come_to_the_same_name_each_keep_one() -> None:
    reading = read("a.zip", packed({"big cats.txt": "lion", "big_cats.txt": "tiger", "big-cats.txt": "lynx"}))
    assert lists(reading) == {"big_cats": ["lion"], "big_cats-2": ["tiger"], "big-cats": ["lynx"]}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "red", "Only .txt"),
        ("a", "red", "Only .txt"),
        ("a.txt", "", "no value"),
        ("a.txt", "# only\n\n", "no value"),
        ("猫.txt", "red", "could be a name"),
        ("a.txt", "x" * 1001, "Line 1 is too long"),
        ("a.txt", "x\n" * 10_001, "at most 10,000 values"),
        ("a.txt", "x\0y", "Line 1 holds a character"),
        ("a.txt", b"x" * (LARGEST + 1), "larger than 4 MB"),
        ("a.json", "{", "not JSON"),
        ("a.json", '{"a": ' + "9" * 5000 + "}", ""),
        ("a.json", "[" * 100_000, "not JSON"),
        ("a.json", '{"a":' * 30 + "1" + "}" * 30, "nested too deeply"),
        ("a.json", "7", "no list"),
        ("a.json", "{}", "no list"),
        ("a.yaml", "a: [b", "not YAML"),
        ("a.yaml", "", "no list"),
        ("a.yaml", "just text", "no list"),
        ("a.yaml", "[" * 100_000, "nested too deeply"),
        ("a.yaml", "a: &x [b]\nc: *x", "by * and &"),
        ("a.yaml", "a: \x01", "not YAML"),
        ("a.zip", b"PK\x03\x04 not really", "not a zip"),
        ("a.zip", b"", "not a zip"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, content: str | bytes, reason: str) -> None:
    reading = read(name, content)
    if reason:
        assert lists(reading) == {}
        assert reason in reasons(reading)


def test_yaml_makes_no_objects() -> None:
    text = 'a: !!python/object/apply:os.system ["touch /tmp/never"]\nb: !!python/name:os.system {}\nc: !x y'
    assert lists(read("a.yaml", text)) == {"a": ["touch /tmp/never"], "c": ["y"]}


def test_a_bomb_of_aliases_costs_nothing() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]
    started = time.process_time()
    assert "by * and &" in reasons(read("bomb.yaml", "\n".join(rows)))
    assert time.process_time() - started < 5


def test_an_archive_that_unpacks_to_much_is_read_no_further_than_the_limits() -> None:
    bomb = packed({f"{n}.txt": b"x" * 30_000_000 for n in range(3)})
    assert len(bomb) < 200_000
    assert reasons(read("bomb.zip", bomb)).count("larger than 4 MB") == 3
    many = packed({f"{n}.txt": "x" * 3_900_000 for n in range(10)})
    assert "more than is taken at once" in reasons(read("many.zip", many))


def test_a_file_of_more_lists_than_are_taken_says_so_once() -> None:
    reading = read("a.yaml", "\n".join(f"n{n}: [a]" for n in range(5_100)))
    assert len(reading.found) == 5_000
    assert [refused.source for refused in reading.refused] == ["a.yaml"]


def test_an_archive_of_too_many_files_is_refused_whole() -> None:
    reading = read("a.zip", packed({f"n{n}.txt": "" for n in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED))
    assert "more than 5,000 files" in reasons(reading)


def test_methods_of_packing_that_may_ask_for_much_memory_are_refused() -> None:
    assert "packed in a way" in reasons(read("a.zip", packed({"a.txt": "red"}, zipfile.ZIP_LZMA)))


def test_an_encrypted_or_damaged_file_is_refused_and_the_others_are_read() -> None:
    whole = packed({"a.txt": "red" * 9, "b.txt": "blue"}, zipfile.ZIP_STORED)
    damaged = whole.replace(b"redredred", b"redred???", 1)
    assert lists(read("a.zip", damaged)) == {"b": ["blue"]}
    assert "damaged" in reasons(read("a.zip", damaged))
    start = whole.index(b"PK\x01\x02")
    encrypted = whole[: start + 8] + b"\x01" + whole[start + 9 :]
    assert "encrypted" in reasons(read("a.zip", encrypted))


def test_an_archive_that_lies_about_sizes_is_no_larger_for_it() -> None:
    whole = packed({"a.txt": "red\n" * 1000})
    at = whole.index(b"PK\x01\x02") + 24
    lying = whole[:at] + (10).to_bytes(4, "little") + whole[at + 4 :]
    reading = read("a.zip", lying)
    assert lists(reading) == {} or len(lists(reading)["a"]) <= 10


@given(st.sampled_from([".txt", ".json", ".yaml", ".zip"]), st.binary(max_size=300))
def test_whatever_bytes_come_what_is_found_can_be_kept(ending: str, content: bytes) -> None:
    for found in read_files([Brought(f"some{ending}", content)]).found:
        assert names.flaw(found.name) == values.flaw(list(found.values)) == ""


@given(st.text(max_size=200))
def test_whatever_yaml_comes_what_is_found_can_be_kept(text: str) -> None:
    for found in read("some.yaml", text.encode(errors="replace")).found:
        assert names.flaw(found.name) == values.flaw(list(found.values)) == ""
