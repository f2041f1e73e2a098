"""What is around a kiosk that is killed: failpoints, time, wire, printer, drawer and a truthful cashier.

Paper and drawer are files of the shop's folder: they outlive the kiosk, as the real ones do.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.printing.transports.file import FileConnection

PAPER, DRAWER = "paper.bin", "drawer.txt"
BEGIN, CUT = b"\x1b@", b"\x1dVB\x00"
_QUIET_S = 2.0
_WALL = datetime(2019, 1, 1, tzinfo=UTC)
_MONEY = frozenset({"create", "pay", "cancel", "revert"})
_MOMENTS = {
    "send_request_headers.started": "before",
    "send_request_body.complete": "sent",
    "receive_response_headers.complete": "answered",
}


class Failpoints:
    """Kills this process at the `count`-th pass of one point; any thread may pass."""

    def __init__(self, point: str = "", count: int = 1) -> None:
        self.point, self._left = point, count

    def reach(self, point: str) -> None:
        """Something is about to happen, or has just happened."""
        if point == self.point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Door:
    """The control door of a training server in another process."""

    def __init__(self, url: str) -> None:
        self._line = HTTPConnection(urlsplit(url).netloc)
        self._asked = monotonic()

    def get(self, name: str) -> dict[str, Any]:
        return self._ask("GET", name, None)

    def post(self, name: str, **body: Any) -> dict[str, Any]:
        return self._ask("POST", name, json.dumps(body))

    def __enter__(self) -> Door:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def _ask(self, method: str, name: str, body: str | None) -> dict[str, Any]:
        if monotonic() - self._asked > _QUIET_S:
            self._line.close()  # the server hangs up on a quiet line by itself: the next request opens one
        self._asked = monotonic()
        self._line.request(method, f"/training/{name}", body, {"Content-Type": "application/json"})
        reply = self._line.getresponse()
        answer: dict[str, Any] = json.loads(reply.read())
        assert reply.status == 200, answer
        return answer


class _Careless(sqlite3.Connection):
    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous=FULL", "synchronous=NORMAL"), parameters)


def careless(file: Path) -> sqlite3.Connection:
    """The journal's connection, but for what a commit waits for."""
    return sqlite3.connect(file, isolation_level=None, timeout=0, factory=_Careless)


class DoorClock:
    """The machine's clocks. Time passes only where the program waits, for the server as well."""

    def __init__(self, door: Door) -> None:
        self._door, self._passed = door, 0.0

    def monotonic(self) -> float:
        return self._passed

    def wall(self) -> datetime:
        """A dead battery: years off."""
        return _WALL

    async def sleep(self, seconds: float) -> None:
        self._door.post("advance", seconds=round(seconds, 2))
        self._passed += round(seconds, 2)


class MortalLane(httpx.AsyncBaseTransport):
    """A connection pool whose calls that move money pass `create.before`, `.sent` and `.answered`."""

    def __init__(self, lane: httpx.AsyncBaseTransport, failpoints: Failpoints) -> None:
        self._lane, self._failpoints = lane, failpoints

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name, heard = request.url.path.rsplit("/", 1)[-1], request.extensions["trace"]

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            await heard(event, info)
            moment = _MOMENTS.get(event.partition(".")[2])
            if moment:
                self._failpoints.reach(f"{name}.{moment}")

        if name in _MONEY:
            request.extensions = {**request.extensions, "trace": trace}
        return await self._lane.handle_async_request(request)

    async def aclose(self) -> None:
        await self._lane.aclose()


class MortalPrinter(FileConnection):
    """The printer's file; passes `print.before`, `.half`, `.written` and `.settled`.

    `away`: nobody finds it.
    """

    def __init__(self, path: Path, failpoints: Failpoints) -> None:
        super().__init__(path)
        self._failpoints = failpoints
        self.away = False

    def open(self, seconds: float) -> None:
        if self.away:
            raise FileNotFoundError(2, "no printer")
        super().open(seconds)

    def write_some(self, data: bytes, seconds: float) -> int:
        self._failpoints.reach("print.before")
        if self._failpoints.point == "print.half":
            data = data[: len(data) // 2]
        taken = super().write_some(data, seconds)
        self._failpoints.reach("print.half")
        self._failpoints.reach("print.written")
        return taken

    def settle(self, seconds: float) -> bool:
        settled = super().settle(seconds)
        self._failpoints.reach("print.settled")
        return settled


def sheets(content: bytes) -> list[bytes]:
    """What came out, piece by piece; a torn one lacks its `CUT`."""
    return [BEGIN + part for part in content.split(BEGIN)[1:]]


def written(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


class Drawer:
    """Cash that was handed over: one line for each payout."""

    def __init__(self, folder: Path, failpoints: Failpoints) -> None:
        self._path, self._failpoints = folder / DRAWER, failpoints

    def hand_over(self, number: int) -> None:
        self._failpoints.reach("cash.before")
        with self._path.open("a") as file:
            file.write(f"{number}\n")
        self._failpoints.reach("cash.after")

    def given(self) -> list[int]:
        return [int(line) for line in written(self._path).split()]


class TruthfulCashier:
    """Answers by what lies on the counter (`app.services.context.Operator`)."""

    def __init__(self, folder: Path, drawer: Drawer, chance: Random, *, patient: bool) -> None:
        self._paper, self._drawer, self._chance, self._patient = folder / PAPER, drawer, chance, patient

    async def paper_complete(self, number: int) -> bool:
        """Only one that was not whole is printed again, so any whole one is the last one."""
        name = str(number).encode()
        return any(name in sheet and sheet.endswith(CUT) for sheet in sheets(written(self._paper)))

    async def print_again(self, number: int, cause: str) -> bool:
        return self._patient if cause == "absent" else self._patient or self._chance.random() < 0.7

    async def cash_given(self, number: int, amount: str) -> bool:
        """When the customer still waits they get it now, and the answer is yes."""
        if number not in self._drawer.given():
            self._drawer.hand_over(number)
        return True

    async def customer_waits(self, number: int, amount: str) -> bool:
        return True

    async def cash_returned(self, number: int, amount: str) -> bool:
        """Given now, if it was not before: this cashier says yes only to what is true."""
        return True
