"""A monkey at the window: keys, fingers and scanner bursts at random, while draws close and lines fail.

Nothing breaks, and no wager is lost: only what is meant to take something out ever does.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.ui.driver import WindowDriver
from tests.helpers import shop
from tests.helpers.fake_api import NOT_SENT
from tests.helpers.sale_window import SaleWindow, sale_window
from tests.helpers.till import Desk, settle

#: Lines that may lower what is held (another amount, taken out) and lines that never do.
LOWERING = ("*8", "-123", "*1", "-leon")
ADDING = (
    "123*5", "456789", "12", "120/129*1", ".23", "112/", "344-5", "5+10+36*50", "leon", "051036", "5-12-30*2",
    "/", "//", "///", "-/", "999*100", "1234", "xyz", "77*0,5", "123+123", "+100", "+",
)  # fmt: skip
LOWERING_KEYS = ("Return", "Del", "F12", "F7", "Ctrl+Z", "Ctrl+Backspace", "Ctrl+1", "Ctrl+2")
SAFE_KEYS = (
    "Escape", "Backspace", "Space", "Up", "Down", "Left", "Right", "PgUp", "PgDown", "F8", "Ins", "Ctrl+M",
    "Ctrl+F", "Ctrl+3", "Alt+1", "Alt+2", "Tab", "Home", "End", "0", "5", "*",
)  # fmt: skip
SAFE_TAPS = (
    "key.", "draw.", "tab.", "product.", "pin.", "more.", "sign.", "mode.", "figure.", "draws.", "parked.",
    "sale.park", "sale.cash", "sale.chosen", "find.",
)  # fmt: skip
ENTERS = ("key.enter", "key.grid_enter")
CODES = ("0123456789012345", "23315522 84038675")


class Monkey:
    """Random acts on one window.

    `slowest` is the longest time from an event to the end of its painting, on the clock and of the
    processor, in milliseconds, with what it was: other programs lengthen the first, not the second.
    """

    def __init__(self, opened: SaleWindow, seed: int) -> None:
        self._window, self._screen = opened.window, opened.screen
        self._driver = WindowDriver(opened.window)
        self.chance = random.Random(seed)
        self.slowest: list[tuple[float, str]] = [(0.0, ""), (0.0, "")]

    def act(self) -> tuple[str, bool]:
        """One event and the painting it causes; what it was, and whether it may take something out."""
        kind = self.chance.choices(("lower", "safe", "add", "less", "tap", "scan", "char", "sell"), _WEIGHTS)[
            0
        ]
        return self._do(kind)

    def _timed(self, what: str, event: Callable[[], None]) -> None:
        clocks = (time.perf_counter, time.thread_time)
        begun = [clock() for clock in clocks]
        event()
        QCoreApplication.sendPostedEvents()
        self._window.repaint()
        spent = [(clock() - start) * 1000 for clock, start in zip(clocks, begun, strict=True)]
        self.slowest = [max(old, (new, what)) for old, new in zip(self.slowest, spent, strict=True)]

    def _key(self, name: str) -> None:
        self._timed(name, lambda: self._driver.key(name))

    def _type(self, text: str) -> None:
        for character in text:
            self._timed(f"{character} of {text}", partial(self._driver.type, "-", character))

    def _do(self, kind: str) -> tuple[str, bool]:
        pick = self.chance.choice
        match kind:
            case "lower" | "safe":
                key = pick(LOWERING_KEYS if kind == "lower" else SAFE_KEYS)
                self._key(key)
                return key, kind == "lower"
            case "add" | "less":
                self._key("Escape")
                line = pick(ADDING if kind == "add" else LOWERING)
                self._type(line)
                self._key("Return")
                return line, True
            case "sell":
                self._key("Escape")
                self._key("F12")
                return "sell", True
            case "scan":
                self._timed("scan", lambda: self._driver.scan(pick(CODES)))
                return "scan", False
            case "char":
                self._type(pick("0123456789*+-/., aeñ"))
                return "char", False
            case _:
                return self._tap()

    def _tap(self) -> tuple[str, bool]:
        """A finger: mostly on something that can be pressed, else anywhere on the screen."""
        screen = self._screen
        buttons = [
            button
            for button in screen.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and not button.visibleRegion().isEmpty()
        ]
        if self.chance.random() < 0.85 and buttons:
            button = self.chance.choice(buttons)
            name = button.objectName()
            self._timed(name, lambda: self._press(button, QPointF(button.rect().center())))
            return name, not name.startswith(SAFE_TAPS) or name in ENTERS
        place = QPointF(self.chance.randrange(screen.width()), self.chance.randrange(screen.height()))
        target = screen.childAt(place.toPoint()) or screen
        spot = QPointF(target.mapFrom(screen, place.toPoint()))
        self._timed(target.objectName(), lambda: self._press(target, spot))
        return "anywhere", True

    @staticmethod
    def _press(target: QWidget, spot: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            place = QPointF(target.mapToGlobal(spot.toPoint()))
            event = QMouseEvent(kind, spot, place, left, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(target, event)


_WEIGHTS = (12, 20, 18, 3, 34, 2, 7, 6)


def held(desk: Desk) -> int:
    """The money of all wagers typed and not sold: on the ticket and laid aside, in cents."""
    parked = sum(_minor(ticket.total) for ticket in desk.sale.parked.state.value.tickets)
    return _minor(desk.sale.ticket.value.total_text) + parked


def adds_up(desk: Desk) -> bool:
    """Whether lines, total and button say the same."""
    ticket, sell = desk.sale.ticket.value, desk.sale.sell.value
    lines = sum(_minor(line.amount) for group in ticket.groups for line in group.lines)
    return lines == _minor(ticket.total_text) and ticket.total_text == sell.total_text


def _minor(text: str) -> int:
    units, _, cents = text.removeprefix("Bs ").replace(".", "").partition(",")
    return int(units or 0) * 100 + int(cents.ljust(2, "0") or 0)


def sold(desk: Desk) -> int:
    return sum(row.ticket.total.minor for row in desk.api.sold)


async def disturb(desk: Desk, monkey: Monkey, number: int) -> None:
    """Time passes, draws close, a new list comes, a line fails."""
    if number % 25 == 0:
        desk.clock.elapsed += monkey.chance.randrange(1, 90)
        desk.sale.tick()
    if number % 80 == 79 and not desk.api.create_fates:
        desk.api.create_fates.append(NOT_SENT)
    if number % 150 == 0:
        round_ = int(desk.clock.elapsed // 3000)
        later = timedelta(seconds=3000 * round_)
        draws = tuple(
            replace(
                draw, event_id=draw.event_id + 1000 * turn,
                draws_at=draw.draws_at + later + timedelta(hours=2 * turn),
                closes_at=draw.closes_at + later + timedelta(hours=2 * turn),
            )
            for turn in (round_, round_ + 1) for draw in shop.DRAWS
        )  # fmt: skip
        desk.api.catalog = shop.catalog(draws=draws)
        await desk.services.catalog.load()


async def play(look, events: int, seed: int) -> tuple[Desk, Monkey]:
    """Let it play; what must hold is asserted after every event."""
    desk = await Desk().enter()
    with sale_window(look, desk) as opened:
        monkey = Monkey(opened, seed)
        for number in range(events):
            await disturb(desk, monkey, number)
            before = held(desk)
            what, lowers = monkey.act()
            assert adds_up(desk), what
            assert lowers or held(desk) == before, what
            before = held(desk) + sold(desk)
            if desk.notices.question.value is not None:
                desk.notices.answer(yes=False)
            await settle(8)
            assert held(desk) + sold(desk) >= before, what
            opened.show_sale()
        await settle()
    return desk, monkey


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_monkey_breaks_and_loses_nothing(look, qapp, seed):
    desk, _ = await play(look, 150, seed)

    assert desk.notices.notice.value is None or "error" not in desk.notice.lower()
    assert len(desk.api.sold) > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", [3, 4, 5])
async def test_five_thousand_events(look, qapp, seed, record_property):
    gc.collect()
    gc.freeze()  # as the kiosk does when somebody has signed in
    try:
        desk, monkey = await play(look, 5000, seed)
    finally:
        gc.unfreeze()
    (wall, what), (processor, which) = monkey.slowest
    record_property("slowest_ms", round(wall, 1))
    print(f"seed {seed}: slowest {wall:.1f} ms ({what}), of the processor {processor:.1f} ms ({which})")
    assert len(desk.api.sold) > 10
