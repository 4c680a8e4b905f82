"""Sessions kept under the hash of their key, so that a copy of the database opens no door.

The key itself is in one place only: the browser's cookie.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone


def _kept(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]  # as long as the column


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        return self._known(self._alive().first())

    async def _aget_session_from_db(self) -> Session | None:
        return self._known(await self._alive().afirst())

    def exists(self, session_key: str) -> bool:
        return super().exists(_kept(session_key))

    async def aexists(self, session_key: str) -> bool:
        return await super().aexists(_kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        return _hidden(super().create_model_instance(data))

    async def acreate_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        return _hidden(await super().acreate_model_instance(data))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(_kept(key))

    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await super().adelete(_kept(key))

    def _alive(self) -> Any:
        return Session.objects.filter(session_key=_kept(self.session_key), expire_date__gt=timezone.now())

    def _known(self, row: Session | None) -> Session | None:
        if row is None:
            self._session_key = None
        return row


def _hidden(row: AbstractBaseSession) -> AbstractBaseSession:
    row.session_key = _kept(row.session_key)
    return row
