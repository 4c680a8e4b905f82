from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from django.utils import timezone
from tests.cast import PICTURE, Place, model
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel, Refresh
from artfactory.catalog.prices import OwnPrice
from artfactory.desk.model_page import history_of
from artfactory.orders.models import Generation


@pytest.fixture
def chalk(studio: ProviderAccount) -> AIModel:
    """Costs 0.03 USD per picture, as its Provider lists; its sizes are names."""
    size: dict[str, Any] = {"enum": ["square", "wide"], "default": "square", "title": "Size"}
    properties = {**cast("dict[str, Any]", PICTURE["properties"]), "image_size": size}
    parameters = {**PICTURE, "properties": properties}
    chalk = model("Chalk", provider=studio.provider, modality="text-to-image", parameters=parameters)
    chalk.price_amount, chalk.price_currency = Decimal("0.03"), "USD"
    chalk.price_unit, chalk.price_basis, chalk.priced_at = "image", "estimate", date(2026, 11, 22)
    chalk.family = "Stone"
    chalk.save()
    return chalk


def named(page: Any) -> list[str]:
    return [name for name in ("Bell", "Chalk", "Ink") if f">{name} <" in page.text]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bell", "Chalk", "Ink"]),
        ("?q=chalk", ["Chalk"]),
        ("?q=sto+ch", ["Chalk"]),
        ("?family=Stone", ["Chalk"]),
        ("?modality=text-to-audio", ["Bell"]),
        ("?provider=nobody", []),
        ("?price=priced", ["Chalk"]),
        ("?price=unpriced", ["Bell", "Ink"]),
        ("?price=free", []),
        ("?price=own", []),
        ("?price=0.05", ["Chalk"]),
        ("?price=0.01", []),
        ("?used=1", []),
        ("?sort=price", ["Chalk"]),
        ("?favorite=1", ["Ink"]),
        ("?price=nonsense&page=x&favorite=2", ["Bell", "Chalk", "Ink"]),
        ("?q=%00", ["Bell", "Chalk", "Ink"]),
    ],
)
def test_models_are_found_by_words_and_filters(
    person: Person, ink: AIModel, bell: AIModel, chalk: AIModel, query: str, found: list[str]
) -> None:
    ink.favor()
    page = person.get(f"/models/{query}")
    assert page.status == 200
    assert named(page) == found


def test_a_search_while_typing_brings_the_list_alone(person: Person, chalk: AIModel) -> None:
    page = person.get("/models/?q=chalk", htmx=True)
    assert page.text.lstrip().startswith("<div") and page.inside("catalogue")
    assert "$0.03 per picture estimate, from 2026-11-22" in page.words


def test_a_catalogue_of_many_pages_keeps_what_is_chosen(person: Person, studio: ProviderAccount) -> None:
    facts = {"provider": studio.provider, "modality": "text-to-image"}
    many = [AIModel(native_id=f"m{n}", name=f"Model {n}", **facts) for n in range(130)]
    AIModel.objects.bulk_create(many)
    page = person.get("/models/?q=model&page=2")
    assert "130 models of 130" in page.words and "Page 2 of 4" in page.words
    assert "/models/?q=model&amp;page=3" in page.text


def test_a_favorite_is_made_and_let_go_of_without_a_script(person: Person, ink: AIModel) -> None:
    person.post(f"/models/{ink.address}/favorite/", {"value": "1"})
    assert AIModel.objects.get(pk=ink.pk).favorite
    page = person.post(f"/models/{ink.address}/favorite/", {"value": "0"}, htmx=True)
    assert 'aria-pressed="false"' in page.text
    assert not AIModel.objects.get(pk=ink.pk).favorite


def test_a_model_shows_whose_price_it_is_and_how_old(person: Person, chalk: AIModel, ink: AIModel) -> None:
    assert "$0.03 per picture estimate, from 2026-11-22" in person.get(f"/models/{chalk.address}/").words
    assert "No price of Ink is known. You can enter one on its page." in (
        person.get(f"/models/{ink.address}/").words
    )


