"""The secrets of one till: what the system's store keeps for it, and its PINs as hashes.

The pepper lies in the system's store; on a machine without one in a file of the profile that only the
kiosk's user may read. A hash names the pepper it was made with, so a pepper that was lost or exchanged
is told from a wrong PIN.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.domain.secret import Secret
from app.errors import Known
from app.paths import keep_private
from app.vault.hashing import ArgonHasher
from app.vault.system import SystemStore

PEPPER, PEPPER_FILE, PEPPER_BYTES = "pepper", "pins.key", 32
T = TypeVar("T")


class TillVault:
    """`app.ports.Vault` over a store of the system and a profile folder."""

    def __init__(
        self, store: SystemStore, folder: Path, urandom: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._store = store
        self._file = folder / PEPPER_FILE
        self._urandom = urandom
        self._hasher = ArgonHasher()
        self._pepper: Secret | None = None

    async def by_system(self) -> bool:
        """See `Vault.by_system`."""
        return await self._store.there()

    async def hash(self, secret: Secret) -> str:
        """See `Vault.hash`."""
        pepper = await self._found() or await self._made()
        made = await _away(lambda: self._hasher.make(secret, pepper))
        return f"{_mark(pepper)}:{made}"

    async def fits(self, secret: Secret, made: str) -> bool:
        """See `Vault.fits`."""
        pepper = await self._found()
        mark, _, argon = made.partition(":")
        if pepper is None or mark != _mark(pepper):
            raise Known("access.pepper_lost")
        return await _away(lambda: self._hasher.fits(secret, pepper, argon))

    async def recall(self, name: str) -> Secret | None:
        """See `Vault.recall`."""
        return await self._store.read(name)

    async def remember(self, name: str, secret: Secret) -> None:
        """See `Vault.remember`."""
        await self._store.write(name, secret)

    async def forget(self, name: str) -> None:
        """See `Vault.forget`."""
        await self._store.erase(name)

    async def _found(self) -> Secret | None:
        """The pepper there is, from the store or else from the file."""
        if self._pepper is None and await self._store.there():
            self._pepper = await self._store.read(PEPPER)
        if self._pepper is None:
            self._pepper = await _away(self._read)
        return self._pepper

    async def _made(self) -> Secret:
        """A new one, for good: it is on the disk or in the store when this returns."""
        pepper = Secret(self._urandom(PEPPER_BYTES).hex())
        if await self._store.there():
            await self._store.write(PEPPER, pepper)
        else:
            await _away(lambda: self._write(pepper))
        self._pepper = pepper
        return pepper

    def _read(self) -> Secret | None:
        try:
            text = self._file.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise Known("access.pepper_lost") from error
        return Secret(text)

    def _write(self, pepper: Secret) -> None:
        try:
            keep_private(self._file, pepper.reveal().encode("ascii"))
        except OSError as error:
            raise Known("access.not_stored") from error


def open_vault(folder: Path) -> TillVault:
    """The vault of a profile folder; the system's store is looked for when it is first wanted."""
    return TillVault(SystemStore(os.path.abspath(folder)), folder)


async def _away(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, work)


def _mark(pepper: Secret) -> str:
    """Tells peppers apart and nothing else about them."""
    return hashlib.sha256(b"taquilla pepper 1" + pepper.reveal().encode()).hexdigest()[:12]
