"""Who stands at the till: PINs checked, the till locked and unlocked, and all of it in the journal.

A wrong PIN is counted on the disk before it is looked at, so pulling the plug gives no try back. Nobody
is kept from selling by this: who has no PIN signs in with the server's password.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

from app.domain import staff
from app.domain.secret import Secret
from app.domain.staff import Member, Powers, Privilege, Role, Thresholds, Wish
from app.domain.ticket import TicketKey
from app.domain.tries import SLIPS, Tries
from app.errors import Bug, Known
from app.observable import Observable
from app.ports import Journal, Json, OperationType, Record, Vault
from app.services.context import Context
from app.services.session import SessionService
from app.services.staff import ADMIN, Enrolled, StaffBook

USER = "user"
"""The id of whoever came in with the server's password."""


class Event(Enum):
    """What the journal tells of the door: the state of an ACCESS record."""

    LOCKED = "LOCKED"
    UNLOCKED = "UNLOCKED"
    WRONG = "WRONG"
    LOCKED_OUT = "LOCKED_OUT"
    PERMITTED = "PERMITTED"
    ADDED = "ADDED"
    REMOVED = "REMOVED"
    NEW_PIN = "NEW_PIN"
    ADMIN_SET = "ADMIN_SET"
    FORGOTTEN = "FORGOTTEN"