def test_a_price_of_ones_own_is_entered_wins_and_is_taken_back(person: Person, chalk: AIModel) -> None:
    address = f"/models/{chalk.address}/"
    answer = person.post(f"{address}price/", {"amount": "0.05", "currency": "eur", "unit": "image"})
    page = person.follow(answer)
    assert f"€0.05 per picture your own, from {timezone.localdate()}" in page.words
    assert "$0.03 per picture (estimate, from 2026-11-22)" in page.words
    assert "€0.05 per picture" in person.get("/models/?price=own").words
    again = person.follow(person.post(f"{address}price/removal/"))
    assert "$0.03 per picture estimate, from 2026-11-22" in again.words
    assert f"{address}price/removal/" not in again.text


def test_a_wrong_price_is_refused_at_its_field_and_stays_as_typed(person: Person, chalk: AIModel) -> None:
    wrong = {"amount": "cheap", "currency": "USD", "unit": "megapixel"}
    page = person.post(f"/models/{chalk.address}/price/", wrong)
    assert page.status == 422
    assert 'value="cheap"' in page.tag("amount") and 'aria-invalid="true"' in page.tag("amount")
    assert page.inside("price-problem") == "A price is a number such as 0.025."
    assert AIModel.objects.get().own_price_amount is None


def test_the_order_form_prices_with_ones_own_price_at_once(person: Person, chalk: AIModel) -> None:
    chalk.name_price(OwnPrice(Decimal("0.5"), "USD", "image"), on=timezone.now().date())
    answers = {"model": chalk.address, "prompt": "a fox", "copies": "3"}
    page = person.post("/orders/quote/", answers, htmx=True)
    assert "3 images · ≈ $1.50 (price of today)" in page.inside("order-sum")
    assert "≈ $1.50" in page.words


def test_an_order_of_two_models_says_what_each_costs_and_cannot_take(
    person: Person, chalk: AIModel, bell: AIModel
) -> None:
    answers = {"model": [chalk.address, bell.address], "prompt": "a fox", "parameters.steps": "4, 8"}
    page = person.post("/orders/quote/", answers, htmx=True)
    assert "≈ $0.06 + cost not known" in page.words
    assert "Chalk 2 × · 2 images · ≈ $0.06" in page.words
    assert "Bell 1 × · 1 sound · cost not known Bell has no “steps”." in page.words


def test_the_parameters_show_both_names_limits_and_losses(person: Person, chalk: AIModel) -> None:
    words = person.get(f"/models/{chalk.address}/").words
    assert "steps Steps num_inference_steps whole number 1–50 – yes" in words
    assert "A seed from 4,294,967,296 on is sent modulo that." in words
    assert "Stands for width and height, in the shapes that it names." in words
    assert "width Width Set by image_size here." in words
    assert "strength Strength" in words


def test_ones_own_history_tells_how_often_it_succeeds_and_how_long_it_takes(
    person: Person, place: Place, finish: Finish, ink: AIModel
) -> None:
    done, failed = place(copies=10), place()
    finish(done)
    sent = timezone.now()
    for generation in done.generations.all():
        end = sent + timedelta(seconds=generation.number + 1)
        Generation.objects.filter(pk=generation.pk).update(
            submitted_at=sent, started_at=sent + timedelta(seconds=0.5), finished_at=end
        )
    failed.generations.update(status="failed")
    history = history_of(ink)
    assert (history.usual, history.slow, history.usual_wait) == (5.0, 9.0, 0.5)
    words = person.get(f"/models/{ink.address}/").words
    assert "90 % of your last 11 generations · 1 failed" in words
    assert "5.0 s half of them; nine of ten are done within 9.0 s" in words


def test_ones_own_newest_products_are_the_examples(
    person: Person, place: Place, finish: Finish, ink: AIModel
) -> None:
    order = place(copies=14)
    finish(order)
    page = person.get(f"/models/{ink.address}/")
    assert page.text.count('class="tile__link"') == 12
    newest = order.products.order_by("-sort_key").first()
    assert newest and page.tag(f"product-{newest.pk}")


