"""Who works at this till: members with a role and a PIN, and what each role may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from app.money import Money

PIN_LEAST, PIN_MOST = 6, 10
"""Digits of a PIN. Six, because one of four is guessed in ten tries once in a thousand."""
ADMIN_LEAST, ADMIN_MOST = 10, 64
"""Characters of the admin secret: it may be tried on a stolen disk, where no lock-out counts."""
NAME_MOST = 24
MOST_MEMBERS = 12

_PIN_DISTINCT, _ADMIN_DISTINCT = 3, 5


class Role(Enum):
    """What somebody may do, from less to more. ADMIN is no member: it is whoever knows the admin secret."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        """Whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Privilege(Enum):
    """What not everybody may do."""

    VOID = "void"
    REPRINT = "reprint"
    PRIZE = "prize"
    ADOPT = "adopt"
    SHIFT = "shift"
    STAFF = "staff"
    ADMIN = "admin"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a PIN. `id` never comes back, so what the journal says of it stays true."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a supervisor is asked: above these amounts (None: never), beyond so many copies."""

    void_above: Money | None = None
    prize_above: Money | None = None
    copies: int = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that may need more than a cashier: what, of which amount, how often it was done before."""

    privilege: Privilege
    amount: Money | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Powers:
    """Who there is to ask: whether anybody is a supervisor, and whether there is an admin secret."""

    supervisor: bool = False
    admin: bool = False


def needed(wish: Wish, thresholds: Thresholds, powers: Powers) -> Role:
    """The role that a wish takes. A shop that has arranged nothing keeps nobody from anything."""
    role = _asked(wish, thresholds)
    if role is Role.ADMIN and not powers.admin:
        role = Role.SUPERVISOR if wish.privilege is Privilege.ADMIN else Role.CASHIER
    if role is Role.SUPERVISOR and not powers.supervisor:
        return Role.CASHIER
    return role


def _asked(wish: Wish, thresholds: Thresholds) -> Role:
    match wish.privilege:
        case Privilege.VOID:
            return _above(wish.amount, thresholds.void_above)
        case Privilege.PRIZE:
            return _above(wish.amount, thresholds.prize_above)
        case Privilege.REPRINT:
            return Role.SUPERVISOR if wish.count >= thresholds.copies else Role.CASHIER
        case Privilege.ADOPT | Privilege.SHIFT | Privilege.STAFF:
            return Role.SUPERVISOR
        case Privilege.EXIT | Privilege.ADMIN:
            return Role.ADMIN


def _above(amount: Money | None, limit: Money | None) -> Role:
    """An amount that nobody knows is above every limit."""
    if limit is None or (amount is not None and amount <= limit):
        return Role.CASHIER
    return Role.SUPERVISOR


def pin_problem(pin: str) -> str:
    """Why `pin` cannot be one ("length", "digits", "easy"), or "".

    Easy are fewer than three different digits, and digits that run up or down: the first that anybody tries.
    """
    if not (pin.isascii() and pin.isdigit()):
        return "digits"
    if not PIN_LEAST <= len(pin) <= PIN_MOST:
        return "length"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(set(pin)) < _PIN_DISTINCT or steps in ({1}, {9}):
        return "easy"
    return ""


def admin_problem(secret: str) -> str:
    """Why `secret` cannot be the admin's ("length", "easy"), or ""."""
    if not ADMIN_LEAST <= len(secret) <= ADMIN_MOST:
        return "length"
    return "easy" if len(set(secret)) < _ADMIN_DISTINCT else ""


def name_problem(name: str, others: Iterable[str]) -> str:
    """Why somebody cannot be called that ("name", "name_twice"), or ""."""
    if not name or len(name) > NAME_MOST or not name.isprintable():
        return "name"
    return "name_twice" if name.casefold() in {other.casefold() for other in others} else ""


def may_leave(member: str, members: Iterable[Member]) -> bool:
    """Whether somebody may be removed: the last supervisor only when nobody else stays behind."""
    stay = [one for one in members if one.id != member]
    return not stay or any(one.role is Role.SUPERVISOR for one in stay)
