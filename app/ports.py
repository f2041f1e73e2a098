"""What the services need from the outside, as protocols; adapters live in `api`, `journal`, `printing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from app.clock import Sample
from app.domain.catalog import Agency, Draw, Limits, Product, Template
from app.domain.catalog_parts import CatalogParts
from app.domain.outcome import Outcome
from app.domain.paper import Paper
from app.domain.printed import (
    Evidence,
    NothingPrinted,
    Prepared,
    Printed,
    PrinterState,
    PrintOutcome,
    PrintUnsure,
    Trail,
)
from app.domain.printer import Examined, PrinterChoice, PrinterWay
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import (
    DraftWager,
    DrawResult,
    PeriodTotals,
    Ticket,
    TicketKey,
    TicketRow,
    Wager,
)
from app.money import Money

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class Listing(Enum):
    """The three documented ways to ask `/user/ticket/` for rows."""

    SOLD = "sold"
    WINNER = "winner"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class TicketImage:
    """The server's picture of a ticket: `media` is a MIME type found by content, empty = no image."""

    media: str
    content: bytes


class LotteryApi(Protocol):
    """The lottery API document, one method per endpoint.

    Reads return the value or raise `Offline`, `BadReply`, `ReadRefused` or `SignInRequired`
    (`app.domain.outcome`). Calls that move money return an `Outcome` and never raise for what the
    network or the server does; they are sent once.
    """

    async def login(self, email: str, password: Secret) -> Session:
        """POST /auth/login; later calls carry the session's token."""
        ...

    async def logout(self) -> None:
        """GET /auth/logout, best effort: the token is forgotten whatever the server says."""
        ...

    async def ticket(self, key: TicketKey) -> Ticket:
        """POST /user/ticket."""
        ...

    async def ticket_image(self, uuid: str) -> TicketImage:
        """GET /user/ticket/image/{uuid}."""
        ...

    async def last_ticket(self) -> Ticket | None:
        """POST /user/ticket/last; None when there is none."""
        ...

    async def tickets(self, listing: Listing, start: datetime, end: datetime) -> tuple[TicketRow, ...]:
        """POST /user/ticket/ (with the slash): rows created in [start, end], newest first."""
        ...

    async def agency(self) -> tuple[Agency, tuple[Limits, ...]]:
        """POST /gaming/get-data."""
        ...

    async def pay(self, key: TicketKey, pin: Secret) -> Outcome[Money | None]:
        """POST /user/ticket/pay; the amount paid when the server says it."""
        ...

    async def copy(self, key: TicketKey) -> tuple[DraftWager, ...]:
        """POST /user/ticket/copy: a draft of the same wagers in open draws; sells nothing."""
        ...

    async def cancel(self, number: int) -> Outcome[None]:
        """POST /user/ticket/cancel."""
        ...

    async def revert(self, number: int) -> Outcome[None]:
        """POST /user/ticket/revert."""
        ...

    async def create(self, wagers: tuple[Wager, ...], operation: str) -> Outcome[Ticket]:
        """POST /user/ticket/create, once. `operation` goes out as Idempotency-Key (ignored today)."""
        ...

    async def report(self, start: datetime, end: datetime, category: str) -> PeriodTotals:
        """POST /gaming/reports, group "user"."""
        ...

    async def results(self, start: datetime, end: datetime) -> tuple[DrawResult, ...]:
        """POST /gaming/result/0."""
        ...

    async def template(self) -> Template:
        """POST /gaming/inventory/template; decoded off the main thread."""
        ...

    async def server_time(self) -> Sample:
        """GET /gaming/time in any listed form, else the reply's Date header; error = half the round trip."""
        ...

    async def draws(self, category: str, start: datetime, end: datetime) -> tuple[Draw, ...]:
        """POST /gaming/events/search/kiosk: open draws of a category."""
        ...

    async def products(self) -> tuple[Product, ...]:
        """POST /gaming/products/search."""
        ...

    def watch(self, heard: Callable[[bool], None]) -> None:
        """Call `heard(True)` after every answered call and `heard(False)` after every unanswered one."""
        ...

    def watch_sign_in(self, lost: Callable[[], None]) -> None:
        """Call `lost()` once, soon after the server first refused the session's token."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...


class CatalogCache(Protocol):
    """The catalogue as last told by one server, kept on disk for each of its users.

    What is damaged, too large or of an older format counts as absent; nothing here raises for what
    the disk does, and nothing holds up the loop.
    """

    async def read(self, account: str) -> CatalogParts:
        """What is kept for a user (e-mail); empty parts when there is nothing that can be used."""
        ...

    def keep(self, account: str, parts: CatalogParts) -> None:
        """Have it written soon: the template by itself, all other parts together; None leaves the old."""
        ...

    async def close(self) -> None:
        """Finish what is being written."""
        ...


class OperationType(Enum):
    """What an operation is."""

    SALE = "SALE"
    PAY = "PAY"
    VOID = "VOID"
    GHOST = "GHOST"
    ACCESS = "ACCESS"
    SHIFT = "SHIFT"
    MOVEMENT = "MOVEMENT"


HAPPENED = frozenset({OperationType.ACCESS, OperationType.SHIFT, OperationType.MOVEMENT})
"""Kinds whose records are whole when they are written: they happened, and wait for no answer."""


@dataclass(frozen=True, slots=True)
class Record:
    """One durable step of one operation: appended to the journal and folded into its projection.

    `state` is the operation's state after it. `in_flight` marks the one money call that may be on
    the wire. `body` is JSON data without secrets. `pin` is sealed beside the record; `erase_pin`
    forgets a sealed PIN in the same transaction.
    """

    operation: str
    type: OperationType
    state: str
    at: datetime
    in_flight: bool = False
    number: int | None = None
    day: date | None = None
    amount: Money | None = None
    body: Mapping[str, Json] = field(default_factory=dict)
    pin: Secret | None = None
    erase_pin: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """The projection of an operation's records: its present state and all bodies merged in order."""

    id: str
    type: OperationType
    state: str
    started_at: datetime
    updated_at: datetime
    in_flight: bool
    number: int | None
    day: date | None
    amount: Money | None
    body: Mapping[str, Json]
    pin: Secret | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The book behind one place up to and with `until`; `whole` is false when more of it follows.

    `changes`: every operation with a record there, as it was before (None: it began there) and after it,
    without PINs. `mac` is the book's seal at `until` (hex).
    """

    until: int
    mac: str
    whole: bool
    changes: tuple[tuple[Operation | None, Operation], ...]


class Journal(Protocol):
    """The append-only book of every step that moves money; one thread of its own.

    A `write` that returns is on disk (SQLite WAL, `synchronous=FULL`). Any failure to write raises
    `Known("journal.broken")`, and every later write does too until a restart.
    """

    async def write(self, *records: Record) -> None:
        """Append records in one transaction, all or none. `Known("journal.busy")` when another money
        call is in flight; `Known("journal.paid")` when the ticket was paid out before."""
        ...

    async def operation(self, operation: str) -> Operation | None:
        """One operation."""
        ...

    async def open_operations(self, final: Mapping[OperationType, frozenset[str]]) -> tuple[Operation, ...]:
        """Operations whose state is not final, oldest first; never one of a kind in `HAPPENED`."""
        ...

    async def by_ticket(self, key: TicketKey, type_: OperationType) -> tuple[Operation, ...]:
        """The operations of one kind about a ticket, newest first."""
        ...

    async def numbers(self, day: date) -> frozenset[int]:
        """Ticket numbers sold by this terminal on a day."""
        ...

    async def sold(self, day: date) -> tuple[Operation, ...]:
        """The sales of this terminal that have a ticket of that day, by number."""
        ...

    async def recent(self, type_: OperationType, limit: int) -> tuple[Operation, ...]:
        """The newest operations of a kind."""
        ...

    async def place(self) -> int:
        """The end of the book: how many records it has."""
        ...

    async def stretch(self, after: int, limit: int, until: int | None = None) -> Stretch:
        """What happened behind the place `after`: at most `limit` records, none behind `until`."""
        ...

    async def keep(self, name: str, value: Json) -> None:
        """Remember a small value that is not money (half-typed ticket, kept amount)."""
        ...

    async def kept(self, name: str) -> Json:
        """The value last kept under a name, or None."""
        ...

    async def close(self) -> None:
        """Finish what is queued and close the file."""
        ...


class JournalCare(Protocol):
    """What keeps a journal sound over the years."""

    async def backup(self, folder: Path, day: date) -> Path:
        """A checked copy of the day in `folder`, older ones dropped; `Known("journal.backup_failed")`."""
        ...

    async def verify_chain(self) -> int | None:
        """The first row that is not as it was written (then nothing is written any more), or None."""
        ...


class Vault(Protocol):
    """Secrets of this till: its PINs as hashes, and what the operating system keeps for it.

    Everything raises `Known("access.store_…")` for what the system's store does.
    """

    async def by_system(self) -> bool:
        """Whether this machine has a store of secrets that encrypts."""
        ...

    async def hash(self, secret: Secret) -> str:
        """A fresh slow hash, to be kept. `Known("access.not_stored")` when its key cannot be."""
        ...

    async def fits(self, secret: Secret, made: str) -> bool:
        """Whether `made` is a hash of it; `Known("access.pepper_lost")`: that will never be known again."""
        ...

    async def recall(self, name: str) -> Secret | None:
        """What the system's store keeps under a name."""
        ...

    async def remember(self, name: str, secret: Secret) -> None:
        """Have the system's store keep it."""
        ...

    async def forget(self, name: str) -> None:
        """Have the system's store forget it; well, when it was not there."""
        ...