def test_a_model_that_was_never_used_says_so(person: Person, ink: AIModel) -> None:
    words = person.get(f"/models/{ink.address}/").words
    assert "You have not used it yet." in words
    assert "Nothing yet. What you make with Ink shows here, the newest first." in words


def test_a_model_page_asks_few_questions_however_much_was_made(
    person: Person, place: Place, finish: Finish, ink: AIModel, django_assert_max_num_queries: Any
) -> None:
    finish(place(copies=40))
    with django_assert_max_num_queries(12):
        person.get(f"/models/{ink.address}/")


@pytest.mark.parametrize("path", ["nobody:x", "x", "a:b/price", "%00:x", "studio:ink/nothing"])
def test_a_model_that_does_not_exist_is_not_found(person: Person, ink: AIModel, path: str) -> None:
    assert person.get(f"/models/{path}/").status == 404


@pytest.mark.parametrize("word", ["price", "favorite", "price/removal"])
def test_the_id_of_a_model_may_end_like_an_address_of_ours(person: Person, chalk: AIModel, word: str) -> None:
    AIModel.objects.filter(pk=chalk.pk).update(native_id=f"{chalk.native_id}/{word}")
    chalk.refresh_from_db()
    page = person.get(f"/models/{chalk.address}/")
    assert (page.status, "Chalk" in page.words) == (200, True)
    priced = {"amount": "0.5", "currency": "USD", "unit": "image"}
    assert person.post(f"/models/{chalk.address}/price/", priced).status == 302
    chalk.refresh_from_db()
    assert chalk.own_price_amount == Decimal("0.5")


def test_what_was_ordered_with_last_comes_first(
    person: Person, place: Place, ink: AIModel, bell: AIModel
) -> None:
    for address in (ink.address, bell.address, ink.address):
        place(models=(address,))
    text = person.get("/models/?used=1").text
    assert text.index(">Ink <") < text.index(">Bell <")


def test_what_can_be_ordered_with_now_comes_first(
    person: Person, ink: AIModel, studio: ProviderAccount
) -> None:
    ProviderAccount.opened(provider="press", label="Press")
    ProviderAccount.objects.filter(provider="press").update(state=ProviderAccount.State.NO_KEY)
    model("Aardvark", provider="press", modality="text-to-image", parameters=PICTURE)
    gone = model("Abacus", provider="studio", modality="text-to-image", parameters=PICTURE)
    AIModel.objects.filter(pk=gone.pk).update(available=False, vanished_at=timezone.now())
    text = person.get("/models/").text
    assert text.index(">Ink <") < text.index(">Aardvark <") < text.index(">Abacus <")
    assert "no longer offered" in text


def test_the_page_says_how_far_a_refresh_is(person: Person, ink: AIModel) -> None:
    assert "the Providers were never asked" in person.get("/models/").words
    now = timezone.now()
    row = Refresh.begin("studio", at=now)
    row.move(at=now, total=40, read=12)
    page = person.get("/models/")
    assert "12 of 40 read" in page.inside("refresh") and "load delay:1s" in page.tag("refresh")
    row.end(at=now, read=40, came=3, went=1, problem="")
    news = person.get("/models/refresh/news/").words
    assert "40 of 40 read, 3 new, 1 no longer offered" in news and "Refresh" in news


def test_refreshing_begins_by_a_press(person: Person, ink: AIModel) -> None:
    assert person.post("/models/refresh/").address == "/models/"
    assert 'id="refresh"' in person.post("/models/refresh/", htmx=True).text


def test_a_model_that_vanished_says_so_and_offers_no_order(person: Person, ink: AIModel) -> None:
    AIModel.objects.filter(pk=ink.pk).update(available=False, vanished_at=timezone.now())
    page = person.get("/models/studio:ink/")
    assert "no longer offered" in page.words and "Order with it" not in page.words
    refused = person.post("/orders/quote/", {"model": "studio:ink", "prompt": "a fox"}, htmx=True)
    assert "Ink is no longer offered." in refused.words
