"""What keeps templates, styles and elements honest, read from the files themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import artfactory

SOURCES = Path(artfactory.__file__).parent
TEMPLATES = sorted(SOURCES.glob("*/templates/**/*.html"))
WEB = SOURCES / "web/static/web"
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=|hx-on|javascript:|<style|hx-vals=["']js:|<script(?![^>]*\ssrc=)"""
)
COMMENT = re.compile(r"\{#.*?#\}", re.S)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_no_template_has_inline_style_or_script(template: Path) -> None:
    assert INLINE.findall(COMMENT.sub("", template.read_text("utf-8"))) == []


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (WEB / "icons/sprite.svg").read_text("utf-8")))
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))}
    assert named - drawn == set()


def test_every_style_sheet_is_taken_in_once() -> None:
    taken_in = re.findall(r'@import url\("([^"]+)"\)', (WEB / "css/app.css").read_text("utf-8"))
    assert sorted(taken_in) == sorted(path.name for path in WEB.glob("css/*.css") if path.name != "app.css")


def test_every_class_that_a_template_names_has_a_rule_or_an_element_that_looks_for_it() -> None:
    known = _names_after_a_dot(WEB.glob("css/*.css")) | _names_after_a_dot(WEB.glob("elements/*.js"))
    for path in TEMPLATES:
        plain = re.sub(r"{{.*?}}", "…", re.sub(r"{[#%].*?[#%]}", " ", path.read_text("utf-8"), flags=re.S))
        named = {name for names in re.findall(r'class="([^"]*)"', plain) for name in names.split()}
        assert {name for name in named if "…" not in name} - known == set(), path.name


def _names_after_a_dot(paths: Iterable[Path]) -> set[str]:
    return {name for path in paths for name in re.findall(r"\.([a-z][\w-]*)", path.read_text("utf-8"))}


def test_every_element_is_loaded_by_relative_imports_alone() -> None:
    for path in WEB.glob("elements/*.js"):
        for name in re.findall(r'^import .*?["\']([^"\']+)["\']', path.read_text("utf-8"), re.M):
            assert name.startswith("./") and (path.parent / name).is_file(), f"{path.name}: {name}"


def test_every_shape_that_the_filter_names_has_its_rule() -> None:
    from artfactory.web.templatetags.art import SHAPES

    ruled = re.findall(r'\[data-ratio="([^"]+)"\]', (WEB / "css/ratio.css").read_text("utf-8"))
    assert sorted(ruled) == sorted(SHAPES)


def test_style_sheets_name_only_what_is_theirs() -> None:
    for path in WEB.glob("css/*.css"):
        for address in re.findall(r'url\("?([^")]+)', path.read_text("utf-8")):
            assert not address.startswith(("http", "//", "data:")), f"{path.name}: {address}"
