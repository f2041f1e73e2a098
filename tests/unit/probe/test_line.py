"""Raw exchanges beside what the client made of them; hostile servers leak nothing into the report."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC

import pytest

from app.api import endpoints
from app.api.wire import NotDelivered, Reply
from app.devtools.probe_findings import Verdict
from app.devtools.probe_mask import Scrubber
from app.domain.secret import Secret
from app.probing.line import Line
from tests.helpers.training import StillClock

LOGIN = {"status": 200, "response": {"x_auth_token": "tokentokentoken"}}
UUID = "639a1521-49b9-4876-a36c-36c621593930"


class Scripted:
    """A wire that answers what it was told to, in order."""

    def __init__(self, *replies):
        self._replies = list(replies)
        self.sent = []

    async def send(self, request):
        self.sent.append(request)
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, Reply):
            return reply
        return Reply(
            reply.get("status", 200), {"content-type": "application/json"}, json.dumps(reply).encode()
        )

    async def close(self):
        pass


def line_of(*replies):
    """A line whose sign-in has been answered."""
    rng = random.Random(1)
    return Line(
        Scripted(LOGIN, *replies),
        StillClock(),
        zone=lambda: UTC,
        sleep=lambda _s: asyncio.sleep(0),
        random=rng.random,
        scrubber=Scrubber(),
    )


async def signed_in(*replies):
    """The same, signed in."""
    line = line_of(*replies)
    await line.read("login", "", line.client.login("ana@x.ve", Secret("secret")))
    return line


async def test_status_envelope_and_kind_are_kept():
    line = await signed_in(Reply(200, {"content-type": "application/json"}, b'{"status": 202}'))
    assert await line.read("last_ticket", "now", line.client.last_ticket()) is None
    last = line.last
    assert (last.http, last.envelope, last.media, last.verdict) == (200, 202, "json", Verdict.OK)
    assert (last.method, last.path, last.about) == ("POST", "/user/ticket/last", "now")


async def test_a_refusal_is_told_masked_and_its_shape_is_not_the_endpoint_s():
    line = await signed_in({"status": 400, "error": "pin 76479163 of ana@x.ve is wrong"})
    assert await line.read("agency", "", line.client.agency()) is None
    assert line.last.verdict is Verdict.REFUSED
    assert line.last.detail == "pin ######## of <e-mail> is wrong"
    assert "agency" not in line.shapes


async def test_a_reply_our_models_refuse_is_kept_with_its_path():
    line = await signed_in({"status": 200, "response": {"entity_id": "213"}})
    await line.read("agency", "", line.client.agency())
    assert line.last.verdict is Verdict.BAD_REPLY
    assert line.last.detail.startswith("$.response.entity_id: ")
    assert "agency" in line.shapes


async def test_a_lost_line_is_tried_again_and_counted():
    line = await signed_in(NotDelivered("dns"), {"status": 201, "response": []})
    assert await line.read("products", "", line.client.products()) == ()
    assert (line.last.tries, line.last.http) == (2, 201)


async def test_no_answer_at_all():
    line = await signed_in(*[NotDelivered("dns")] * 3)
    assert await line.read("products", "", line.client.products()) is None
    assert (line.last.http, line.last.verdict, line.last.detail) == (None, Verdict.OFFLINE, "dns")


async def test_after_a_doubted_sign_in_the_step_s_own_exchange_is_the_one_shown():
    line = await signed_in({"status": 401, "error": "odd"}, {"status": 202})
    await line.read("products", "", line.client.products())
    assert (line.last.path, line.last.envelope) == ("/gaming/products/search", 401)


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\nxx", "image/png"),
        (b"%PDF-1", "application/pdf"),
        (b"<html><body>x</body></html>", "html"),
        (b"plain", "text"),
        (b'{"url": "https://x.ve/1"}', "json"),
    ],
)
async def test_what_a_body_is_by_its_content(body, media):
    line = await signed_in(Reply(200, {"content-type": "text/plain; charset=x"}, body))
    await line.read("ticket_image", "", line.client.ticket_image(UUID))
    assert (line.last.media, line.last.declared) == (media, "text/plain")
    assert line.last.path == "/user/ticket/image/{uuid}"


async def test_everything_secret_in_a_reply_is_learnt():
    line = await signed_in(
        {
            "status": 200,
            "response": [{"id": UUID, "pin": 8403, "ana@x.ve": {"x": 1}}],
            "token": "another-token",
        }
    )
    await line.read("products", "", line.client.products())
    said = f"{UUID} / 8403 / ana@x.ve / another-token / tokentokentoken"
    assert line.scrubber.clean(said) == "*** / *** / *** / *** / ***"
    shown = repr([one.fields() for one in line.shapes.values()]) + repr(line.exchanges)
    assert not [word for word in said.split(" / ") if word in shown]


async def test_a_token_in_a_header_is_learnt():
    line = line_of()
    line._recorder._wire._replies = [Reply(200, {"x-auth-token": "headertoken1"}, b'{"status": 200}')]
    await line.read("login", "", line.client.login("ana@x.ve", Secret("secret")))
    assert line.last.declared.endswith("+ x-auth-token")
    assert line.scrubber.clean("headertoken1") == "***"


async def test_a_read_with_a_token_of_its_own():
    line = await signed_in(
        {"status": 403, "error": "token is invalid"}, {"status": 200, "response": {"entity_id": 1}}
    )
    assert await line.raw(endpoints.agency(), Secret("old"), "dead") is Verdict.SIGN_IN
    assert await line.raw(endpoints.agency(), Secret("new"), "alive") is Verdict.OK


async def test_a_fault_of_ours_is_a_finding_too(caplog):
    line = await signed_in()

    async def broken():
        raise LookupError("76479163")

    assert await line.read("agency", "", broken()) is None
    assert (line.last.verdict, line.last.detail) == (Verdict.FAULT, "LookupError")
    assert "LookupError" in caplog.text
    assert "broken" in caplog.text
    assert "76479163" not in caplog.text.replace('LookupError("76479163")', "")
    caplog.clear()
