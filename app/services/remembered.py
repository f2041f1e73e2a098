"""The server's password in the system's store, so that a PIN is enough from the start of the day on.

Only where there are PINs: without one whoever switches the PC on would be signed in.
"""

from __future__ import annotations

from app.domain.secret import Secret
from app.errors import Known
from app.ports import Vault
from app.services.access import AccessService

SERVER = "server"


class Remembered:
    """`there` is whether a password was found or kept; ask `look` first."""

    def __init__(self, vault: Vault, access: AccessService) -> None:
        self._vault = vault
        self._access = access
        self.there = False

    async def look(self) -> bool:
        """Whether one is kept. Raises `Known("access.store_…")` when the store does not answer."""
        self.there = bool(self._access.members.value) and await self.recall() is not None
        return self.there

    async def recall(self) -> tuple[str, Secret] | None:
        """E-mail and password; None when there are none."""
        if not await self._vault.by_system():
            return None
        kept = await self._vault.recall(SERVER)
        email, _, password = kept.reveal().partition("\n") if kept is not None else ("", "", "")
        return (email, Secret(password)) if email and password else None

    async def keep(self, email: str, password: Secret) -> None:
        """Have them kept; a password that the server has just taken."""
        if not self._access.members.value:
            raise Known("access.no_members")
        await self._vault.remember(SERVER, Secret(f"{email}\n{password.reveal()}"))
        self.there = True

    async def forget(self) -> None:
        """Have them kept no longer."""
        await self._vault.forget(SERVER)
        self.there = False
