"""The locked till: who is there, and the PIN. What was being done waits as it was."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.staff import Member
from app.presenters.notices import Notices
from app.presenters.pin_desk import PinDesk
from app.services.access import USER
from app.services.set import Services


class LockPresenter:
    """`password` is called when somebody has no PIN at hand."""

    def __init__(self, services: Services, notices: Notices, password: Callable[[], None]) -> None:
        self._access = services.access
        self._password = password
        self._last = ""
        self.desk = PinDesk(services.access, notices, services.access.unlock, lambda _member: None)
        services.access.present.watch(self._present_changed)
        services.access.members.watch(lambda _members: self._open())

    def _present_changed(self, present: Member | None) -> None:
        if present is not None and present.id != USER:
            self._last = present.id
        self._open()

    def _open(self) -> None:
        """Whoever was here last is offered first."""
        if self._access.locked:
            self.desk.open(self._access.members.value, self._last)

    def password(self) -> None:
        """The server's password instead."""
        self._password()

    def tick(self) -> None:
        """A second has passed."""
        if self._access.locked:
            self.desk.tick()
