"""A request's own deadline ends a server that stays silent, sooner than its pace would."""

from __future__ import annotations

import asyncio

import pytest

from app.api.transport import Transport
from app.api.wire import Pace, ReplyLost, Request


async def test_a_silent_server_is_left_at_the_requests_own_deadline():
    silent = asyncio.Event()

    async def never(_scope, _receive, _send):
        await silent.wait()

    transport = Transport("http://127.0.0.1", monotonic=asyncio.get_running_loop().time, asgi=never)
    request = Request("POST", "/user/ticket/create", pace=Pace.MONEY, deadline_s=0.05)
    with pytest.raises(ReplyLost) as caught:
        async with asyncio.timeout(20):
            await transport.send(request)
    assert caught.value.cause == "timeout"
    await transport.close()
