"""The lottery server as it really is: what was committed, and when. Shapes as the training server's."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

START = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)
ZONE = timedelta(hours=-4)
PASSWORD = "clave"
WINDOW_S = 180
USERS = {"ana@taquilla.test": 864, "luis@taquilla.test": 865}
OURS, COLLEAGUE = USERS
PRODUCT = 2
GAME = 1
_NO_ROWS = "no rows in result set"
_VOID = ("canceled", "rejected")
_ENTITY = {"entity_id": 213, "parent_id": 212, "entity_name": "AGENCIA", "parent_name": "GRUPO"}


class No(Exception):
    """A refusal: envelope status and text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(slots=True)
class Held:
    """A ticket. `plays`: (event, game, text, cents). `operation`: whose tap it is (never told to clients)."""

    number: int
    pin: int
    uuid: str
    email: str
    created_at: int
    plays: tuple[tuple[int, int, str, int], ...]
    operation: str
    status: str = "sold"
    prize: int = 0
    paid_by: str = ""

    @property
    def total(self) -> int:
        return sum(play[3] for play in self.plays)

    @property
    def live(self) -> bool:
        return self.status not in _VOID

    @property
    def day(self) -> date:
        return (datetime.fromtimestamp(self.created_at, UTC) + ZONE).date()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A money call that reached the server: when, what it was about, whether it changed anything."""

    at: float
    name: str
    about: str
    done: bool


@dataclass
class Truth:
    """One server. `time()`: seconds since START."""

    time: Callable[[], float]
    chance: Random
    window_s: int = WINDOW_S
    tickets: list[Held] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    shut: set[int] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)
    altering: bool = False
    keeps: bool = False
    on_arrival: Callable[[str, str], None] = lambda name, about: None
    _tokens: dict[str, str] = field(default_factory=dict)
    _over: set[str] = field(default_factory=set)
    _due: list[tuple[float, int, Callable[[], object]]] = field(default_factory=list)
    _serial: count[int] = field(default_factory=lambda: count(1))

    # --- time -------------------------------------------------------------------------------------

    def now(self) -> int:
        return int(START.timestamp() + self.time())

    def later(self, at: float, act: Callable[[], object]) -> None:
        """What is still on its way arrives then."""
        heapq.heappush(self._due, (at, next(self._serial), act))

    def catch_up(self) -> None:
        """Everything that has arrived by now, each at its own moment."""
        while self._due and self._due[0][0] <= self.time():
            at, _, act = heapq.heappop(self._due)
            real, self.time = self.time, lambda at=at: at  # type: ignore[misc]
            try:
                act()
            finally:
                self.time = real

    @property
    def last_due(self) -> float:
        """When the last thing on its way arrives."""
        return max((due[0] for due in self._due), default=0.0)

    # --- the API ----------------------------------------------------------------------------------

    def answer(self, path: str, body: bytes | None, token: str, operation: str = "") -> tuple[int, bytes]:
        """Status and body; changes what the call changes."""
        asked = json.loads(body) if body else {}
        try:
            status, more = self._answered(path, asked, token, operation)
        except No as refused:
            status, more = refused.status, {"error": str(refused)}
        return status, json.dumps({"status": status, **more}, separators=(",", ":")).encode()

    def _answered(self, path: str, asked: Any, token: str, operation: str) -> tuple[int, dict[str, Any]]:
        if path == "/auth/login":
            return self._login(asked)
        email = self._tokens.get(token)
        if email is None:
            raise No(403, "token is invalid" if token else "token is missing")
        if token in self._over:
            raise No(403, "token is expired")
        match path:
            case "/gaming/time":
                return 200, {"response": {"seconds": self.now()}}
            case "/auth/logout":
                self._tokens.pop(token)
                return 200, {"response": "session closed"}
            case "/user/ticket/last":
                return 202, {"response": self._body(self._last(email))}
            case "/user/ticket/":
                return 200, self._rows(asked["filter"], email)
            case "/user/ticket":
                return 201, {"response": self._body(self._asked(asked))}
            case "/gaming/get-data":
                return 200, {"response": AGENCY}
            case "/gaming/products/search":
                return 201, {"response": PRODUCTS}
            case "/gaming/events/search/kiosk":
                return 201, {"response": [draw for draw in DRAWS if draw["id"] not in self.shut]}
            case "/gaming/inventory/template":
                return 200, {"response": TEMPLATE}
            case "/gaming/result/0":
                return 200, {}
        return self._money(path.rsplit("/", 1)[1], asked, email, operation)

    def _money(
        self, name: str, asked: dict[str, Any], email: str, operation: str
    ) -> tuple[int, dict[str, Any]]:
        about = operation or str(asked["ticket_number"])
        self.on_arrival(name, about)
        act = {"create": self._create, "pay": self._pay, "cancel": self._void, "revert": self._void}[name]
        done = False
        try:
            found = act(name, asked, email, operation)
            done = "error" not in found[1]
            return found
        finally:
            self.arrivals.append(Arrival(self.time(), name, about, done))

    def _login(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        email = asked.get("email", "")
        if email not in USERS or asked.get("password") != PASSWORD:
            raise No(403, "invalid email or password")
        token = f"{self.chance.getrandbits(128):032x}"
        self._tokens[token] = email
        user = {"id": USERS[email], "email": email, "name": email.partition("@")[0], "status": "active"}
        return 200, {"response": {"x_auth_token": token, "user": user}}

    def tokens(self) -> list[str]:
        """Of all sessions that there were."""
        return list(self._tokens)

    def expire(self, token: str) -> None:
        """The session is over by itself."""
        if token in self._tokens:
            self._over.add(token)

    def _last(self, email: str) -> Held:
        own = [ticket for ticket in self.tickets if ticket.email == email]
        if not own:
            raise No(400, _NO_ROWS)
        return own[-1]

    def _asked(self, asked: dict[str, Any]) -> Held:
        day, number = date.fromisoformat(asked["date"]), asked["ticket_number"]
        for ticket in reversed(self.tickets):
            if ticket.number == number and ticket.day == day:
                return ticket
        raise No(400, _NO_ROWS)

    def _rows(self, wanted: dict[str, Any], email: str) -> dict[str, Any]:
        start, end = (datetime.fromisoformat(text).timestamp() for text in wanted["between_created_at"])
        rows = [
            {
                "id": one.uuid, "ticket_number": one.number, "created_at": one.created_at,
                "user_id": USERS[one.email], "email": one.email, "status": one.status,
                "total": _units(one.total), "prize": _units(one.prize), **_ENTITY,
            }
            for one in reversed(self.tickets)
            if start <= one.created_at <= end and _listed(one, wanted)
        ]  # fmt: skip
        return {"response": rows} if rows else {}

    @staticmethod
    def _body(one: Held) -> dict[str, Any]:
        wagers = [
            {
                "amount": _units(cents), "current_event_id": event, "event_id": event,
                "event_name": "TRIPLE ZULIA", "game_id": game, "list_id": 1,
                "p_event_time": f"{event - 100}:00 pm",
                "status": one.status, "wager": text,
            }
            for event, game, text, cents in one.plays
        ]  # fmt: skip
        return {
            "ticket_number": one.number, "pin_number": one.pin, "num_wagers": len(wagers), **_ENTITY,
            "created_at": one.created_at, "wagers": wagers, "amount": _units(one.total),
        }  # fmt: skip

    # --- what moves money -------------------------------------------------------------------------

    def _create(
        self, _: str, asked: dict[str, Any], email: str, operation: str
    ) -> tuple[int, dict[str, Any]]:
        plays = tuple(
            (w["event_id"], w["game_id"], w["wager"], round(w["amount"] * 100))
            for w in asked["ticket"]["wagers"]
        )
        closed = sorted({play[0] for play in plays if not self.is_open(play[0])})
        if closed:
            raise No(409, f"events are not open. closed events: [{' '.join(map(str, closed))}]")
        if refused := {text: cells for text in self.spent if (cells := _sold_out(plays, text))}:
            return 409, {"error": "wagers exceed the available inventory", "error_wagers": refused}
        if self.altering:
            plays, self.altering = ((*plays[0][:3], plays[0][3] + 100), *plays[1:]), False
        ticket = self.sell(plays, email, operation)
        return 201, {"response": {"id": ticket.uuid, **self._body(ticket)}}

    def sell(self, plays: tuple[tuple[int, int, str, int], ...], email: str, operation: str) -> Held:
        """A sold ticket."""
        number = self.chance.randrange(10**7, 10**8)
        bits = f"{self.chance.getrandbits(128):032x}"
        uuid = "-".join((bits[:8], bits[8:12], bits[12:16], bits[16:20], bits[20:]))
        pin = self.chance.randrange(10**7, 10**8)
        self.tickets.append(Held(number, pin, uuid, email, self.now(), plays, operation))
        return self.tickets[-1]

    def is_open(self, event: int) -> bool:
        """Whether a draw is on sale."""
        closes = next((d["closing_timestamp"]["seconds"] for d in DRAWS if d["id"] == event), 0)
        return event not in self.shut and self.now() < closes

    def _pay(self, _: str, asked: dict[str, Any], email: str, operation: str) -> tuple[int, dict[str, Any]]:
        ticket = self._asked(asked)
        if asked["pin_number"] != ticket.pin:
            raise No(400, "invalid pin number")
        if ticket.status == "paid":
            raise No(200, "ticket already paid")
        if not ticket.live:
            raise No(200, f"ticket {ticket.status}")
        if ticket.status != "winner":
            raise No(200, "not a winner")
        ticket.status, ticket.paid_by = "paid", email
        prize = _units(ticket.prize)
        return 200, {"response": {"ticket_number": ticket.number, "prize": prize, "status": "paid"}}

    def _void(
        self, name: str, asked: dict[str, Any], email: str, operation: str
    ) -> tuple[int, dict[str, Any]]:
        ticket = next((t for t in reversed(self.tickets) if t.number == asked["ticket_number"]), None)
        if ticket is None:
            raise No(400, _NO_ROWS)
        if name == "revert" and not ticket.live:
            raise No(401, f"ticket already {ticket.status} by user")
        late = self.now() - ticket.created_at > self.window_s
        if (
            self.keeps
            or ticket.status != "sold"
            or late
            or not all(self.is_open(play[0]) for play in ticket.plays)
        ):
            raise No(400, _NO_ROWS)
        ticket.status = "canceled" if name == "cancel" else "rejected"
        return 200, {"response": {"ticket_number": ticket.number, "status": ticket.status}}


def _listed(ticket: Held, wanted: dict[str, Any]) -> bool:
    status = wanted.get("status")
    return ticket.live if status is None else ticket.status == status


def _sold_out(plays: Iterable[tuple[int, int, str, int]], text: str) -> dict[str, Any]:
    """A refused number in the draws where it was asked for, nothing of it left; empty when it was not."""
    rows = [
        {"event_id": event, "game_id": game, "wager_amount": _units(cents), "inventory": 0}
        for event, game, played, cents in plays
        if played == text
    ]
    return {"event_inventory": rows} if rows else {}


def printed(plays: Iterable[tuple[int, int, str, int]]) -> Counter[tuple[str, str, str, int]]:
    """What a paper must say of them: the draw's name, its hour, what was played, cents."""
    return Counter(("TRIPLE ZULIA", f"{event - 100}:00 pm", text, cents) for event, _, text, cents in plays)


