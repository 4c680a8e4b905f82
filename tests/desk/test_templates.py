"""The order form filled in from a template, or from what made a Product."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.desk.forms.again import answers_of, answers_of_request
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.models import OrderTemplate
from artfactory.orders.models import Generation
from artfactory.orders.repeating import Seeds, request_again
from artfactory.products.models import Product


def test_a_template_fills_the_form(person: Person, ink: AIModel) -> None:
    order = {"models": [ink.address], "prompt": "a [red,grey] fox", "parameters": {"steps": "8, 10"}}
    template = OrderTemplate.keep("Foxes", order | {"copies": 3}, at=timezone.now())
    page = person.get(f"/orders/new/?template={template.pk}")
    assert 'value="8, 10"' in page.tag("parameter-steps")
    assert "a [red,grey] fox" in page.inside("prompt") and "12" in page.inside("order-button")


def test_what_is_no_template_opens_the_usual_form(person: Person, ink: AIModel) -> None:
    for named in ("7", "x", ""):
        assert person.get(f"/orders/new/?template={named}").status == 200


def test_what_made_a_product_is_the_same_request_when_it_is_sent_unchanged(
    person: Person, place: Place, finish: Finish
) -> None:
    order = place(r"a \[x\] fox, 1\:2", parameters={"steps": 8, "style": "a, b", "format": "png"})
    finish(order)
    before = order.generations.get()
    page = person.get(f"/orders/new/?product={Product.objects.get().pk}")
    assert r"a \[x\] fox" in page.inside("prompt")
    form = OrderForm(_sent(before))
    assert form.quote and [planned.request for planned in form.quote.planned()] == [before.request]


def _sent(generation: Generation) -> QueryDict:
    return answers_of_request(request_again(generation, seeds=Seeds.SAME, order_seed=9))


def test_an_order_that_left_something_out_is_ordered_again_whole(
    person: Person, place: Place, finish: Finish
) -> None:
    finish(place(parameters={"steps": "4"}, seed="7"))
    order = place(parameters={"steps": "4, 8"}, seed="7", skip_existing=True)
    assert order.generations.count() == 1
    again = OrderForm(answers_of(order))
    assert again.quote and again.quote.count == 2 and not again.refused
