"""PINs as hashes: argon2id with the figures of OWASP (19 MiB, two rounds, one lane), some 40 ms each."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from app.domain.secret import Secret

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, ROUNDS, LANES = 19_456, 2, 1


class ArgonHasher:
    """Hashes the HMAC of a secret with a pepper that the database does not hold: a copied database alone
    says nothing about a PIN of six digits. Slow on purpose: not for the loop's thread.
    """

    def __init__(self) -> None:
        self._hasher: PasswordHasher | None = None

    def make(self, secret: Secret, pepper: Secret) -> str:
        """A fresh hash with a salt of its own, in argon2's own notation."""
        return self._ready().hash(_mixed(secret, pepper))

    def fits(self, secret: Secret, pepper: Secret, made: str) -> bool:
        """Whether `made` is a hash of this secret; a text that is no hash fits nothing."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._ready().verify(made, _mixed(secret, pepper))
        except (InvalidHashError, VerificationError):
            return False

    def _ready(self) -> PasswordHasher:
        """Loaded when the first PIN is typed."""
        if self._hasher is None:
            from argon2 import PasswordHasher, Type

            self._hasher = PasswordHasher(
                time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
            )
        return self._hasher


def _mixed(secret: Secret, pepper: Secret) -> bytes:
    return hmac.digest(pepper.reveal().encode(), secret.reveal().encode(), "sha256")
