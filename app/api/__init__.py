"""The lottery API: calls as values, a pure codec, and one file that speaks HTTP.

`connect` is the only thing the rest of the program needs from here.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.clock import DEFAULT_ZONE, Clock

if TYPE_CHECKING:
    import ssl

    from app.api.client import Client


def connect(
    base_url: str,
    clock: Clock,
    *,
    asgi: Any = None,
    zone: Callable[[], tzinfo] | None = None,
    verify: ssl.SSLContext | None = None,
) -> Client:
    """A client of the server at `base_url`; with `asgi`, of that application in this process.

    Imports the HTTP library and reads certificates: call it in a background thread.
    `Known("api.insecure_url")` when the address is neither https nor this machine.
    """
    from app.api.client import Client
    from app.api.transport import Transport

    wire = Transport(base_url, monotonic=clock.monotonic, asgi=asgi, verify=verify)
    caracas = ZoneInfo(DEFAULT_ZONE)
    return Client(wire, clock, zone=zone or (lambda: caracas), sleep=asyncio.sleep, random=random.random)
