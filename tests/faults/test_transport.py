"""Faults of the line over real TCP: each ends in the right class, and money is never sent twice."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest

from app.api import transport
from app.api.transport import Transport
from app.api.wire import Pace, ReplyLost, Request
from app.domain.outcome import Done, NotSent, Offline, ReadRefused, Refused, Unknown
from app.errors import Known
from tests.faults.byte_server import byte_server, client_of, hangs, http, resets, says, says_and_closes
from tests.unit.api.support import WAGERS, error, ok, ticket

SOLD = ok(ticket(), 201)
AGENCY = http(ok({"entity_id": 213}))
HTML = b"<html><body>Sign in to the network</body></html>"


@pytest.fixture
def hurried(monkeypatch):
    """Deadlines of a tenth of a second instead of many."""
    monkeypatch.setattr(transport, "_DEADLINE", dict.fromkeys(Pace, 0.1))


async def sell(*behaviours):
    """The outcome of one sale and how many requests the server saw."""
    async with byte_server(*behaviours) as server, client_of(f"http://127.0.0.1:{server.port}") as client:
        outcome = await client.create(WAGERS, "op")
        return outcome, server.requests


async def ask(*behaviours):
    """The cause of a failed read, or None, and how many requests the server saw."""
    async with byte_server(*behaviours) as server, client_of(f"http://127.0.0.1:{server.port}") as client:
        try:
            await client.agency()
        except Offline as failed:
            return failed.cause, len(server.requests)
        return None, len(server.requests)


FAULTS = {
    "reset": (resets, "no_connection"),
    "closed": (says_and_closes(), "broken_reply"),
    "half a head": (says_and_closes(b"HTTP/1.1 200 OK\r\nContent-"), "broken_reply"),
    "half a body": (says_and_closes(http(SOLD[:50], length=len(SOLD))), "broken_reply"),
    "half a body without its length": (
        says_and_closes(b"HTTP/1.1 200 OK\r\n\r\n" + SOLD[:50]),
        "broken_reply",
    ),
    "half a chunk": (
        says_and_closes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" + SOLD[:10]),
        "broken_reply",
    ),
    "not http": (says_and_closes(b"SSH-2.0-OpenSSH_9.2\r\n"), "broken_reply"),
    "html": (says(http(HTML, "200 OK", "Content-Type: text/html")), "broken_reply"),
    "bad gateway": (says(http(HTML, "502 Bad Gateway")), "server_error"),
    "a portal": (says(http(HTML, "511 Network Authentication Required")), "portal"),
    "moved": (says(http(b"", "301 Moved Permanently", "Location: http://127.0.0.1:9/")), "redirect"),
    "nothing": (says(http(b"")), "broken_reply"),
    "half of a gzip": (
        says(http(gzip.compress(SOLD)[:60], "200 OK", "Content-Encoding: gzip")),
        "broken_reply",
    ),
    "more than a gzip": (
        says(http(gzip.compress(SOLD) + b"more", "200 OK", "Content-Encoding: gzip")),
        "broken_reply",
    ),
    "no gzip": (says(http(SOLD, "200 OK", "Content-Encoding: gzip")), "broken_reply"),
    "unknown packing": (says(http(SOLD, "200 OK", "Content-Encoding: br")), "broken_reply"),
    "bomb": (says(http(gzip.compress(bytes(64_000_000)), "200 OK", "Content-Encoding: gzip")), "too_big"),
    "endless": (says(http(b"x", length=10**12) + bytes(3_000_000)), "too_big"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_after_the_first_byte_a_sale_is_unknown_and_sent_once(fault):
    behaviour, cause = FAULTS[fault]
    outcome, requests = await sell(behaviour)
    assert outcome == Unknown(cause)
    assert len(requests) == 1
    assert requests[0].startswith(b"POST /user/ticket/create HTTP/1.1\r\n")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_read_fails_for_the_same_cause(fault):
    behaviour, cause = FAULTS[fault]
    found, requests = await ask(behaviour)
    assert found == cause
    assert requests == (1 if cause in {"portal", "redirect", "too_big"} else 3)


async def test_a_read_survives_two_faults():
    assert await ask(resets, says_and_closes(), says(AGENCY)) == (None, 3)


async def test_a_refused_connection_proves_that_nothing_was_sent():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    async with client_of(f"http://127.0.0.1:{port}") as client:
        assert await client.create(WAGERS, "op") == NotSent("no_connection")
        with pytest.raises(Offline) as caught:
            await client.agency()
    assert caught.value.cause == "no_connection"


async def test_an_unknown_name_proves_that_nothing_was_sent(monkeypatch):
    async def unknown(*arguments: object, **options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    async with client_of("https://lottery.invalid") as client:
        assert await client.create(WAGERS, "op") == NotSent("dns")


async def test_silence_ends_at_the_deadline(hurried):
    outcome, requests = await sell(hangs)
    assert (outcome, len(requests)) == (Unknown("timeout"), 1)
    assert await ask(hangs) == ("timeout", 3)


async def test_a_drip_ends_at_the_deadline(hurried):
    async def drips(peer):
        await peer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not peer.writer.is_closing():
            await peer.write(b"x")
            await asyncio.sleep(0)

    outcome, requests = await sell(drips)
    assert (outcome, len(requests)) == (Unknown("timeout"), 1)


async def test_no_answer_to_connecting_proves_that_nothing_was_sent(hurried):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        async with client_of(f"http://127.0.0.1:{full.getsockname()[1]}") as client:
            assert await client.create(WAGERS, "op") == NotSent("timeout")
        for one in held:
            one.close()


async def test_one_byte_at_a_time_is_still_an_answer():
    async def slices(peer):
        for byte in http(SOLD):
            await peer.write(bytes([byte]))

    outcome, _ = await sell(slices)
    assert isinstance(outcome, Done)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_a_packed_answer_is_unpacked(pack):
    name = "gzip" if pack is gzip.compress else "deflate"
    outcome, _ = await sell(says(http(pack(SOLD), "201 Created", f"Content-Encoding: {name}")))
    assert isinstance(outcome, Done)


async def test_a_redirect_is_not_followed():
    async with byte_server(says(AGENCY)) as other:
        moved = says(http(b"", "307 Temporary Redirect", f"Location: http://127.0.0.1:{other.port}/"))
        outcome, _ = await sell(moved)
        assert outcome == Unknown("redirect")
        assert other.requests == []


async def test_a_refusal_is_a_refusal():
    outcome, requests = await sell(
        says(http(error(409, "events are not open. closed events: [1]"), "409 Conflict"))
    )
    assert isinstance(outcome, Refused)
    assert outcome.refusal.closed_events == (1,)
    assert b"idempotency-key: op\r\n" in requests[0].lower()


async def test_sales_follow_reads_on_one_proven_connection_only():
    last = http(error(400, "no rows in result set"), "400 Bad Request")
    async with (
        byte_server(says(last), says(http(SOLD)), says(AGENCY), says(last)) as server,
        client_of(f"http://127.0.0.1:{server.port}") as client,
    ):
        await client.last_ticket()
        assert isinstance(await client.create(WAGERS, "op"), Done)
        assert server.connections == 1
        await client.agency()
        assert server.connections == 2


async def test_a_connection_that_was_idle_is_not_used_for_a_sale(monkeypatch):
    monkeypatch.setattr(transport, "MONEY_IDLE_S", 0.0)
    last = http(error(400, "no rows in result set"), "400 Bad Request")
    async with (
        byte_server(says(last), says(http(SOLD))) as server,
        client_of(f"http://127.0.0.1:{server.port}") as client,
    ):
        await client.last_ticket()
        assert isinstance(await client.create(WAGERS, "op"), Done)
        assert server.connections == 2


async def test_a_connection_the_server_closed_is_not_used_for_a_sale():
    last = says_and_closes(http(error(400, "no rows in result set"), "400 Bad Request"))
    async with (
        byte_server(last, says(http(SOLD))) as server,
        client_of(f"http://127.0.0.1:{server.port}") as client,
    ):
        await client.last_ticket()
        await asyncio.sleep(0)
        assert isinstance(await client.create(WAGERS, "op"), Done)
        assert len(server.requests) == 2


async def test_a_sale_cancelled_on_the_wire_is_not_sent_again():
    asked, release = asyncio.Event(), asyncio.Event()

    async def waits(peer):
        asked.set()
        await release.wait()
        await peer.write(http(SOLD))

    async with byte_server(waits) as server, client_of(f"http://127.0.0.1:{server.port}") as client:
        heard: asyncio.Queue[bool] = asyncio.Queue()
        client.watch(heard.put_nowait)
        selling = asyncio.ensure_future(client.create(WAGERS, "op"))
        await asked.wait()
        selling.cancel()
        release.set()
        with pytest.raises(asyncio.CancelledError):
            await selling
        assert heard.get_nowait() is True
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://lottery.example",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "127.0.0.1",
        "",
        "https://",
        "http://127.0.0.1.evil.example",
        "http://localhost.example",
    ],
)
def test_an_insecure_address_is_refused(url):
    with pytest.raises(Known) as caught:
        Transport(url, monotonic=float)
    assert caught.value.code == "api.insecure_url"


@pytest.mark.parametrize(
    "url", ["http://localhost:8080/", "http://127.0.0.1", "http://[::1]:9/x", "https://lottery.example"]
)
def test_a_secure_address_is_accepted(url):
    Transport(url, monotonic=float)


async def test_a_base_path_is_kept():
    async with (
        byte_server(says(AGENCY)) as server,
        client_of(f"http://127.0.0.1:{server.port}/api/") as client,
    ):
        await client.agency()
        assert server.requests[0].startswith(b"POST /api/gaming/get-data HTTP/1.1\r\n")


async def test_a_failing_application_is_an_unknown_outcome(caplog):
    async def fails(scope, receive, send):
        raise RuntimeError("boom")

    line = Transport("http://127.0.0.1", monotonic=float, asgi=fails)
    with pytest.raises(ReplyLost):
        await line.send(Request("GET", "/"))
    assert "RuntimeError" in caplog.text
    await line.close()


async def test_a_read_refused_over_the_wire():
    refuses = says(http(error(400, "x"), "400 Bad Request"))
    async with byte_server(refuses) as server, client_of(f"http://127.0.0.1:{server.port}") as client:
        with pytest.raises(ReadRefused):
            await client.agency()
