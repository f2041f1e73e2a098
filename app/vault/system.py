"""The operating system's store of secrets, through the `keyring` package; imported here alone.

Only stores that encrypt are taken, by name: keyring's own choice follows files and variables of the
user, and may be one that writes plain text or nothing at all. A store may ask its person for a
password and never answer, so each call has a thread of its own and a deadline.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from app.domain.secret import Secret
from app.errors import Known

log = logging.getLogger("taquilla.vault")

SERVICE = "taquilla"
DEADLINE_S = 8.0
MOST_BYTES = 1_200
"""Windows keeps at most 2,560 bytes in UTF-16 under one name (CRED_MAX_CREDENTIAL_BLOB_SIZE)."""
T = TypeVar("T")


def backends() -> tuple[type[Any], ...]:
    """The kinds of store that encrypt, the system's own first."""
    from keyring.backends import SecretService, Windows, kwallet, libsecret, macOS

    return (
        Windows.WinVaultKeyring,
        macOS.Keyring,
        SecretService.Keyring,
        libsecret.Keyring,
        kwallet.DBusKeyring,
    )


def find_backend(kinds: Callable[[], tuple[type[Any], ...]] = backends) -> Any:
    """The first of `kinds` that this machine has, or None. Asks the session bus: not on the loop."""
    for kind in kinds():
        try:
            if kind.viable:
                return kind()
        except Exception as error:  # foreign code over D-Bus may raise anything; the next one is asked
            log.info("%s cannot be used: %s", kind.__qualname__, type(error).__name__)
    return None


class SystemStore:
    """One keyring backend. `owner` keeps the profiles of one machine apart.

    `Known`: `access.store_missing`, `access.store_silent`, `access.store_failed`, `access.store_too_long`.
    """

    def __init__(
        self, owner: str, find: Callable[[], Any] = find_backend, deadline_s: float = DEADLINE_S
    ) -> None:
        self._owner = owner
        self._find = find
        self._deadline_s = deadline_s
        self._backend: Any = None
        self._looked = False

    async def there(self) -> bool:
        """Whether this machine has one that may be used; looked for once (some 50 ms)."""
        if not self._looked:
            self._backend = await self._call(self._find)
            self._looked = True
        return self._backend is not None

    async def read(self, name: str) -> Secret | None:
        """What it keeps under a name; None for nothing."""
        found = await self._use(lambda backend: backend.get_password(SERVICE, self._key(name)))
        return Secret(found) if isinstance(found, str) else None

    async def write(self, name: str, secret: Secret) -> None:
        """Keep it; read back, because some stores forget without a word."""
        text = secret.reveal()
        if len(text.encode()) > MOST_BYTES:
            raise Known("access.store_too_long")
        await self._use(lambda backend: backend.set_password(SERVICE, self._key(name), text))
        if await self.read(name) != secret:
            raise Known("access.store_failed")

    async def erase(self, name: str) -> None:
        """Keep it no longer."""
        if await self.read(name) is not None:
            await self._use(lambda backend: backend.delete_password(SERVICE, self._key(name)))

    def _key(self, name: str) -> str:
        return f"{name}@{self._owner}"

    async def _use(self, work: Callable[[Any], T]) -> T:
        if not await self.there():
            raise Known("access.store_missing")
        backend = self._backend
        return await self._call(lambda: work(backend))

    async def _call(self, work: Callable[[], T]) -> T:
        """In a thread of its own: one that hangs holds up neither the pool nor the end of the program."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: Exception | None) -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(result)  # type: ignore[arg-type]  # no error: it is the result

        def run() -> None:
            result: T | None = None
            trouble: Exception | None = None
            try:
                result = work()
            except Exception as error:
                trouble = error
            try:
                loop.call_soon_threadsafe(settle, result, trouble)
            except RuntimeError:  # the program has ended meanwhile
                return

        threading.Thread(target=run, name="secret-store", daemon=True).start()
        try:
            async with asyncio.timeout(self._deadline_s):
                return await answer
        except TimeoutError:
            raise Known("access.store_silent") from None
        except Known:
            raise
        except Exception as error:
            log.warning("the store of secrets failed: %s", type(error).__name__)
            raise Known("access.store_failed") from None
