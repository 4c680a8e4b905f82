from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from artfactory.web.tokens import has_token

TOKEN = "sesame-0123456789"


def shown(text: str, *, token: str = TOKEN) -> bool:
    with override_settings(API_TOKEN=token):
        return has_token(RequestFactory().get("/", headers={"Authorization": text}))


@pytest.mark.parametrize("text", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER  {TOKEN} "])
def test_the_token_is_known_as_bearer(text: str) -> None:
    assert shown(text)


@pytest.mark.parametrize("text", ["", "Bearer", TOKEN, f"Basic {TOKEN}", "Bearer sesame", "Bearer sésame"])
def test_anything_else_is_not_the_token(text: str) -> None:
    assert not shown(text)


def test_an_emptied_token_opens_nothing() -> None:
    assert not any(shown(text, token="") for text in ("", "Bearer", "Bearer "))
