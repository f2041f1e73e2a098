"""The catalogue that was kept on disk, as seen by who is signed in."""

from __future__ import annotations

from app.domain.catalog_parts import CatalogParts
from app.ports import CatalogCache
from app.services.session import SessionService


class CatalogMemory:
    """The kept catalogue of the present user; without a cache or a user there is none."""

    def __init__(self, cache: CatalogCache | None = None, session: SessionService | None = None) -> None:
        self._cache = cache
        self._session = session

    @property
    def user(self) -> str:
        """The e-mail of who is signed in, else empty."""
        session = self._session.current.value if self._session else None
        return session.email if session else ""

    async def read(self) -> CatalogParts:
        """What is kept for the present user."""
        if self._cache is None or not self.user:
            return CatalogParts()
        return await self._cache.read(self.user)

    def keep(self, parts: CatalogParts) -> None:
        """Have it written for the present user, soon and elsewhere."""
        if self._cache is not None and self.user:
            self._cache.keep(self.user, parts)