def _units(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else cents / 100


def _draw(event: int, hours: int) -> dict[str, Any]:
    at = int((START + timedelta(hours=hours)).timestamp())
    clock = f"{12 + hours:02}:00"
    return {
        "id": event, "game_product_id": PRODUCT, "name": "TRIPLE ZULIA", "event_time": clock,
        "event_time_utc": clock, "closing_timestamp": {"seconds": at - 300}, "game_category": "lottery",
        "status": "open", "event_timestamp": {"seconds": at}, "display_order": event, "list": "A",
        "list_id": 1,
    }  # fmt: skip


DRAWS = [_draw(100 + hours, hours) for hours in (1, 6, 9)]
PRODUCTS = [
    {
        "id": PRODUCT, "name": "TRIPLE ZULIA", "lottery": "ZULIA", "lottery_id": 1, "status": "active",
        "quota": 1_000_000, "game_category": "lottery", "lottery_status": "active",
        "data": [{"event_date": "2024-10-22", "event_id": 101, "event_time": "13:00:00"}],
    }
]  # fmt: skip
AGENCY = {
    "entity_id": 213, "name": "AGENCIA", "status": "active", "games": ["lottery"],
    "entity_data": {
        "rif": "J-0", "seconds_to_cancel": WINDOW_S, "ticket_expiration_days": 3, "ticket_footer": "",
        "ticket_header": "", "time_zone": "America/Caracas",
    },
    "game_data": [
        {
            "amount_multiple": 1, "commission": 10, "game_id": GAME, "max_bet": 5000, "max_permutations": 6,
            "max_sequence_size": 10, "max_sequences": 2, "min_bet": 1, "product_id": PRODUCT,
            "ticket_max_wagers": 100,
        }
    ],
}  # fmt: skip
TEMPLATE = [{"game_id": GAME, "wager": f"{n:03}", "extra_data": ""} for n in range(20)]
