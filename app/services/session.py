"""Signing in and out; the token lives in the API client's memory only."""

from __future__ import annotations

import asyncio
import logging

from app.domain.secret import Secret
from app.domain.session import Session
from app.observable import Observable
from app.ports import LotteryApi

log = logging.getLogger("taquilla.session")

LOGOUT_S = 3.0


class SessionService:
    """Who is signed in (`current`), or nobody, and whether the server ended the last session.

    `cashier` is the name of who gave a PIN; `who` that name, else the one the server knows.

    The server may end one at any time, in the middle of anything: the token grew old, or the same
    user signed in elsewhere. Whatever was being typed stays; what was being sent has its own end.
    """

    def __init__(self, api: LotteryApi) -> None:
        self._api = api
        self.was_lost = False
        self.cashier = ""
        self.current: Observable[Session | None] = Observable(None)
        api.watch_sign_in(self.lost)

    @property
    def who(self) -> str:
        """The name of whoever is at the till; "" for nobody."""
        session = self.current.value
        return self.cashier or ((session.name or session.email) if session is not None else "")

    async def sign_in(self, email: str, password: Secret) -> Session:
        """Sign in; raises `SignInRequired`, `Offline`, `ReadRefused` as the port says."""
        session = await self._api.login(email.strip(), password)
        self.was_lost = False
        self.current.set(session)
        return session

    async def sign_out(self) -> None:
        """Forget the session here, then tell the server, best effort: nobody waits for it for long."""
        if self.current.value is None:
            return
        self.was_lost = False
        self.current.set(None)
        try:
            async with asyncio.timeout(LOGOUT_S):
                await self._api.logout()
        except TimeoutError:
            log.info("the server was not told of the sign-out in time")

    def lost(self) -> None:
        """The server no longer knows the token: ask for sign-in again; nothing typed is lost."""
        if self.current.value is not None:
            log.warning("the server ended the session")
            self.was_lost = True
            self.current.set(None)
