"""Leave for what not everybody may do: a supervisor's PIN, or the admin secret, over the screen."""

from __future__ import annotations

import asyncio

from app.domain.staff import Member, Privilege, Role, Wish
from app.domain.ticket import TicketKey
from app.i18n import t
from app.presenters.base import Observable
from app.presenters.notices import Notices
from app.presenters.operator import tail
from app.presenters.pin_desk import PinDesk
from app.presenters.views_access import LeaveView
from app.services.access import ADMIN, AccessService

_ALWAYS_ASKED = frozenset({Privilege.STAFF, Privilege.ADMIN, Privilege.EXIT})
"""What even a supervisor at the till proves anew: a till left alone for a minute must not give it away."""

NOBODY = Member("", "", Role.CASHIER)
"""Who is at a till without PINs."""


class AuthorityPresenter:
    """`app.services.context.Authority`. `state` is what is asked for at this moment, None for nothing."""

    def __init__(self, access: AccessService, notices: Notices) -> None:
        self._access = access
        self._turn = asyncio.Lock()
        self._answer: asyncio.Future[Member | None] | None = None
        self.state: Observable[LeaveView | None] = Observable(None)
        access.present.watch(self._present_changed, now=False)
        self.desk = PinDesk(access, notices, access.prove, self._settle)

    async def permit(self, wish: Wish, about: TicketKey | None = None) -> bool:
        """See `Authority.permit`."""
        return await self.allowed(wish, about) is not None

    def asks(self, wish: Wish) -> bool:
        """Whether somebody would have to prove themselves for it, here and now."""
        role, present = self._access.needed(wish), self._access.present.value
        if role is Role.CASHIER:
            return False
        return wish.privilege in _ALWAYS_ASKED or present is None or not present.role.covers(role)

    async def allowed(self, wish: Wish, about: TicketKey | None = None) -> Member | None:
        """Who allows it; None when nobody did. A cashier's own right is allowed by nobody in particular."""
        role = self._access.needed(wish)
        present = self._access.present.value
        if role is Role.CASHIER:
            return present or NOBODY
        member = await self._ask(role, wish, about) if self.asks(wish) else present
        if member is not None:
            await self._access.permitted(wish, member, about)
        return member

    async def _ask(self, role: Role, wish: Wish, about: TicketKey | None) -> Member | None:
        """One at a time."""
        async with self._turn:
            self._answer = asyncio.get_running_loop().create_future()
            self.desk.open(self._who_may(role))
            self.state.set(LeaveView(t(f"access.leave.{role.value}"), _what(wish, about)))
            try:
                return await self._answer
            finally:
                self._answer = None
                self.state.set(None)
                self.desk.open(())

    def _who_may(self, role: Role) -> tuple[Member, ...]:
        if role is Role.ADMIN:
            return (ADMIN,)
        return tuple(one for one in self._access.members.value if one.role.covers(role))

    def _present_changed(self, present: Member | None) -> None:
        """Whoever wanted it is gone: the till was locked."""
        if present is None:
            self.cancel()

    def cancel(self) -> None:
        """Nobody gives leave."""
        self._settle(None)

    def _settle(self, member: Member | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(member)

    def tick(self) -> None:
        """A second has passed."""
        if self.state.value is not None:
            self.desk.tick()


def _what(wish: Wish, about: TicketKey | None) -> str:
    """What leave is asked for, in words."""
    amount = wish.amount.text(cents=False) if wish.amount is not None else t("access.unknown_amount")
    number = tail(about.number) if about is not None else ""
    return t(f"access.ask.{wish.privilege.value}", number=number, amount=amount, count=wish.count)
