"""One engine for each library, on either database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from artfactory.engine.lock import ADVISORY, Taken, scheduler_lock

pytestmark = pytest.mark.django_db(transaction=True)


def others_can_take_it() -> bool:
    try:
        with scheduler_lock(wait=False, stop=threading.Event()):
            return True
    except Taken:
        return False


def test_a_second_one_is_refused_until_the_first_has_let_go() -> None:
    with scheduler_lock(wait=False, stop=threading.Event()) as held:
        assert held is not None and held.is_held
        assert not others_can_take_it()
    assert others_can_take_it()
    assert not held.is_held


def test_whether_it_is_held_is_told_to_every_thread() -> None:
    with scheduler_lock(wait=False, stop=threading.Event()) as held, ThreadPoolExecutor(1) as other:
        assert held is not None and other.submit(lambda: held.is_held).result()


def test_who_loses_the_connection_that_it_is_bound_to_knows() -> None:
    with scheduler_lock(wait=False, stop=threading.Event()) as held:
        assert held is not None and held.is_held
        lost = cut_the_connection_of_the_lock()
        assert held.is_held is not lost
    assert others_can_take_it()


def cut_the_connection_of_the_lock() -> bool:
    """Whether there is one."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [ADVISORY],
        )
        return bool(cursor.fetchall())
