"""A real journal for the services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from app.journal import SqliteJournal, open_journal


@pytest_asyncio.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqliteJournal]:
    """On disk, closed afterwards."""
    book = await open_journal(tmp_path)
    yield book
    await book.close()
