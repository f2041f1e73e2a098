"""The agencies and cashiers that the server is born with."""

from __future__ import annotations

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
BY_USER = {account.user_id: account for account in ACCOUNTS}
BY_EMAIL = {account.email: account for account in ACCOUNTS}
