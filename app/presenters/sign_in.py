"""Signing in: e-mail and password to the server, then everything there is to sell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.domain.secret import Secret
from app.domain.session import Session
from app.errors import Known
from app.i18n import t
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Notices, sentence
from app.presenters.views import SignInView
from app.services.set import Services


class SignInPresenter:
    """The sign-in form. `entered` starts after a sign-in whose catalogue was learnt."""

    def __init__(
        self, services: Services, notices: Notices, entered: Callable[[], Awaitable[None]], email: str
    ) -> None:
        self._services = services
        self._entered = entered
        self._times = 0
        self._tasks = Tasks(notices.failed)
        self.state = Observable(SignInView(email=email, ready=True, training=services.context.training))
        services.session.current.watch(self._session_changed, now=False)

    def _session_changed(self, session: Session | None) -> None:
        """The server ended it: one sentence says why the form is back."""
        if session is None and self._services.session.was_lost:
            self.state.set(replace(self.state.value, error=t("signin.lost")))

    def offer(self, email: str, password: str) -> None:
        """In practice mode the form is filled with the practice account (whose password is public)."""
        email = self.state.value.email or email
        hint = t("signin.practice", email=email, password=password)
        self.state.set(replace(self.state.value, hint=hint, email=email, password=password))

    def submit(self, email: str, password: str) -> None:
        """Sign in; a second tap while it runs is dropped."""
        if not email.strip() or not password:
            self.state.set(replace(self.state.value, email=email, error=t("signin.missing")))
            return
        self._tasks.start("sign-in", lambda: self._submit(email, Secret(password)))

    async def _submit(self, email: str, password: Secret) -> None:
        await self.enter_with(email, password)

    async def enter_with(self, email: str, password: Secret) -> Known | None:
        """Sign in and learn the catalogue; what kept it from that, which the form tells too."""
        self.state.set(replace(self.state.value, email=email, busy=True, error=""))
        error: Known | None = None
        try:
            await self._enter(email, password)
        except Exception as failure:
            await self._services.session.sign_out()
            if not isinstance(failure, Known):
                raise
            error = failure
        finally:
            told = sentence(error) if error is not None else ""
            self.state.set(replace(self.state.value, busy=False, error=told))
        if error is None:
            # Old doubts may take minutes: should the sign-in be lost meanwhile, the form is free.
            self._times += 1
            self._tasks.start(f"entered-{self._times}", self._begin)
        return error

    async def _begin(self) -> None:
        await self._entered()

    async def _enter(self, email: str, password: Secret) -> None:
        services = self._services
        services.resolver.serve(await services.session.sign_in(email, password))
        await services.connectivity.sync_clock(samples=3)
        await services.resolver.freshen()
        await services.catalog.load()
        catalog = services.catalog.catalog.value
        services.resolver.fit(catalog.agency.seconds_to_cancel if catalog else 0)
        if catalog is not None and not catalog.agency.active:
            raise Known("signin.agency_blocked", agency=catalog.agency.name)
