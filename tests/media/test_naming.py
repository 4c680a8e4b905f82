from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from artfactory.media.naming import Name, slug

DAY = date(2026, 11, 22)


def test_a_name_tells_the_day_the_prompt_and_the_generation() -> None:
    name = Name(DAY, "A red fox, at night!", "g12-0")
    assert name.path("png") == "2026/11/2026-11-22-a-red-fox-at-night-g12-0.png"


def test_a_long_prompt_is_cut_at_a_word() -> None:
    assert slug("a very small fox " * 20) == "a-very-small-fox-a-very-small-fox-a-very-small-fox-a-very"


def test_a_prompt_in_any_script_stays_readable() -> None:
    assert slug("Ein Füchslein 狐狸") == "ein-füchslein-狐狸"


def test_a_prompt_without_letters_leaves_a_name_all_the_same() -> None:
    assert Name(DAY, "!!! 🦊", "g1-0").path("png") == "2026/11/2026-11-22-g1-0.png"


@given(text=st.text(max_size=400), mark=st.text(min_size=1, max_size=80))
def test_no_prompt_leads_out_of_the_folder_of_its_month(text: str, mark: str) -> None:
    path = PurePosixPath(Name(DAY, text, mark).path("png"))
    assert path.parent == PurePosixPath("2026/11")
    assert path.name.startswith("2026-11-22")
    assert len(path.name.encode()) <= 240
    assert path.name.isprintable()
