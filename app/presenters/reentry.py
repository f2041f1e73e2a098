"""In with a PIN alone: the server's password is remembered, the PIN lets it be used."""

from __future__ import annotations

from app.errors import Known
from app.presenters.base import Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.shell import ShellPresenter
from app.presenters.sign_in import SignInPresenter
from app.presenters.views import Screen
from app.services.set import Services

REFUSED = "api.sign_in_refused"


class Reentry:
    """At the start, and when the session ends: the lock instead of the form, where a password is kept."""

    def __init__(
        self, services: Services, notices: Notices, shell: ShellPresenter, sign_in: SignInPresenter
    ) -> None:
        self._services = services
        self._notices = notices
        self._shell = shell
        self._sign_in = sign_in
        self._tasks = Tasks(notices.failed)
        shell.reenter_by(lambda: services.remembered.there, self.enter)

    def look(self) -> None:
        """Once, at the start: is a password kept? The form is there meanwhile."""
        self._tasks.start("look", self._look)

    async def _look(self) -> None:
        services = self._services
        there = await services.remembered.look()
        if there and services.session.current.value is None and not self._sign_in.state.value.busy:
            self._shell.screen.set(Screen.LOCK)

    def enter(self) -> None:
        """A PIN was right while nobody was signed in."""
        self._tasks.start("enter", self._enter)

    async def _enter(self) -> None:
        services = self._services
        self._shell.screen.set(Screen.SIGN_IN)
        try:
            found = await services.remembered.recall()
        except Known:
            services.access.leave()
            raise
        if found is None:
            services.remembered.there = False
            services.access.leave()
            return
        error = await self._sign_in.enter_with(*found)
        if error is not None and error.code == REFUSED:  # another password by now: the form asks for it
            services.access.leave()
            await services.remembered.forget()
        elif error is not None:
            services.access.leave()
            self._shell.screen.set(Screen.LOCK)
            self._notices.show(Level.WARN, sentence(error))
