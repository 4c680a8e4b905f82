"""Checkpoints and LoRAs from the site into the order, over a simulated Civitai."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as ours
from simulators.running import Simulators
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Page, Person

from artfactory.catalog.filling import fill
from artfactory.catalog.models import AIModel, KnownResource
from artfactory.desk.models import Draft
from artfactory.engine.resources import SHELVES
from artfactory.projects.models import Project
from artfactory.prompts import expand

SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"
ANY = "civitai:textToImage"
FUR = "urn:air:sdxl:lora:civitai:900101@910101"
PONY = "urn:air:pony:checkpoint:civitai:257749@290640"


@pytest.fixture
def civitai(db: None, site: Simulators) -> Simulators:
    """With its models in the catalogue."""
    fill()
    return site


def names(page: Page) -> list[str]:
    found = re.findall(r'<h2 class="resource__name">.*?<bdi>(.*?)</bdi>', page.text)
    return [unescape(name) for name in found]


def drafted(project: Project | None = None) -> dict[str, list[str]]:
    draft = Draft.of(project or Project.first())
    return dict(draft.filled_in.lists()) if draft else {}


def loras() -> Any:
    [text] = drafted()["parameters.loras"]
    return json.loads(text) if text else {}


def use(person: Person, version: str, **answers: str) -> Page:
    return person.follow(person.post(f"/models/resources/civitai/{version}/use/", answers))


def previews(page: Page) -> list[str]:
    return [
        unescape(found) for found in re.findall(r'<img src="(/models/resources/preview/[^"]+)"', page.text)
    ]


def test_a_lora_is_found_for_a_model_and_put_into_the_order(person: Person, civitai: Simulators) -> None:
    person.post("/orders/quote/", {"model": SDXL, "prompt": "a fox"}, htmx=True)
    page = person.get(f"/models/resources/?kind=lora&q=fox&model={quote(SDXL)}")
    assert names(page) == ["Fox Fur Detail v1", "Pony Foxes v3"]
    assert "LoRA · SDXL 1.0 · by acme · 228 MB Works with SDXL 1.0." in page.words
    order = use(person, "910101", model=SDXL)
    assert loras() == {FUR: 1.0}
    assert "Fox Fur Detail v1 is in the order." in order.words
    assert order.inside("prompt") == "a fox"
    assert 'aria-label="Put fxfur into the prompt"' in order.text


def test_what_does_not_fit_is_shown_when_wished_and_told_why(person: Person, civitai: Simulators) -> None:
    page = person.get(f"/models/resources/?kind=lora&q=fox&fit=all&model={quote(SDXL)}")
    assert "Fox Sketch v1" in names(page)
    assert "Made for SD 1.5; SDXL 1.0 takes SDXL 1.0, Pony, Illustrious, NoobAI." in page.words
    unknown = person.get("/models/resources/?kind=lora&model=civitai:videoGen/wan/v2.2")
    assert "does not know which families work with Wan 2.2, so all of them are shown" in unknown.words
    unusable = person.get("/models/resources/?q=old&use=all")
    assert "Old Fox v1" in names(unusable) and "Civitai makes nothing with it." in unusable.words
    assert "910002/use/" not in unusable.text


def test_a_strength_is_changed_and_a_lora_removed_in_the_form(person: Person, civitai: Simulators) -> None:
    both = {
        "model": SDXL,
        "prompt": "a fox",
        "parameters.loras": json.dumps({FUR: 1, "urn:air:x:lora:y:1@2": 2}),
    }
    person.post("/orders/quote/", both | {f"strength:loras:{FUR}": "0.8"}, htmx=True)
    assert loras() == {FUR: 0.8, "urn:air:x:lora:y:1@2": 2}
    form = person.post("/orders/draft/", both | {"drop": "loras:urn:air:x:lora:y:1@2"}, htmx=True)
    assert loras() == {FUR: 1} and f"strength:loras:{FUR}" in form.text
    wrong = person.post("/orders/quote/", both | {f"strength:loras:{FUR}": "much"}, htmx=True)
    assert "LoRAs" in wrong.inside("problem-loras")


def test_a_lora_without_a_model_that_takes_it_brings_one_along(person: Person, civitai: Simulators) -> None:
    person.post("/orders/quote/", {"model": "workshop:painter", "prompt": "a fox"}, htmx=True)
    order = use(person, "910103")
    assert "DreamShaper 8 was chosen too, since it takes it." in order.words
    assert drafted()["model"] == ["workshop:painter", "civitai:urn:air:sd1:checkpoint:civitai:4384@128713"]


def test_a_lora_of_another_family_is_put_where_somebody_wants_it_and_doubted(
    person: Person, civitai: Simulators
) -> None:
    person.post("/orders/quote/", {"model": SDXL, "prompt": "a fox"}, htmx=True)
    order = use(person, "910103", model=SDXL)
    doubt = "Made for SD 1.5; SDXL 1.0 takes SDXL 1.0, Pony, Illustrious, NoobAI."
    assert order.words.count(doubt) == 2  # once on top, once beside it


def test_a_checkpoint_takes_the_place_of_another_or_goes_where_any_may(
    person: Person, civitai: Simulators
) -> None:
    person.post("/orders/quote/", {"model": [SDXL, "workshop:painter"], "prompt": "a fox"}, htmx=True)
    order = use(person, "290640", model=SDXL)
    assert "Pony Diffusion V6 XL V6 is one of your models now, and in the order." in order.words
    assert drafted()["model"] == [f"civitai:{PONY}", "workshop:painter"]
    assert AIModel.objects.at(f"civitai:{PONY}").family == "Pony"
    person.post("/orders/quote/", {"model": ANY, "prompt": "a fox"}, htmx=True)
    use(person, "290640")
    assert drafted()["parameters.checkpoint"] == [PONY]


def test_an_embedding_goes_into_its_list(person: Person, civitai: Simulators) -> None:
    person.post("/orders/quote/", {"model": SDXL, "prompt": "a fox"}, htmx=True)
    use(person, "910301")
    assert drafted()["parameters.embeddings"] == ['["urn:air:sdxl:embedding:civitai:900301@910301"]']


def test_what_nothing_here_takes_is_refused_in_words(person: Person, civitai: Simulators) -> None:
    refused = use(person, "910003", next="/models/resources/")
    assert "Art Factory does not know how Krea 2 works" in refused.words
    assert "Provider makes nothing with it" in use(person, "910002", next="/models/resources/").words
    assert KnownResource.objects.used().count() == 0


def test_an_air_or_an_address_is_pasted_into_the_form(person: Person, civitai: Simulators) -> None:
    form = {"model": SDXL, "prompt": "a fox"}
    pasted = {"resource.loras": " https://civitai.com/models/900101?modelVersionId=910101 "}
    page = person.post("/orders/draft/resources/", form | pasted, htmx=True)
    assert loras() == {FUR: 1.0} and "Fox Fur Detail v1" in page.words
    nonsense = person.post("/orders/draft/resources/", form | {"resource.loras": "a fox"}, htmx=True)
    assert "names nothing on the site" in nonsense.inside("problem-loras")
    assert 'value="a fox"' in nonsense.tag("resource-loras")
    assert "resource.loras" not in drafted()


def test_an_air_is_taken_as_it_is_while_the_site_does_not_answer(person: Person, civitai: Simulators) -> None:
    civitai.put_faults([{"where": "models", "what": "refuse"}])
    pasted = {"model": SDXL, "prompt": "a fox", "resource.loras": FUR}
    page = person.post("/orders/draft/resources/", pasted, htmx=True)
    assert loras() == {FUR: 1.0} and f"<code>{FUR}</code>" in page.text
    assert not KnownResource.objects.exists()


def test_what_is_pasted_into_the_search_leads_to_it(person: Person, civitai: Simulators) -> None:
    page = person.follow(person.get(f"/models/resources/?q={quote(FUR)}"))
    for words in ("Fox Fur Detail v1", FUR, "fxfur , soft fur", "228 MB", "1,234", "Other versions", "v0.9"):
        assert words in page.words
    assert person.get("/models/resources/civitai/1/").status == 404


def test_an_order_and_its_products_show_the_name(
    person: Person, civitai: Simulators, place: Place, finish: Finish
) -> None:
    use(person, "910101")
    order = place(models=(SDXL,), parameters={"loras": {FUR: 0.8}})
    finish(order)
    told = f"Fox Fur Detail v1 × 0.8 {FUR}"
    assert told in person.get(f"/orders/{order.pk}/").words
    product = order.products.get()
    assert told in person.get(f"/products/{product.pk}/").words


def test_favorites_and_what_was_used_are_here_without_the_site(person: Person, civitai: Simulators) -> None:
    use(person, "910101")
    star = person.post("/models/resources/civitai/910102/favorite/", {"value": "1"}, htmx=True)
    assert 'aria-pressed="true"' in star.text
    [shown] = previews(person.get("/models/resources/?shelf=used"))
    assert person.get(shown).status == 200
    SHELVES.forget()
    civitai.put_faults([{"where": "models", "what": "refuse"}])
    offline = person.get("/models/resources/?kind=lora")
    assert "Civitai cannot be reached." in offline.words and offline.status == 200
    assert names(person.get("/models/resources/?shelf=favorites")) == ["Pony Foxes v3"]
    used = person.get("/models/resources/?shelf=used")
    assert names(used) == ["Fox Fur Detail v1"] and person.get(previews(used)[0]).status == 200
    assert "Fox Fur Detail v1" in person.get("/models/resources/civitai/910101/").words
    assert person.get("/models/resources/civitai/910103/").status == 503
    assert loras() == {FUR: 1.0}


def test_a_site_that_asks_to_wait_is_asked_no_more_until_then(person: Person, civitai: Simulators) -> None:
    civitai.put_faults([{"where": "models", "what": "throttle", "retry_after": 40}])
    page = person.get("/models/resources/")
    assert re.search(r"asks to wait .* again in (40|39) s", page.words)
    person.get("/models/resources/?kind=lora")
    assert len(civitai.requests("civitai_site")) == 1


def test_what_is_mature_is_left_out_while_it_is_covered(person: Person, civitai: Simulators) -> None:
    assert names(person.get("/models/resources/?q=photo")) == []
    person.post("/settings/appearance/", {"cover": "off"})
    page = person.get("/models/resources/?q=photo")
    assert names(page) == ["Fox Photo v2"] and len(previews(page)) == 1
    person.post("/models/resources/civitai/910001/favorite/", {"value": "1"})
    person.post("/settings/appearance/", {"cover": "on"})
    favorites = person.get("/models/resources/?shelf=favorites")
    assert names(favorites) == [] and "1 that is mature is left out" in favorites.words
    covered = person.get("/models/resources/civitai/910001/")
    assert previews(covered) == [] and "mature" in covered.words


def test_the_next_page_goes_on_where_this_one_ends(person: Person, civitai: Simulators) -> None:
    first = person.get("/models/resources/?kind=lora&family=Flux.1+D&sort=newest")
    [address] = re.findall(r'href="([^"]+)" rel="next"', first.text)
    second = person.get(unescape(address))
    assert (len(names(first)), len(names(second))) == (40, 7)
    assert not set(names(first)) & set(names(second))
    assert 'rel="next"' not in second.text and "From the beginning" in second.words


def test_what_strangers_wrote_stays_text(person: Person, civitai: Simulators) -> None:
    hostile = "<b>Harbour</b> <script>alert(1)</script>"
    shelf = person.get("/models/resources/?kind=lora&q=harbour")
    assert any(hostile in name for name in names(shelf))
    order = use(person, "910201")
    for page in (shelf, person.get("/models/resources/civitai/910201/"), order):
        assert (
            "<script>alert" not in page.text and "<b>Harbour" not in page.text and "<i>salt" not in page.text
        )
    fixes = [json.loads(unescape(found)) for found in re.findall(r'name="fix" value="([^"]+)"', order.text)]
    texts = [
        fix["text"]
        for fix in fixes
        if "salt" in fix["text"] or "a,b" in fix["text"] or "slash" in fix["text"]
    ]
    assert [next(iter(expand(text))).prompt for text in texts] == ["<i>salt</i>", "[a,b]", "back\\slash"]


def test_a_preview_inside_or_of_no_picture_or_made_up_is_refused(person: Person, civitai: Simulators) -> None:
    inside, page = (
        previews(person.get(f"/models/resources/?kind=lora&q={q}"))[0] for q in ("harbour", "no+picture")
    )
    own = civitai.environment["ARTFACTORY_CIVITAI_SITE_URL"]
    made_up = f"/models/resources/preview/?of={quote(f'{own}/previews/1.png')}"
    before = set(folder().glob("*"))
    assert [person.get(path).status for path in (inside, page, made_up)] == [404, 404, 404]
    assert set(folder().glob("*")) == before
    asked = [each["path"] for each in civitai.requests("civitai_site") if "previews" in each["path"]]
    assert asked == ["/previews/page.png"]


def folder() -> Path:
    return Path(ours.CACHE_FOLDER) / "previews"
