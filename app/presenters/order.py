"""An order pasted or dictated: read while it is typed, doubts settled by one key each, then taken over."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.cart import Cart
from app.domain.orders.parts import Answer, Doubt, Mark, Role
from app.domain.orders.reading import LONGEST, Counter, Reading, read
from app.domain.typed import Problem
from app.i18n import t
from app.presenters import sale_ticket
from app.presenters.base import Observable
from app.presenters.views_order import DoubtView, Ink, OrderView, Stroke

_MOST_JUNK = 10  # one character in so many may be none of a message


@dataclass(frozen=True, slots=True)
class Sale:
    """What the panel needs from the sale: what to read against, and where the lines go.

    `counter` is None while there is no catalogue.
    """

    counter: Callable[[], Counter | None]
    take: Callable[[Reading], None]


class OrderPresenter:
    """Holds the message and the answers given; the reading follows from both."""

    def __init__(self, sale: Sale) -> None:
        self._sale = sale
        self._text = ""
        self._settled: dict[str, str] = {}
        self._reading = Reading()
        self._refused = ""
        self.view: Observable[OrderView] = Observable(OrderView())

    @property
    def shown(self) -> bool:
        """Whether the panel is open."""
        return self.view.value.shown

    @property
    def pending(self) -> bool:
        """Whether an open message has not been taken over yet."""
        return self.shown and bool(self._text.strip())

    # --- intents ---------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the panel on the message that was there."""
        self._refused = ""
        self._read(shown=True)

    def paste(self, text: str | None) -> None:
        """Open the panel on what the clipboard holds; None: no text."""
        self._refused = _refusal(text)
        if not self._refused and text is not None:
            self._text, self._settled = _clean(text), {}
        self._read(shown=True)

    def set_text(self, text: str) -> None:
        """The message as it now stands in the edit; answers to doubts that are still there stay."""
        if text != self._text or self._refused:
            self._text, self._refused = text, ""
            self._read(shown=self.shown)

    def answer(self, number: int) -> None:
        """Settle the next doubt with its answer 1 to 9."""
        doubt = self._next()
        if doubt is not None and 1 <= number <= len(doubt.answers):
            self._settled[doubt.id] = doubt.answers[number - 1].value
            self._read(shown=self.shown)

    def take_back(self) -> None:
        """Ask the last doubt again."""
        if self._settled:
            self._settled.popitem()
            self._read(shown=self.shown)

    def enter(self) -> None:
        """Settle the next doubt with its first answer; without doubts, put the lines into the ticket."""
        if self._next() is not None:
            self.answer(1)
            return
        self._read(shown=self.shown)  # a draw may have closed since
        if self._reading.ready:
            found = self._reading
            self._text, self._settled = "", {}
            self._read(shown=False)
            self._sale.take(found)

    def close(self) -> None:
        """Leave; the message stays for the next time."""
        self._read(shown=False)

    def clear(self) -> None:
        """Forget the message."""
        self._text, self._settled, self._refused = "", {}, ""
        self._read(shown=self.shown)

    def refresh(self) -> None:
        """Time has passed or the catalogue changed."""
        if self.shown:
            self._read(shown=True)

    def remember(self) -> Callable[[], None]:
        """How to put the panel back as it is now: a scanner's keys may turn out to be none of ours."""
        text, settled, shown = self._text, dict(self._settled), self.shown

        def restore() -> None:
            if (text, settled, shown) != (self._text, self._settled, self.shown):
                self._text, self._settled = text, settled
                self._read(shown=shown)

        return restore

    # --- state -----------------------------------------------------------------------------------

    def _next(self) -> Doubt | None:
        return next(iter(self._reading.doubts), None)

    def _read(self, *, shown: bool) -> None:
        counter = self._sale.counter() if shown else None
        if counter is None:
            self._reading = Reading()
            problem = t("order.no_catalog") if shown else ""
            self.view.set(OrderView(shown, self._text, problem=problem))
            return
        self._reading = read(self._text, counter, self._settled)
        self.view.set(self._view(counter))

    def _view(self, counter: Counter) -> OrderView:
        found, doubt = self._reading, self._next()
        cart = Cart().add((*found.lines, *found.added))
        draws = {line.event_id: counter.catalog.draw_by_id[line.event_id] for line in cart.lines}
        around = sale_ticket.Around(draws, counter.catalog, counter.now, counter.zone)
        ticket = sale_ticket.view_of(cart, around)
        return OrderView(
            shown=True,
            text=self._text,
            strokes=_strokes(found.marks, doubt),
            groups=ticket.groups,
            count_text=t("sale.wagers", count=found.count) if found.count else "",
            total_text=found.total.text(cents=False),
            doubt=DoubtView(question_of(doubt), tuple(map(answer_of, doubt.answers)))
            if doubt
            else DoubtView(),
            doubts_text=t("order.doubts", count=len(found.doubts)) if found.doubts else "",
            note=_sentence(found.notes[0]) if found.notes else "",
            problem=self._refused or (t("order.too_long", limit=LONGEST // 1024) if found.too_long else ""),
            empty=self._empty(found),
            ready=found.ready,
            answered=bool(self._settled),
        )

    def _empty(self, found: Reading) -> str:
        if found.count or found.doubts:
            return ""
        return t("order.nothing") if self._text.strip() else t("order.paste")


def question_of(doubt: Doubt) -> str:
    """A doubt in the cashier's words."""
    problem = doubt.params.get("problem")
    if isinstance(problem, Problem):
        return _sentence(problem)
    return t(f"order.doubt.{doubt.code}", **doubt.params)


def answer_of(answer: Answer) -> str:
    """What its key says."""
    return t(f"order.answer.{answer.code}", **answer.params)


def _sentence(problem: Problem) -> str:
    return t(f"entry.{problem.code}", **problem.params)


def _strokes(marks: Iterable[Mark], asked: Doubt | None) -> tuple[Stroke, ...]:
    inks = {Role.NOISE: Ink.NOISE, Role.DOUBT: Ink.DOUBT}
    found = [Stroke(mark.start, mark.end, inks[mark.role]) for mark in marks if mark.role in inks]
    if asked is not None:
        found.append(Stroke(asked.start, asked.end, Ink.ASKED))
    return tuple(found)


def _refusal(text: str | None) -> str:
    """Why the clipboard holds no message that could be read; empty when it does."""
    if text is None or not text.strip():
        return t("order.no_text")
    if len(text) > LONGEST:
        return t("order.too_long", limit=LONGEST // 1024)
    junk = sum(1 for char in text if _is_junk(char))
    return t("order.no_message") if junk * _MOST_JUNK > len(text) else ""


def _is_junk(char: str) -> bool:
    return char == "\ufffd" or (char not in "\n\r\t" and unicodedata.category(char) in ("Cc", "Cs", "Co"))


def _clean(text: str) -> str:
    """With line ends as the edit shows them, and without characters that no edit can show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    return "".join(" " if _is_junk(char) or char == "\t" else char for char in lines).strip("\n")
