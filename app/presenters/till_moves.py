"""A movement being typed: money put into the till or taken out of it, and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.domain.shift import Movement, MovementKind, Tender
from app.errors import Known
from app.i18n import t
from app.money import ZERO, Money
from app.presenters.base import Observable, Tasks
from app.presenters.notices import sentence
from app.presenters.till_words import tender_name
from app.presenters.views_office import ChoiceView
from app.presenters.views_till import MoveField, MoveView
from app.services.till import TillService

_KINDS = tuple(MovementKind)
_MOST_REASON = 60


class TillMoves:
    """Owns the form. `done` is awaited with what was put on record."""

    def __init__(self, till: TillService, tasks: Tasks, done: Callable[[Movement], Awaitable[None]]) -> None:
        self._till = till
        self._tasks = tasks
        self._done = done
        self._kind = MovementKind.ADDED
        self._tender = Tender.CASH
        self._tenders: tuple[Tender, ...] = (Tender.CASH,)
        self.state: Observable[MoveView] = Observable(MoveView())

    def start(self, kind: MovementKind, tenders: tuple[Tender, ...]) -> None:
        """An empty form; `tenders` are those that may move."""
        self._kind, self._tender, self._tenders = kind, Tender.CASH, tenders
        self._show(MoveView())

    def choose_kind(self, kind: str) -> None:
        """Another kind for what is being typed."""
        self._kind = MovementKind(kind)
        self._show(self.state.value)

    def next_kind(self) -> None:
        """F8."""
        self.choose_kind(_KINDS[(_KINDS.index(self._kind) + 1) % len(_KINDS)].value)

    def choose_tender(self, tender: str) -> None:
        """With which tender it moves."""
        self._tender = Tender(tender)
        self._show(self.state.value)

    def focus(self, field: MoveField) -> None:
        """The keys write here from now on."""
        self._show(replace(self.state.value, writing=field))

    def set_amount(self, text: str) -> None:
        """The amount as typed."""
        kept = "".join(c for c in text.replace(".", ",") if (c.isascii() and c.isdigit()) or c == ",")[:15]
        self._show(replace(self.state.value, amount=kept, problem="", writing=MoveField.AMOUNT))

    def set_reason(self, text: str) -> None:
        """The reason as typed."""
        kept = "".join(c for c in text if c.isprintable())[:_MOST_REASON]
        self._show(replace(self.state.value, reason=kept, problem="", writing=MoveField.REASON))

    def press(self, sign: str) -> None:
        """A key of the keypad."""
        view = self.state.value
        if view.writing is MoveField.AMOUNT:
            self.set_amount(view.amount + sign)
        else:
            self.set_reason(view.reason + sign)

    def backspace(self) -> None:
        """Take the last character away."""
        view = self.state.value
        if view.writing is MoveField.AMOUNT:
            self.set_amount(view.amount[:-1])
        else:
            self.set_reason(view.reason[:-1])

    def enter(self) -> None:
        """On to the reason; from there it is put on record."""
        view = self.state.value
        if view.writing is MoveField.AMOUNT and view.amount:
            self.focus(MoveField.REASON)
        else:
            self.submit()

    def submit(self) -> None:
        """F12: on record, or what is missing."""
        view = self.state.value
        try:
            amount = Money.parse(view.amount)
        except ValueError:
            amount = ZERO
        if amount <= ZERO:
            self._show(replace(view, problem=t("till.no_amount"), writing=MoveField.AMOUNT))
        elif not view.reason.strip():
            self._show(replace(view, problem=t("till.no_reason"), writing=MoveField.REASON))
        else:
            self._tasks.start("act", lambda: self._move(amount, view.reason))

    async def _move(self, amount: Money, reason: str) -> None:
        try:
            made = await self._till.move(self._kind, amount, reason, self._tender)
        except Known as error:
            if not error.code.startswith("till."):
                raise
            self._show(replace(self.state.value, problem=sentence(error)))
            return
        await self._done(made)

    def _show(self, view: MoveView) -> None:
        kinds = tuple(ChoiceView(one.value, t(f"till.kind.{one.value}"), one is self._kind) for one in _KINDS)
        tenders = tuple(ChoiceView(one.value, tender_name(one), one is self._tender) for one in self._tenders)
        reasons = tuple(t(f"till.reason.{self._kind.value}_{n}") for n in (1, 2, 3))
        title = t(f"till.kind.{self._kind.value}")
        shown = tenders if len(tenders) > 1 else ()
        self.state.set(replace(view, title=title, kinds=kinds, tenders=shown, reasons=reasons))
