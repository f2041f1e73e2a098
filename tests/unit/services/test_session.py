"""Signing in and out, and sessions that the server ends."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.outcome import Offline, SignInRequired
from app.domain.secret import Secret
from app.services import session as module
from app.services.session import SessionService
from tests.helpers.fake_api import EMAIL, FakeApi, StillClock


class Line:
    """A session service over a fake server; `seen` are the e-mails of `current`, None for nobody."""

    def __init__(self) -> None:
        self.api = FakeApi(StillClock())
        self.session = SessionService(self.api)
        self.seen: list[str | None] = []
        self.session.current.watch(lambda one: self.seen.append(one.email if one else None), now=False)

    async def enter(self) -> None:
        await self.session.sign_in(f" {EMAIL} ", Secret("clave"))

    def refuse_token(self) -> None:
        for listener in self.api.lost_listeners:
            listener()


async def test_in_and_out():
    line = Line()
    await line.enter()
    await line.session.sign_out()
    await line.session.sign_out()
    assert line.seen == [EMAIL, None]
    assert line.api.calls == ["login", "logout"]
    assert not line.session.was_lost


@pytest.mark.parametrize("failure", [SignInRequired("api.sign_in_refused"), Offline("dns")])
async def test_a_refused_sign_in_leaves_nobody(failure):
    line = Line()
    line.api.fail = {"login": [failure]}
    with pytest.raises(type(failure)):
        await line.enter()
    assert line.session.current.value is None


async def test_a_session_that_the_server_ends_is_known_as_lost_until_the_next_sign_in():
    line = Line()
    await line.enter()
    known: list[bool] = []
    line.session.current.watch(lambda _one: known.append(line.session.was_lost), now=False)
    line.refuse_token()
    line.refuse_token()
    assert known == [True]
    assert line.api.count("logout") == 0
    await line.enter()
    assert not line.session.was_lost
    assert line.seen == [EMAIL, None, EMAIL]


async def test_a_token_refused_while_nobody_is_signed_in_is_nothing_lost():
    line = Line()
    line.refuse_token()
    assert not line.session.was_lost
    await line.enter()
    await line.session.sign_out()
    line.refuse_token()
    assert not line.session.was_lost


async def test_locking_does_not_wait_long_for_a_server_that_is_silent(monkeypatch):
    line = Line()
    await line.enter()
    monkeypatch.setattr(module, "LOGOUT_S", 0.0)
    silent = asyncio.Event()

    async def logout() -> None:
        await silent.wait()

    monkeypatch.setattr(line.api, "logout", logout)
    await line.session.sign_out()
    assert line.session.current.value is None
