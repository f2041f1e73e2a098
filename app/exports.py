"""Files for the owner, written into one folder: a report as CSV."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from pathlib import Path

from app.errors import Known

log = logging.getLogger("taquilla.exports")
_MOST = 200


class ExportFolder:
    """The `Exports` port over a folder that is made when the first file goes there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, name: str, content: str) -> str:
        """See `Exports.write`."""
        return await asyncio.to_thread(self._write, name, content)

    def _write(self, name: str, content: str) -> str:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return str(self._new(name, content.encode("utf-8")))
        except OSError as error:
            log.warning("nothing exported to %s: %s", self._folder, error)
            raise Known("reports.not_exported", folder=str(self._folder)) from error

    def _new(self, name: str, content: bytes) -> Path:
        """A spreadsheet may hold the older file open: a new name is free. Half a file is taken away."""
        stem, dot, ending = re.sub(r"[^A-Za-z0-9._-]", "-", name).rpartition(".")
        for turn in range(1, _MOST):
            path = self._folder / f"{stem}{f'-{turn}' if turn > 1 else ''}{dot}{ending}"
            try:
                file = path.open("xb")
            except FileExistsError:
                continue
            try:
                with file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                path.unlink(missing_ok=True)
                raise
            return path
        raise FileExistsError(name)
