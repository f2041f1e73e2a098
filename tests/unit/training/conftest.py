from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from app.training import Control, TrainingServer
from tests.helpers.training import Terminal, terminal, training_server


@pytest.fixture
def server() -> Iterator[TrainingServer]:
    server = training_server()
    yield server
    server.close()


@pytest.fixture
def control(server: TrainingServer) -> Control:
    return server.control()


@pytest.fixture
async def till(server: TrainingServer) -> AsyncIterator[Terminal]:
    async with terminal(server) as till:
        yield till
