"""The Order page: the form, drawn anew when the models change, and its sum while somebody types."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from artfactory.desk.bringing import with_brought
from artfactory.desk.budgets import Said, said_of
from artfactory.desk.context import current_project
from artfactory.desk.forms.again import answers_of, answers_of_request, answers_with_words_of, usual_answers
from artfactory.desk.forms.existing import existing
from artfactory.desk.forms.fixing import fixed
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.presetting import with_preset
from artfactory.desk.forms.sums import Sum
from artfactory.desk.lessons import LESSONS
from artfactory.desk.models import Draft, OrderTemplate
from artfactory.desk.requests import DeskRequest
from artfactory.desk.standing import standing
from artfactory.desk.tiles import tiles
from artfactory.desk.views.drafts import at_home, keep
from artfactory.desk.views.models import offered
from artfactory.desk.views.numbers import whole_number
from artfactory.engine.fresh_prices import PRICES
from artfactory.orders.bodies import request_of
from artfactory.orders.models import Order
from artfactory.orders.repeating import Seeds, request_again
from artfactory.orders.requests import OrderRequest
from artfactory.products.models import Product

TILES_OF_THE_NEWEST = 24
TILES_OF_OTHERS = 8
AFRESH = "afresh"  # said by the address after a draft was put aside
RESULTS = (TILES_OF_THE_NEWEST, TILES_OF_OTHERS, TILES_OF_OTHERS)  # of the newest Orders, beside the form


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    draft = Draft.of(current_project(request))
    if draft and draft.answers and not request.GET:
        return _shown(request, OrderForm(draft.filled_in), draft)
    is_undoable = draft and draft.aside and set(request.GET) == {AFRESH}
    return _shown(request, OrderForm(_first_answers(request)), draft if is_undoable else None)


@require_POST
def draft(request: DeskRequest) -> HttpResponse:
    """The form as it is filled in so far, with a model more or less."""
    if is_for_sum(request):
        return quoted(request)
    form = with_brought(fixed(request.POST), request.FILES)
    keep(request, form)
    if request.htmx:
        return render(request, "desk/parts/asks.html", asked(form, words="") | {"swapped": True})
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def presets(request: DeskRequest) -> HttpResponse:
    """A preset kept, put into the form, or let go of."""
    if is_for_sum(request):
        return quoted(request)
    form = with_preset(request.POST)
    keep(request, form)
    if request.htmx:
        return render(request, "desk/parts/asks.html", asked(form, words="") | {"swapped": True})
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def quote(request: DeskRequest) -> HttpResponse:
    return quoted(request)


@require_POST
def rested(request: DeskRequest) -> HttpResponse:
    """Nobody types any more: what takes longer than a keystroke may is asked now."""
    ask_prices(request.POST)
    form = priced(OrderForm(request.POST))
    context = asked(form, words="") | {"existing": existing(form), "budgets": budgets_of(request, form)}
    return render(request, "desk/parts/rested.html", context)


def is_for_sum(request: DeskRequest) -> bool:
    """After a button was pressed by Enter, htmx sends what is typed next to that button's address."""
    return bool(request.htmx) and request.htmx.target == "order-sum"


def quoted(request: DeskRequest) -> HttpResponse:
    form = OrderForm(request.POST)
    keep(request, form)
    response = render(request, "desk/parts/quote.html", asked(form, words=""))
    return at_home(response, request)


def _shown(request: HttpRequest, form: OrderForm, draft: Draft | None) -> HttpResponse:
    return render(request, "desk/new_order.html", page(request, form) | {"draft": draft})


def page(request: HttpRequest, form: OrderForm) -> dict[str, Any]:
    words = form.answers.get("words", "")
    shown: dict[str, Any] = {"results": results(request), "lessons": LESSONS, "existing": existing(form)}
    shown["budgets"] = budgets_of(request, form)
    return asked(form, words=words) | shown


def asked(form: OrderForm, *, words: str) -> dict[str, Any]:
    """The catalogue is only looked through where the page shows it: not at every keystroke."""
    summed = None
    if form.quote:
        summed = Sum(form.quote, form.reading.hues, of_now=PRICES.are_of_now(form.quote))
    catalogue = partial(offered, words, beside=form.addresses)
    return {"form": form, "sum": summed, "words": words, "offered": catalogue}


def budgets_of(request: HttpRequest, form: OrderForm) -> list[Said]:
    """What a cap and the Budgets would do to it."""
    quoted = form.quote
    return said_of(form.request(), quoted, project=current_project(request)) if quoted else []


def ask_prices(answers: QueryDict) -> None:
    """Of the chosen models, at their Providers: before the form is read, since these prices count then."""
    PRICES.renew(OrderForm(answers).addresses)


def priced(form: OrderForm) -> OrderForm:
    """With the exact cost where a Provider tells it for this very request."""
    if form.quote:
        form.price(PRICES.told(form.quote))
    return form


def results(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest Orders of the Project with their first tiles."""
    orders = Order.objects.filter(project=current_project(request)).newest()[: len(RESULTS)]
    return [result_of(order, limit=limit) for order, limit in zip(orders, RESULTS, strict=False)]


def result_of(order: Order, *, limit: int = TILES_OF_THE_NEWEST) -> dict[str, Any]:
    return {"standing": standing(order), "tiles": tiles(order, limit=limit)}


def _first_answers(request: HttpRequest) -> QueryDict:
    """From the address, from an Order to repeat, or empty with the models used last."""
    if order := _named_in(request):
        return answers_of(order)
    if wanted := _request_named_in(request):
        return answers_of_request(wanted)
    answers = usual_answers(current_project(request))
    if order := _named_in(request, "words_of"):
        return answers_with_words_of(order, answers)
    for name, values in request.GET.lists():
        if name != AFRESH:
            answers.setlist(name, values)
    return answers


def _request_named_in(request: HttpRequest) -> OrderRequest | None:
    """Of a template, or the one that made a Product."""
    template = OrderTemplate.objects.kept().filter(pk=whole_number(request.GET.get("template")) or 0).first()
    if template:
        return request_of(template.order)
    product = Product.objects.visible().filter(pk=whole_number(request.GET.get("product")) or 0).first()
    if product is None or product.generation is None:
        return None
    return request_again(product.generation, seeds=Seeds.SAME, order_seed=0)


def _named_in(request: HttpRequest, name: str = "again") -> Order | None:
    named = whole_number(request.GET.get(name))
    return Order.objects.filter(pk=named).first() if named is not None else None
