"""The agencies and cashiers that the server is born with, and as many more as a load test wants."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entity:
    """An agency: what get-data tells of it."""

    id: int
    name: str
    rif: str
    header: str
    footer: str
    parent_id: int = 212
    parent_name: str = "GRUPO PRÁCTICA"


@dataclass(frozen=True, slots=True)
class Account:
    """A cashier's sign-in at one agency. The password is public: this server sells nothing."""

    user_id: int
    email: str
    password: str = field(repr=False)
    name: str
    entity: Entity


_FOOTER = "TICKET DE PRÁCTICA: NO TIENE VALOR"
_FIRST = Entity(213, "AGENCIA PRÁCTICA", "J-00000000-0", "AGENCIA DE PRÁCTICA", _FOOTER)
_SECOND = Entity(214, "AGENCIA PRÁCTICA 2", "J-00000001-0", "AGENCIA DE PRÁCTICA 2", _FOOTER)

ACCOUNTS = (
    Account(864, "cajero1@taquilla.test", "clave-1", "Cajero 1", _FIRST),
    Account(865, "cajero2@taquilla.test", "clave-2", "Cajero 2", _FIRST),
    Account(866, "cajero3@taquilla.test", "clave-3", "Cajero 3", _SECOND),
)
_BY_USER = {account.user_id: account for account in ACCOUNTS}
_BY_EMAIL = {account.email: account for account in ACCOUNTS}

MOST_TERMINALS = 100_000
_FIRST_USER, _FIRST_ENTITY = 100_000, 300_000
_EMAIL = re.compile(r"terminal([1-9][0-9]{0,5})@taquilla\.test")


def terminal_account(number: int) -> Account:
    """The account of terminal 1, 2, 3, …: a user and an agency of its own, password `clave-N`."""
    if not 1 <= number <= MOST_TERMINALS:
        raise LookupError(f"no terminal {number}")
    name = f"AGENCIA {number}"
    entity = Entity(_FIRST_ENTITY + number, name, f"J-{number:08}-0", name, _FOOTER)
    email = f"terminal{number}@taquilla.test"
    return Account(_FIRST_USER + number, email, f"clave-{number}", f"Terminal {number}", entity)


def by_user(user_id: int) -> Account:
    """The account with this id. `LookupError` for an unknown one."""
    return _BY_USER[user_id] if user_id in _BY_USER else terminal_account(user_id - _FIRST_USER)


def by_email(email: str, terminals: int) -> Account | None:
    """Who signs in with this e-mail: the usual accounts, and so many terminals."""
    found = _EMAIL.fullmatch(email)
    if found is None:
        return _BY_EMAIL.get(email)
    number = int(found[1])
    return terminal_account(number) if number <= min(terminals, MOST_TERMINALS) else None
