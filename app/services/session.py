"""Signing in and out; the token lives in the API client's memory only."""

from __future__ import annotations

from app.domain.secret import Secret
from app.domain.session import Session
from app.observable import Observable
from app.ports import LotteryApi


class SessionService:
    """Who is signed in (`current`), or nobody."""

    def __init__(self, api: LotteryApi) -> None:
        self._api = api
        self.current: Observable[Session | None] = Observable(None)

    async def sign_in(self, email: str, password: Secret) -> Session:
        """Sign in; raises `SignInRequired`, `Offline`, `ReadRefused` as the port says."""
        session = await self._api.login(email.strip(), password)
        self.current.set(session)
        return session

    async def sign_out(self) -> None:
        """Forget the session here, then tell the server, best effort."""
        if self.current.value is None:
            return
        self.current.set(None)
        await self._api.logout()

    def lost(self) -> None:
        """The server no longer knows the token: ask for sign-in again; nothing typed is lost."""
        self.current.set(None)
