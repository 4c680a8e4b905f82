from __future__ import annotations

import csv
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Person

from artfactory.desk.ledger import harmless, written
from artfactory.orders.ledger import By, Ledger
from artfactory.orders.models import Order
from artfactory.projects.models import Project


def made(order: Order, cost: str = "0.12") -> Order:
    order.lines.update(quoted_amount=Decimal("0.10") * order.generations.count(), quoted_currency="USD")
    bill = {"cost_amount": Decimal(cost), "cost_currency": "USD"}
    order.generations.update(status="succeeded", submitted_at=timezone.now(), **bill)
    return order


def test_an_empty_ledger_says_what_it_is_for(person: Person) -> None:
    page = person.get("/ledger/")
    assert "Nothing was spent in these days" in page.words
    assert "CSV" not in page.words


def test_what_was_spent_stands_beside_the_quote(person: Person, place: Place) -> None:
    made(place(copies=2))
    words = person.get("/ledger/").words
    assert "$0.24 spent quoted $0.20, $0.04 more" in words
    assert f"{timezone.localdate()} 2 $0.20 $0.24 +$0.04" in words


@pytest.mark.parametrize("by", By.values)
def test_it_is_told_apart_by(person: Person, place: Place, by: str) -> None:
    made(place())
    names = {"day": f"{timezone.localdate()}", "provider": "Studio", "model": "Ink"}
    assert names.get(by, "Foxes of the north") in person.get(f"/ledger/?by={by}&from=&to=").words


@pytest.mark.parametrize("query", ["by=moon", "from=no&to=0001-01-01", "from=9999-12-31", "by=&from=%00"])
def test_what_cannot_be_read_counts_as_not_said(person: Person, place: Place, query: str) -> None:
    made(place())
    page = person.get(f"/ledger/?{query}")
    assert page.status == 200
    assert "$0.12 spent" in page.words


def test_only_the_chosen_days_are_counted(person: Person, place: Place) -> None:
    made(place())
    assert "Nothing was spent" in person.get("/ledger/?from=2001-01-01&to=2001-02-01").words


def test_as_a_file_it_says_the_same(person: Person, place: Place) -> None:
    made(place())
    assert person.get("/ledger/csv/?by=provider").status == 200
    head, line = csv.reader(written(Ledger(By.PROVIDER)).splitlines())
    told = dict(zip(head, line, strict=True))
    assert told["provider"] == "studio"
    assert (told["billed"], told["quoted"], told["difference"]) == ("0.120000", "0.100000", "0.020000")
    assert told["failed"] == "0.000000"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_no_name_in_the_file_is_a_formula(place: Place, name: str, foxes: Project) -> None:
    made(place())
    Project.objects.filter(pk=foxes.pk).update(name=name)
    rows = list(csv.reader(written(Ledger(By.PROJECT)).splitlines()))
    assert rows[1][1] == f"'{name}"
    assert harmless("a fox - red") == "a fox - red"


def test_the_page_asks_the_database_a_few_things_only(
    person: Person, place: Place, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        made(place(copies=2))
    with django_assert_max_num_queries(14):
        person.get("/ledger/?by=model&from=")


def test_nobody_reads_it_who_has_not_entered(db: None) -> None:
    assert Client(headers={"Host": "127.0.0.1"}).get("/ledger/").status_code == 403