class Cause(Enum):
    """Why the till was locked."""

    KEY = "key"
    IDLE = "idle"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a PIN came to: `member` when it was right, else how long to wait (`wait_s`, whole seconds).

    `slips`: so many more may be wrong before anybody has to wait.
    """

    member: Member | None = None
    wait_s: int = 0
    slips: int = 0


class AccessService:
    """`members` are those who have a PIN; `present` is who stands at the till, None while it is locked.

    A shop without members is never `locked`: its lock is the sign-out. Times are monotonic seconds.
    """

    def __init__(
        self,
        context: Context,
        journal: Journal,
        vault: Vault,
        session: SessionService,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._context = context
        self._journal = journal
        self._vault = vault
        self._session = session
        self._thresholds = thresholds or Thresholds()
        self._book = StaffBook(journal)
        self._turn = asyncio.Lock()
        self.members: Observable[tuple[Member, ...]] = Observable(())
        self.present: Observable[Member | None] = Observable(None)
        self.present.watch(self._name_cashier)

    async def load(self) -> None:
        """Read who has a PIN; once, before anybody may sign in."""
        await self._book.load(self._context.clock.monotonic())
        self.members.set(self._book.members)

    @property
    def powers(self) -> Powers:
        """Whom one can ask for leave."""
        return self._book.powers

    @property
    def locked(self) -> bool:
        """Whether a PIN is wanted before anything else."""
        return bool(self.members.value) and self.present.value is None

    async def by_system(self) -> bool:
        """Whether the operating system keeps this till's secrets."""
        return await self._vault.by_system()

    def needed(self, wish: Wish) -> Role:
        """The role that a wish takes here and now."""
        return staff.needed(wish, self._thresholds, self.powers)

    def wait_s(self, who: str) -> int:
        """Seconds that somebody must still wait."""
        return self._book.tries(who).left(self._context.clock.monotonic())

    def _name_cashier(self, present: Member | None) -> None:
        self._session.cashier = present.name if present is not None else ""

    # --- the door -----------------------------------------------------------------------------------

    async def unlock(self, who: str, pin: Secret) -> Tried:
        """A member's PIN at the locked till."""
        tried = await self.prove(who, pin)
        if tried.member is not None:
            await self._write(Event.UNLOCKED, tried.member)
            self.present.set(tried.member)
        return tried

    async def unlock_by_password(self) -> None:
        """Somebody has just given the server's password instead of a PIN: a cashier without a name."""
        session = self._session.current.value
        if session is None:
            raise Bug("access.no_session")
        member = Member(USER, session.name or session.email, Role.CASHIER)
        self.present.set(member)
        await self._write(Event.UNLOCKED, member)

    async def lock(self, cause: Cause) -> None:
        """Nobody stands at the till any more. Written down, but never held up by the disk."""
        gone = self.present.value
        if gone is not None:
            self.present.set(None)
            await self._write(Event.LOCKED, gone, {"cause": cause.value})

    def leave(self) -> None:
        """The session ended: whoever comes proves it anew."""
        self.present.set(None)

    async def prove(self, who: str, secret: Secret) -> Tried:
        """Whether this is somebody's PIN (or, of ADMIN, the admin secret); one at a time."""
        async with self._turn:
            return await self._prove(who, secret)

    async def _prove(self, who: str, secret: Secret) -> Tried:
        member, now = self._book.member(who), self._context.clock.monotonic()
        before = self._book.tries(who)
        if member is None:
            raise Known("access.nobody")
        if before.left(now):
            return Tried(wait_s=before.left(now))
        counted = before.again(now)
        await self._book.count(who, counted)
        try:
            right = await self._vault.fits(secret, self._book.hash(who))
        except Known:  # it could not be looked at: that is no wrong one
            await self._book.count(who, before)
            raise
        if right:
            await self._book.count(who, Tries())
            return Tried(member)
        wait = counted.left(now)
        body: dict[str, Json] = {"wrong": counted.wrong, "wait_s": wait}
        await self._write(Event.LOCKED_OUT if wait else Event.WRONG, member, body)
        return Tried(wait_s=wait, slips=max(0, SLIPS - counted.wrong))

    # --- leave --------------------------------------------------------------------------------------

    async def permitted(self, wish: Wish, by: Member, about: TicketKey | None = None) -> None:
        """Somebody allowed it: in the journal before it is done."""
        body: dict[str, Json] = {"privilege": wish.privilege.value}
        if wish.count:
            body["count"] = wish.count
        await self._write(Event.PERMITTED, by, body, about, wish)

    # --- members ------------------------------------------------------------------------------------

    async def add(self, name: str, role: Role, pin: Secret, by: Member | None = None) -> Member:
        """A new member; the first one is a supervisor. `Known("access.…")` says what is wrong."""
        name = " ".join(name.split())
        members = self._book.members
        if len(members) >= staff.MOST_MEMBERS:
            raise Known("access.too_many", most=staff.MOST_MEMBERS)
        if not members and role is not Role.SUPERVISOR:
            raise Known("access.first_supervisor")
        self._refuse(staff.name_problem(name, (one.name for one in members)))
        self._refuse(staff.pin_problem(pin.reveal()))
        member = Member(self._context.new_id(), name, role)
        made = await self._vault.hash(pin)
        await self._write(Event.ADDED, by or member, _whom(member))
        await self._book.put(Enrolled(member, made))
        if by is None:
            self.present.set(member)
        self.members.set(self._book.members)
        return member

    async def remove(self, who: str, by: Member) -> None:
        """Take a member out; the last supervisor only as the last one."""
        member = self._known(who)
        if not staff.may_leave(who, self._book.members):
            raise Known("access.last_supervisor")
        await self._write(Event.REMOVED, by, _whom(member))
        await self._book.remove(who)
        await self._book.count(who, Tries())
        self.members.set(self._book.members)
        present = self.present.value
        if present is not None and (present.id == who or not self._book.members):
            await self.lock(Cause.REMOVED)

    async def set_pin(self, who: str, pin: Secret, by: Member) -> None:
        """Another PIN; whoever had to wait need not any more."""
        member = self._known(who)
        self._refuse(staff.pin_problem(pin.reveal()))
        made = await self._vault.hash(pin)
        await self._write(Event.NEW_PIN, by, _whom(member))
        await self._book.put(Enrolled(member, made))
        await self._book.count(who, Tries())

    async def set_admin(self, secret: Secret, by: Member) -> None:
        """The admin secret, which alone ends the program from then on."""
        self._refuse(staff.admin_problem(secret.reveal()), "admin")
        made = await self._vault.hash(secret)
        await self._write(Event.ADMIN_SET, by)
        await self._book.set_admin(made)

    def _known(self, who: str) -> Member:
        found = self._book.member(who)
        if found is None or found is ADMIN:
            raise Known("access.nobody")
        return found

    @staticmethod
    def _refuse(problem: str, what: str = "pin") -> None:
        if problem:
            named = problem if problem.startswith("name") else f"{what}_{problem}"
            raise Known(
                f"access.{named}",
                least=staff.ADMIN_LEAST if what == "admin" else staff.PIN_LEAST,
                most=staff.NAME_MOST if problem.startswith("name") else staff.PIN_MOST,
            )

    # --- the book -----------------------------------------------------------------------------------

    async def _write(
        self,
        event: Event,
        by: Member,
        body: dict[str, Json] | None = None,
        about: TicketKey | None = None,
        wish: Wish | None = None,
    ) -> None:
        """One record: who, in which role, at whose till, with which user of the server."""
        present, session = self.present.value, self._session.current.value
        words: dict[str, Json] = {"by": by.id, "name": by.name, "role": by.role.value}
        if present is not None and present.id != by.id:
            words |= {"cashier": present.id, "cashier_name": present.name}
        if session is not None:
            words["user"] = session.email
        await self._journal.write(
            Record(
                self._context.new_id(),
                OperationType.ACCESS,
                event.value,
                self._context.server.now(),
                number=about.number if about else None,
                day=about.day if about else None,
                amount=wish.amount if wish else None,
                body={**words, **(body or {})},
            )
        )


def _whom(member: Member) -> dict[str, Json]:
    return {"whom": member.id, "whom_name": member.name, "whom_role": member.role.value}


__all__ = ["ADMIN", "AccessService", "Cause", "Event", "Privilege", "Tried"]
