"""Words and files of strangers in a real browser: they are shown, or downloaded, and never run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Error, Page, expect
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

WORDS = """"'></title><img src=x onerror=alert(1)><script>alert(2)</script> a fox & a hen"""

_WATCH = (
    "document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
)

# Runs inside the library: an Order's picture gets company, and everything that can be named is named so.
_PROGRAM = """
import json, sys
import django; django.setup()
from django.utils import timezone
from tests.samples import impostors, pictures, traps
from artfactory.media.models import Asset
from artfactory.media.naming import Name
from artfactory.media.taking import take
from artfactory.media.thumbnails import shared_decoders
from artfactory.orders.models import Generation
from artfactory.products.models import Product
from artfactory.projects.models import Project

words = sys.argv[1]
first = Product.objects.order_by("pk").first()
project = Project.named(words[:80])
Generation.objects.filter(status="failed").update(
    problem={"code": "failed", "message": words, "advice": words, "details": words}
)
text = traps.chunk(b"tEXt", b"parameters\\0" + words.encode("latin-1"))
named = {
    "picture": traps.with_chunk(text),
    "polyglot": traps.picture_and_page(),
    "drawing": impostors.drawing(),
    "page": impostors.page(),
    "pickle": impostors.pickled(),
}
made = []
for number, (name, data) in enumerate(named.items(), 1):
    taken = take(data, name=Name(timezone.localdate(), words, name), decoders=shared_decoders())
    facts = {"kind": taken.kind, "file_size": taken.file_size, "width": taken.width, "height": taken.height}
    product = Product(asset=Asset.of(taken), project=project, order=first.order, ai_model=first.ai_model,
                      generation=first.generation, number=number, title=words[:200], note=words, **facts)
    made.append(product)
Product.record(made)
print(json.dumps({name: [each.pk, each.asset_id] for name, each in zip(named, made, strict=True)}))
"""

Ids = dict[str, tuple[int, int]]  # product and asset, by what it is


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Factory]:
    """One of its own, so that nothing of this is met elsewhere."""
    factory = Factory(tmp_path_factory.mktemp("hostile"))
    factory.start()
    try:
        factory.order("workshop:painter", WORDS, pace=0)
        factory.finish()
        factory.order("workshop:painter", WORDS, mishap="fail", pace=0)
        factory.finish()
        yield factory
    finally:
        factory.stop()


@pytest.fixture(scope="module")
def ids(factory: Factory) -> Ids:
    said = subprocess.run(
        [sys.executable, "-c", _PROGRAM, WORDS],
        env={**factory.environment, "DJANGO_SETTINGS_MODULE": "artfactory.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return {name: (product, asset) for name, (product, asset) in json.loads(said.stdout).items()}


def watched(visitor: Visitor) -> tuple[Page, list[str]]:
    """A page, and the dialogs that it opened."""
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = visitor.page()
    page.on("dialog", note)
    page.add_init_script(_WATCH)
    return page, dialogs


def settle(page: Page) -> None:
    """Until a picture that was broken later than all others of the page has said so."""
    page.evaluate(
        """() => new Promise((done) => {
            const broken = new Image();
            broken.onerror = done;
            broken.src = "data:image/png;base64,AA";
        })"""
    )


@pytest.mark.parametrize(
    "path", ["/inventory/", "/orders/1/", "/orders/2/", "/production/", "/products/1/", "/orders/new/"]
)
def test_words_of_a_stranger_stay_words_on_every_page(visitor: Visitor, ids: Ids, path: str) -> None:
    page, dialogs = watched(visitor)
    page.goto(f"{visitor.origin}{path}")
    settle(page)
    assert page.locator("img[src=x], img[onerror]").count() == 0
    assert page.locator("script:not([src])", has_text="alert").count() == 0
    assert dialogs == []


def test_a_prompt_is_shown_letter_by_letter(visitor: Visitor, ids: Ids) -> None:
    page, dialogs = watched(visitor)
    page.goto(f"{visitor.origin}/products/1/")
    expect(page.locator("main")).to_contain_text(
        "<img src=x onerror=alert(1)><script>alert(2)</script> a fox & a hen"
    )
    page.goto(f"{visitor.origin}/inventory/")
    expect(page.get_by_alt_text(WORDS, exact=True).first).to_be_visible()
    assert dialogs == []


@pytest.mark.parametrize("name", ["picture", "polyglot", "drawing", "page", "pickle"])
def test_each_hostile_file_has_a_page_that_is_safe_to_look_at(visitor: Visitor, ids: Ids, name: str) -> None:
    page, dialogs = watched(visitor)
    page.goto(f"{visitor.origin}/products/{ids[name][0]}/")
    expect(page.locator("main")).to_contain_text("<script>alert(2)</script>")
    settle(page)
    assert dialogs == []


@pytest.mark.parametrize("name", ["drawing", "page", "pickle"])
def test_what_may_carry_scripts_is_downloaded_and_never_opened(visitor: Visitor, ids: Ids, name: str) -> None:
    page, dialogs = watched(visitor)
    with page.expect_download() as download, pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
        page.goto(f"{visitor.origin}/media/{ids[name][1]}/file")
    assert download.value.suggested_filename.endswith(".bin")
    assert dialogs == []


@pytest.mark.parametrize("name", ["picture", "polyglot"])
def test_a_picture_opened_by_itself_cannot_reach_the_visit(visitor: Visitor, ids: Ids, name: str) -> None:
    page, dialogs = watched(visitor)
    page.goto(f"{visitor.origin}/media/{ids[name][1]}/file")
    assert page.evaluate("window.origin") == "null"
    for secret in ("document.cookie", "localStorage.length"):
        with pytest.raises(Error, match=r"sandboxed|Access is denied"):
            page.evaluate(secret)
    assert dialogs == []


def test_a_drawing_forced_into_a_frame_stays_outside(visitor: Visitor, ids: Ids) -> None:
    """Another page of ours, made to embed it: a frame gets a download or nothing, never a script."""
    page, dialogs = watched(visitor)
    page.goto(f"{visitor.origin}/settings/about/")
    answer = page.evaluate(
        "async (path) => { const got = await fetch(path); return Object.fromEntries(got.headers) }",
        f"/media/{ids['drawing'][1]}/file",
    )
    assert answer["content-disposition"].startswith("attachment")
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-security-policy"].startswith("sandbox;")
    assert answer["x-content-type-options"] == "nosniff"
    assert dialogs == []
