"""The `CatalogCache` port over a folder and one thread: two files for each server and user."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.cache import files
from app.domain.catalog_parts import CatalogParts

T = TypeVar("T")
ACCOUNTS = 8
"""Users whose catalogues are kept; the one not written for longest goes first."""
_DAY, _PLAYS = ".day", ".plays"
_log = logging.getLogger("taquilla.cache")


class DiskCache:
    """Catalogues in `folder`, by server address and user: nobody sees what another was told.

    Nothing here holds up the loop or is worth failing for: what cannot be read is not there, what
    cannot be written is logged.
    """

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cache")

    async def read(self, account: str) -> CatalogParts:
        """See `CatalogCache.read`."""
        return await asyncio.wrap_future(self._thread.submit(self._read, self._owner(account)))

    def keep(self, account: str, parts: CatalogParts) -> None:
        """See `CatalogCache.keep`."""
        self._thread.submit(self._write, self._owner(account), parts).add_done_callback(_note)

    async def close(self) -> None:
        """See `CatalogCache.close`."""
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    def _owner(self, account: str) -> str:
        """One name for a server and a user of it, in any spelling of the e-mail."""
        return hashlib.sha256(f"{self._base_url}\n{account.strip().casefold()}".encode()).hexdigest()

    # --- on the thread ---------------------------------------------------------------------------

    def _path(self, owner: str, kind: str) -> Path:
        return self._folder / f"{owner[:32]}{kind}"

    def _read(self, owner: str) -> CatalogParts:
        from app.cache import shapes

        day = self._content(owner, _DAY, shapes.read_day) or CatalogParts()
        return replace(day, template=self._content(owner, _PLAYS, shapes.read_plays))

    def _content(self, owner: str, kind: str, decode: Callable[[bytes], T]) -> T | None:
        from app.cache.shapes import FORMAT

        path = self._path(owner, kind)
        try:
            content = files.read(path, form=FORMAT, owner=owner)
            return None if content is None else decode(content)
        except (files.Unusable, OSError, ValueError, RecursionError) as error:
            _log.warning("%s is not used: %s", path.name, error)
            return None

    def _write(self, owner: str, parts: CatalogParts) -> None:
        from app.cache import shapes

        self._folder.mkdir(parents=True, exist_ok=True)
        put = partial(files.write, form=shapes.FORMAT, owner=owner)
        if parts.agency or parts.products or parts.draws:
            put(self._path(owner, _DAY), shapes.write_day(parts))
        if parts.template:
            put(self._path(owner, _PLAYS), shapes.write_plays(parts.template))
        self._tidy()

    def _tidy(self) -> None:
        """Forget the users of long ago."""
        found = [path for path in self._folder.iterdir() if path.suffix in (_DAY, _PLAYS)]
        written: dict[str, float] = {}
        for path in found:
            written[path.stem] = max(path.stat().st_mtime, written.get(path.stem, 0.0))
        gone = sorted(written, key=lambda name: written[name], reverse=True)[ACCOUNTS:]
        for path in found:
            if path.stem in gone:
                path.unlink(missing_ok=True)


def _note(done: Future[None]) -> None:
    error = done.exception()
    if isinstance(error, OSError | files.Unusable):
        _log.warning("the catalogue was not kept: %s", error)
    elif error is not None:
        _log.error("the catalogue was not kept", exc_info=error)