class Printer(Protocol):
    """A receipt printer behind one worker thread."""

    async def prepare(self, paper: Paper) -> Prepared:
        """Lay out and encode off the main thread."""
        ...

    async def send(self, prepared: Prepared) -> PrintOutcome:
        """Send once; never raises for what the printer does. A paper whose last block never went
        may be begun anew in here, its beginning marked void and cut off."""
        ...

    async def open_drawer(self) -> PrintOutcome:
        """Open the cash drawer at the printer, by an act of this program only; prints nothing."""
        ...

    async def picture(self, paper: Paper) -> bytes:
        """The same paper as a PNG, cell for cell."""
        ...

    def state(self) -> PrinterState:
        """The last known state."""
        ...

    def waiting(self) -> bool:
        """Whether a paper waits for somebody to put the printer right (`state` says how)."""
        ...

    def give_up(self) -> None:
        """Do not wait any longer: the paper ends with what is known of it."""
        ...

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """Be told of state changes, on the loop's thread."""
        ...

    async def close(self) -> None:
        """Stop the worker."""
        ...


@dataclass(frozen=True, slots=True)
class Tried:
    """How a test page ended, and the evidence that the printer turned out to give (`printer.confirm`)."""

    outcome: PrintOutcome
    confirm: str = "none"


