"""A server that cannot prove who it is gets not one byte of a request.

The certificates beside this file are for 127.0.0.1 and good for a century; `future` begins in 2110,
`expired` ended in 2001, `wrong_host` names another server, `self_signed` has no authority.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.api.client import Client
from app.domain.outcome import Done, NotSent, Offline, Unknown
from tests.faults.byte_server import Behaviour, ByteServer, byte_server, client_of, http, says
from tests.unit.api.support import WAGERS, ok, ticket

FOLDER = Path(__file__).parent / "certificates"
CAUSES = {
    "expired": "tls_expired",
    "future": "clock_wrong",
    "wrong_host": "tls",
    "self_signed": "tls",
}


def trusting() -> ssl.SSLContext:
    """A client context that trusts the tests' authority alone."""
    return ssl.create_default_context(cafile=FOLDER / "authority.pem")


def proving(name: str) -> ssl.SSLContext:
    """A server context with one of the certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / f"{name}.pem")
    return context


@asynccontextmanager
async def till(
    name: str, behaviour: Behaviour, trusted: ssl.SSLContext | None
) -> AsyncIterator[tuple[Client, ByteServer]]:
    """A client of a server that shows a certificate."""
    async with (
        byte_server(behaviour, tls=proving(name)) as server,
        client_of(f"https://127.0.0.1:{server.port}", trusted) as client,
    ):
        yield client, server


async def sell(name: str, trusted: ssl.SSLContext | None):
    """The outcome of one sale and what the server saw."""
    async with till(name, says(http(ok(ticket(), 201))), trusted) as (client, server):
        return await client.create(WAGERS, "op"), server.requests


async def test_a_good_certificate_sells():
    outcome, requests = await sell("good", trusting())
    assert isinstance(outcome, Done)
    assert len(requests) == 1


@pytest.mark.parametrize("name", CAUSES)
async def test_a_bad_certificate_gets_nothing(name):
    outcome, requests = await sell(name, trusting())
    assert outcome == NotSent(CAUSES[name])
    assert requests == []


async def test_an_unknown_authority_gets_nothing():
    outcome, requests = await sell("good", None)
    assert outcome == NotSent("tls")
    assert requests == []


async def test_a_server_without_tls_gets_nothing():
    received = bytearray()

    async def speaks_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http(ok(ticket(), 201)))
        received.extend(await reader.read(4096))
        writer.close()

    async with await asyncio.start_server(speaks_plainly, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        async with client_of(f"https://127.0.0.1:{port}", trusting()) as client:
            assert await client.create(WAGERS, "op") == NotSent("tls")
    assert b"ticket" not in received


async def test_a_read_says_why_too():
    async with till("future", says(b""), trusting()) as (client, _):
        with pytest.raises(Offline) as caught:
            await client.agency()
    assert caught.value.code == "api.offline.clock_wrong"


async def test_an_answer_over_tls_that_breaks_is_unknown():
    async def aborts(peer):
        peer.writer.transport.abort()

    async with till("good", aborts, trusting()) as (client, server):
        assert isinstance(await client.create(WAGERS, "op"), Unknown)
        assert len(server.requests) == 1
