"""What a fault does: one entry for each effect of the fault language."""

from __future__ import annotations

import gzip
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Literal

from app.training.faults import HalfClosed, Received
from app.training.stage import Stage
from app.training.wire import Reply

_MB = 1024 * 1024
_MONEY = re.compile(rb'"(amount|total|prize|balance|sale|agency|ticket_number|seconds)":"?-?[\d.]+"?')


@dataclass(frozen=True, slots=True)
class Scene:
    """A request at one of its two phases: `reply` is `None` before the commit."""

    received: Received
    stage: Stage
    handle: Callable[[], Awaitable[Reply]]
    reply: Reply | None
    argument: Any


Act = Callable[[Scene], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect: what it does and what its argument is.

    `argument` is the kind; `usual` the value without one, `None` when one must be given or none is
    needed. Most work in both phases; those on a body need one, so they come `after`. `act` gives
    the reply to go on with, `None` to go on as if nothing had been, or raises to break the line.
    """

    act: Act
    argument: Literal["none", "seconds", "signed", "megabytes", "status", "place", "draw"] = "none"
    usual: Any = None
    needed: bool = False
    after_only: bool = False


def _break(error: type[Exception]) -> Act:
    async def act(scene: Scene) -> Reply | None:
        raise error(f"{scene.received.route.name}: broken by a fault")

    return act


async def _refused(scene: Scene) -> Reply | None:
    scene.stage.go_away(scene.argument)
    raise ConnectionRefusedError(f"{scene.received.route.name}: nobody is listening")


async def _late(scene: Scene) -> Reply | None:
    await scene.stage.sleep(scene.argument)
    return scene.reply


async def _duplicated(scene: Scene) -> Reply | None:
    """The request comes twice; before: the second is answered, after: the first."""
    await scene.handle()
    return scene.reply


async def _token_expired(scene: Scene) -> Reply | None:
    await scene.stage.end_session(scene.received)
    return scene.reply


async def _draw_closes(scene: Scene) -> Reply | None:
    await scene.stage.close_draws(scene.received, scene.argument)
    return scene.reply


async def _clock(scene: Scene) -> Reply | None:
    scene.stage.step_clock(scene.argument)
    return scene.reply


async def _lag(scene: Scene) -> Reply | None:
    scene.stage.set_lag(int(scene.argument))
    return scene.reply


def _status(status: int) -> Act:
    """The server's own error envelope."""

    async def act(scene: Scene) -> Reply:
        text = {403: "forbidden", 429: "too many requests", 500: "internal server error"}[status]
        headers = {"retry-after": f"{scene.argument:g}"} if scene.argument is not None else {}
        return Reply(status, {"error": text}, http=status, headers=headers)

    return act


def _page(status: int | None = None) -> Act:
    """A gateway's page of HTML; without a status the argument is it."""

    async def act(scene: Scene) -> Reply:
        code: int = status or scene.argument
        headers = {}
        if status and scene.argument is not None:
            headers = {"retry-after": f"{scene.argument:g}"}
        page = f"<html>\r\n<head><title>{code}</title></head>\r\n<body><h1>{code}</h1></body>\r\n</html>\r\n"
        return Reply(code, page.encode(), media="text/html", http=code, headers=headers)

    return act


def _moved(status: int) -> Act:
    async def act(scene: Scene) -> Reply:
        headers = {"location": str(scene.argument)}
        return Reply(status, b"<html><body>Moved</body></html>\r\n", "text/html", status, headers)

    return act


async def _portal(scene: Scene) -> Reply:
    page = b"<!doctype html>\n<html><body><form action='/login'>WiFi gratis: acepte</form></body></html>\n"
    return Reply(200, page, media="text/html", http=200)


def _reshaped(change: Callable[[bytes], bytes], **headers: str) -> Act:
    """The reply with other bytes."""

    async def act(scene: Scene) -> Reply | None:
        if scene.reply is None:
            return None
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(scene.reply, reshape=change, headers={**scene.reply.headers, **named})

    return act


async def _truncated(scene: Scene) -> Reply | None:
    return replace(scene.reply, cut=True) if scene.reply else None


async def _drip(scene: Scene) -> Reply | None:
    return replace(scene.reply, drip=scene.argument) if scene.reply else None


async def _bomb(scene: Scene) -> Reply | None:
    return await _reshaped(partial(_bombed, scene.argument), content_encoding="gzip")(scene)


async def _huge(scene: Scene) -> Reply | None:
    return await _reshaped(partial(_padded, scene.argument))(scene)


def _not_numbers(body: bytes) -> bytes:
    changed, count = _MONEY.subn(rb'"\1":NaN', body)
    return changed if count else b'{"amount":NaN,' + body.lstrip(b"{")


def _two_of_each(body: bytes) -> bytes:
    """An object whose status and response stand there twice, with different values."""
    return b'{"status":200,"response":{"ticket_number":1},' + body.lstrip(b"{")


@cache
def _bombed(megabytes: int, body: bytes) -> bytes:
    del body
    return gzip.compress(bytes(megabytes * _MB), mtime=0)


def _padded(megabytes: int, body: bytes) -> bytes:
    return body + b" " * (megabytes * _MB)


def _marked(body: bytes) -> bytes:
    return b"\xef\xbb\xbf" + body


def _utf16(body: bytes) -> bytes:
    return body.decode().encode("utf-16")


EFFECTS: dict[str, Effect] = {
    # the line
    "refused": Effect(_refused, "seconds", 10.0),
    "reset": Effect(_break(ConnectionResetError)),
    "closed": Effect(_break(EOFError)),
    "half-closed": Effect(_break(HalfClosed)),
    "late": Effect(_late, "seconds", needed=True),
    "duplicated": Effect(_duplicated),
    "drip": Effect(_drip, "seconds", 0.05, after_only=True),
    "truncated": Effect(_truncated, after_only=True),
    # somebody else's reply
    "html": Effect(_page(), "status", 502),
    "portal": Effect(_portal),
    "301": Effect(_moved(301), "place", "/"),
    "307": Effect(_moved(307), "place", "/"),
    "503": Effect(_page(503), "seconds"),
    "504": Effect(_page(504)),
    # the server's own refusals
    "403": Effect(_status(403)),
    "429": Effect(_status(429), "seconds", 5.0),
    "500": Effect(_status(500)),
    # bodies
    "nan": Effect(_reshaped(_not_numbers), after_only=True),
    "twice": Effect(_reshaped(_two_of_each), after_only=True),
    "bom": Effect(_reshaped(_marked), after_only=True),
    "utf16": Effect(_reshaped(_utf16, content_type="application/json; charset=utf-16"), after_only=True),
    "bomb": Effect(_bomb, "megabytes", 64, after_only=True),
    "huge": Effect(_huge, "megabytes", 8, after_only=True),
    # the world
    "token-expired": Effect(_token_expired),
    "draw-closes": Effect(_draw_closes, "draw"),
    "clock": Effect(_clock, "signed", needed=True),
    "lag": Effect(_lag, "seconds", needed=True),
}
"""Every effect by its name in the fault language."""