class PrinterSetup(Protocol):
    """Finding, trying out and choosing the printer of this till, while the program runs."""

    def current(self) -> PrinterChoice:
        """The printer in use."""
        ...

    async def find(self) -> tuple[PrinterWay, ...]:
        """The printers this machine knows of: USB, serial ports, devices, queues. Prints nothing."""
        ...

    async def scan(self, progress: Callable[[int, int], None]) -> tuple[PrinterWay, ...]:
        """Printers on this machine's own network (port 9100 of at most 254 addresses); `progress` gets
        how many of how many were asked. Cancel the caller to end it."""
        ...

    async def examine(self, way: PrinterWay) -> Examined:
        """Ask a printer what it is. Prints nothing."""
        ...

    async def try_out(self, examined: Examined) -> Tried:
        """Print the test page, between other papers and never into one."""
        ...

    async def use(self, choice: PrinterChoice) -> None:
        """Store the choice and print on it from now on; a paper that is being printed ends first.
        `Known("printer.not_stored")` when the disk does not take it: nothing has changed then."""
        ...

    def close(self) -> None:
        """Ask nothing more."""
        ...


class Exports(Protocol):
    """A folder for files that the owner takes along."""

    async def write(self, name: str, content: str) -> str:
        """Write a new file (UTF-8) whose name begins so, never over an older one; returns its whole path.

        `Known("reports.not_exported", folder=…)` for whatever the disk does.
        """
        ...
