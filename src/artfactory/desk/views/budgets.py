"""Settings › Budgets, and the cap of one Order."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from artfactory.desk.budgets import standings
from artfactory.desk.forms.budgets import USUAL, BudgetForm
from artfactory.desk.views.back import back
from artfactory.engine.models import Event
from artfactory.orders.caps import CapRefused, read_caps, read_money
from artfactory.orders.models import Budget, Order


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, BudgetForm())
    form = BudgetForm(request.POST)
    if form.is_valid() and _kept(form):
        messages.success(request, _("The budget counts from now on."))
        return redirect("desk:budgets")
    return _page(request, form, status=422)


@require_POST
def change(request: HttpRequest, budget_id: int) -> HttpResponse:
    """Another amount; its currency stays."""
    budget = get_object_or_404(Budget.objects.standing(), pk=budget_id)
    try:
        most = read_money(request.POST.get("most", ""), otherwise=budget.currency)
    except CapRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:budgets")
    if most.currency != budget.currency:
        messages.error(request, _("That budget is in %(currency)s.") % {"currency": budget.currency})
        return redirect("desk:budgets")
    budget.raise_to(most.amount)
    messages.success(request, _("The budget is now %(which)s.") % {"which": budget.words})
    return redirect("desk:budgets")


@require_POST
def removal(request: HttpRequest, budget_id: int) -> HttpResponse:
    budget = get_object_or_404(Budget.objects.standing(), pk=budget_id)
    words = budget.words
    budget.delete()
    messages.success(request, _("The budget of %(which)s counts no more.") % {"which": words})
    return redirect("desk:budgets")


@require_POST
def cap(request: HttpRequest, order_id: int) -> HttpResponse:
    """What the Order may cost from now on; empty: as much as it does."""
    order = get_object_or_404(Order, pk=order_id)
    currencies = set(order.lines.exclude(quoted_currency="").values_list("quoted_currency", flat=True))
    usual = currencies.pop() if len(currencies) == 1 else USUAL
    try:
        costs = read_caps(request.POST.get("max_cost", ""), otherwise=usual)
    except CapRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:order", order.pk)
    order.cap(costs)
    order.settle(at=timezone.now())
    Event.tell(Event.of_order(order.pk))
    return back(request, otherwise="desk:production")


def _kept(form: BudgetForm) -> bool:
    try:
        with transaction.atomic():
            Budget.objects.create(**form.facts)
    except IntegrityError:
        form.add_error("most", _("There is such a budget already, in that currency. Change that one."))
        return False
    return True


def _page(request: HttpRequest, form: BudgetForm, *, status: int = 200) -> HttpResponse:
    context = {"here": "budgets", "budgets": standings(), "form": form}
    return render(request, "desk/settings/budgets.html", context, status=status)
