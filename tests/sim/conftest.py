"""The simulation runs without pytest's own loop, and its worlds share one empty folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.long_run import long_run

__all__ = ["long_run"]


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the profiles would be; the disks of the worlds are in memory."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """Ten thousand sales have much to say."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
