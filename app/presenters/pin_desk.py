"""Proving who one is: somebody of a list, a PIN, and the wait after wrong ones. The lock and the
supervisor's overlay are made of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from app.domain.format import left_text
from app.domain.secret import Secret
from app.domain.staff import Member, Role
from app.errors import Known
from app.i18n import t
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Notices, sentence
from app.presenters.views_access import PersonView, PinView
from app.services.access import AccessService, Tried


class PinDesk:
    """`right` gets the member whose PIN it was. What is typed stays in the widget until it is tried."""

    def __init__(
        self,
        access: AccessService,
        notices: Notices,
        try_pin: Callable[[str, Secret], Awaitable[Tried]],
        right: Callable[[Member], None],
    ) -> None:
        self._access = access
        self._try = try_pin
        self._right = right
        self._tasks = Tasks(notices.failed)
        self._attempt = 0
        self._told_wait = False
        self.state: Observable[PinView] = Observable(PinView())

    def open(self, people: tuple[Member, ...], first: str = "") -> None:
        """Begin anew with these people; `first` is chosen when among them."""
        chosen = first if first in {one.id for one in people} else (people[0].id if people else "")
        shown = tuple(
            PersonView(one.id, one.name, t(f"access.role.{one.role.value}"), one.id == chosen)
            for one in people
        )
        secret = any(one.role is Role.ADMIN for one in people)
        self._attempt += 1
        self._told_wait = False
        self.state.set(PinView(shown, attempt=self._attempt, secret=secret))
        self.tick()

    def choose(self, key: str) -> None:
        """Somebody else."""
        view = self.state.value
        if view.busy or key == view.chosen or key not in {one.key for one in view.people}:
            return
        people = tuple(replace(one, chosen=one.key == key) for one in view.people)
        self._attempt += 1
        self._told_wait = False
        self.state.set(replace(view, people=people, error="", waiting=False, attempt=self._attempt))
        self.tick()

    def move(self, step: int) -> None:
        """The next one or the one before, round about."""
        keys = [one.key for one in self.state.value.people]
        if keys:
            self.choose(keys[(keys.index(self.state.value.chosen) + step) % len(keys)])

    def submit(self, pin: str) -> None:
        """Try it; a second tap while it is looked at is dropped."""
        view = self.state.value
        if pin and view.chosen and not view.waiting:
            self._tasks.start("pin", lambda: self._submit(view.chosen, Secret(pin)))

    async def _submit(self, who: str, pin: Secret) -> None:
        self.state.set(replace(self.state.value, busy=True, error=""))
        tried, error = Tried(), ""
        try:
            tried = await self._try(who, pin)
        except Known as failure:
            error = sentence(failure)
        finally:
            self._attempt += 1
            self.state.set(replace(self.state.value, busy=False, attempt=self._attempt, error=error))
        if tried.member is not None:
            self._right(tried.member)
        elif tried.wait_s:
            self.tick()
        elif not error:
            key = "access.wrong_secret" if self.state.value.secret else "access.wrong_pin"
            self.state.set(replace(self.state.value, error=t(key)))

    def tick(self) -> None:
        """A second has passed: the wait gets shorter."""
        view = self.state.value
        if view.busy or not view.chosen:
            return
        left = self._access.wait_s(view.chosen)
        if left:
            self.state.set(replace(view, waiting=True, error=t("access.wait", left=wait_text(left))))
        elif view.waiting:
            self.state.set(replace(view, waiting=False, error=""))


def wait_text(seconds: int) -> str:
    """`0:30`, `12:05`, from an hour on `1 h 30`."""
    return left_text(timedelta(seconds=seconds))
