"""A vault whose hashes cost nothing, so that lock-outs can be tried by the thousand."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from itertools import count

from app.domain.secret import Secret
from app.errors import Known


class FakeVault:
    """`kept` is what the system's store holds. `gone` is a pepper that was lost, `store` a store there is."""

    def __init__(self, *, store: bool = True) -> None:
        self.store, self.gone = store, False
        self.kept: dict[str, Secret] = {}
        self.looks = 0
        self._salts = count(1)

    async def by_system(self) -> bool:
        return self.store

    async def hash(self, secret: Secret) -> str:
        await asyncio.sleep(0)
        salt = next(self._salts)
        return f"{salt}:{self._digest(salt, secret)}"

    async def fits(self, secret: Secret, made: str) -> bool:
        await asyncio.sleep(0)
        self.looks += 1
        if self.gone:
            raise Known("access.pepper_lost")
        salt, _, digest = made.partition(":")
        return hmac.compare_digest(digest, self._digest(int(salt), secret))

    async def recall(self, name: str) -> Secret | None:
        self._need()
        return self.kept.get(name)

    async def remember(self, name: str, secret: Secret) -> None:
        self._need()
        self.kept[name] = secret

    async def forget(self, name: str) -> None:
        self._need()
        self.kept.pop(name, None)

    def _need(self) -> None:
        if not self.store:
            raise Known("access.store_missing")

    @staticmethod
    def _digest(salt: int, secret: Secret) -> str:
        return hashlib.sha256(f"{salt} {secret.reveal()}".encode()).hexdigest()
