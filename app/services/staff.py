"""The members of this till, as the journal keeps them: who, which role, the hash of the PIN, wrong tries."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from app.domain.staff import Member, Powers, Role
from app.domain.tries import Tries
from app.ports import Journal, Json

log = logging.getLogger("taquilla.staff")

STAFF, WRONG = "staff", "staff_tries"
ADMIN = Member("admin", "", Role.ADMIN)
"""Whoever knows the admin secret."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member and the hash of the PIN."""

    member: Member
    hash: str


class StaffBook:
    """Reads and keeps. `load` first; what is kept is on the disk before it counts here."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._enrolled: tuple[Enrolled, ...] = ()
        self._admin = ""
        self._tries: dict[str, Tries] = {}

    async def load(self, now: float) -> None:
        """What was kept. Waits that were running begin anew at monotonic `now`."""
        kept = await self._journal.kept(STAFF)
        table = kept if isinstance(kept, dict) else {}
        listed = table.get("members")
        found = [_enrolled(one) for one in (listed if isinstance(listed, list) else [])]
        self._enrolled = tuple(one for one in found if one is not None)
        if len(self._enrolled) < len(found):
            log.warning("%d kept members cannot be read", len(found) - len(self._enrolled))
        admin = table.get("admin")
        self._admin = admin if isinstance(admin, str) else ""
        wrong = await self._journal.kept(WRONG)
        counts = wrong.items() if isinstance(wrong, dict) else ()
        self._tries = {who: Tries(count, now) for who, count in counts if isinstance(count, int)}

    @property
    def members(self) -> tuple[Member, ...]:
        """Everybody, in the order of coming."""
        return tuple(one.member for one in self._enrolled)

    @property
    def powers(self) -> Powers:
        """Whom one can ask."""
        boss = any(one.role is Role.SUPERVISOR for one in self.members)
        return Powers(supervisor=boss, admin=bool(self._admin))

    def member(self, who: str) -> Member | None:
        """The member of an id; ADMIN by its own, while there is an admin secret."""
        if who == ADMIN.id:
            return ADMIN if self._admin else None
        return next((one for one in self.members if one.id == who), None)

    def hash(self, who: str) -> str:
        """The hash of somebody's PIN, or of the admin secret; "" for nobody."""
        if who == ADMIN.id:
            return self._admin
        return next((one.hash for one in self._enrolled if one.member.id == who), "")

    def tries(self, who: str) -> Tries:
        """The wrong ones of somebody."""
        return self._tries.get(who, Tries())

    async def put(self, enrolled: Enrolled) -> None:
        """Add a member, or give one another PIN or role."""
        mine = enrolled.member.id
        if self.member(mine) is None:
            await self._keep((*self._enrolled, enrolled), self._admin)
        else:
            others = tuple(enrolled if one.member.id == mine else one for one in self._enrolled)
            await self._keep(others, self._admin)

    async def remove(self, who: str) -> None:
        """Take a member out."""
        await self._keep(tuple(one for one in self._enrolled if one.member.id != who), self._admin)

    async def set_admin(self, made: str) -> None:
        """The hash of the admin secret; "" for none."""
        await self._keep(self._enrolled, made)

    async def clear(self) -> None:
        """Nobody has a PIN any more, and there is no admin secret."""
        await self._keep((), "")
        await self._journal.keep(WRONG, {})
        self._tries = {}

    async def count(self, who: str, tries: Tries) -> None:
        """Keep somebody's wrong ones."""
        after = {**self._tries, who: tries}
        counts: dict[str, Json] = {one: seen.wrong for one, seen in after.items() if seen.wrong}
        await self._journal.keep(WRONG, counts)
        self._tries = {one: seen for one, seen in after.items() if seen.wrong}

    async def _keep(self, enrolled: tuple[Enrolled, ...], admin: str) -> None:
        listed: list[Json] = [
            {"id": one.member.id, "name": one.member.name, "role": one.member.role.value, "hash": one.hash}
            for one in enrolled
        ]
        await self._journal.keep(STAFF, {"members": listed, "admin": admin})
        self._enrolled, self._admin = enrolled, admin


def _enrolled(data: Json) -> Enrolled | None:
    """One kept member; None when it cannot be read."""
    match data:
        case {"id": str(id_), "name": str(name), "role": str(role), "hash": str(made)}:
            try:
                return Enrolled(Member(id_, name, Role(role)), made)
            except ValueError:
                return None
        case _:
            return None
