"""The set-up of the printer (Ajustes, F10): find, choose, print the test page, tell what came out, use it.

Nothing changes before the last step; whoever leaves half-way keeps the printer there was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.printer import (
    ACCENT_LINES,
    ACCENT_SAMPLE,
    TEST_CODE,
    WIDTH_LINES,
    Examined,
    PrinterChoice,
    PrinterTraits,
    PrinterWay,
    with_accents,
    with_width,
)
from app.i18n import t
from app.ports import Printed, Printer, PrinterSetup
from app.presenters import setup_words as words
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices
from app.presenters.views_settings import FactView, OptionView, PrinterSetupView, SetupStep

_ACROSS = {SetupStep.WIDTH: 2, SetupStep.ACCENTS: 4, SetupStep.READY: 5}
_BACK = {
    SetupStep.LOOKING: SetupStep.HOME,
    SetupStep.CHOOSE: SetupStep.HOME,
    SetupStep.READY: SetupStep.CHOOSE,
    SetupStep.WIDTH: SetupStep.READY,
    SetupStep.ACCENTS: SetupStep.WIDTH,
    SetupStep.CODES: SetupStep.ACCENTS,
    SetupStep.CUT: SetupStep.CODES,
    SetupStep.SUMMARY: SetupStep.CUT,
}
"""Where Esc leads; a step that is not here is over in a few seconds and cannot be left."""
_BUSY = frozenset({SetupStep.LOOKING, SetupStep.ASKING, SetupStep.PRINTING, SetupStep.SAVING})


class PrinterSetupPresenter:
    """Owns the wizard's state; lives as long as the window, so a sale in between loses nothing.

    `used`: a printer was put to use.
    """

    def __init__(self, setup: PrinterSetup, printer: Printer, notices: Notices) -> None:
        self._setup = setup
        self._printer = printer
        self._notices = notices
        self._tasks = Tasks(self._failed)
        self._step = SetupStep.HOME
        self._ways: tuple[PrinterWay, ...] = ()
        self._examined = Examined(PrinterWay())
        self._choice = PrinterChoice()
        self._marked = 0
        self._problem = ""
        self._scanning = ""
        self.used = False
        self.state: Observable[PrinterSetupView] = Observable(PrinterSetupView())
        printer.watch(lambda _state: self._show())
        self._show()

    # ------------------------------------------------------------ intents

    def choose(self, key: str) -> None:
        """An answer was given."""
        if any(option.key == key for option in self._options()):
            self._answered(key)

    def mark(self, steps: int) -> None:
        """The keyboard moves among the answers."""
        options = self._options()
        if options and self._step is SetupStep.READY:  # a speed is not an answer: it holds when it is there
            at = next((at for at, one in enumerate(options) if one.chosen), 0) + steps
            self._answered(options[max(0, min(len(options) - 1, at))].key)
        elif options:
            self._marked = max(0, min(len(options) - 1, self._marked + steps))
            self._show()

    def enter(self) -> None:
        """The marked answer; the main act where there is none to give."""
        options = self._options()
        if options and self._step is not SetupStep.READY:
            self._answered(options[self._marked].key)
        else:
            self.main()

    def typed(self, sign: str) -> bool:
        """A digit or letter that stands beside an answer; whether there was one."""
        sign = sign.lower()
        found = next((one for one in self._options() if sign in (one.hint, one.key) and sign), None)
        if found is not None:
            self._answered(found.key)
        return found is not None

    def main(self) -> None:
        """F12."""
        match self._step:
            case SetupStep.HOME | SetupStep.CHOOSE:
                self._go(SetupStep.LOOKING)
                self._tasks.start("look", self._look)
            case SetupStep.READY:
                self._go(SetupStep.PRINTING)
                self._tasks.start("print", self._print)
            case SetupStep.SUMMARY:
                self._go(SetupStep.SAVING)
                self._tasks.start("use", self._use)
            case _:
                return

    def scan(self) -> None:
        """F8: ask the own network."""
        if self._step is SetupStep.CHOOSE:
            self._go(SetupStep.LOOKING)
            self._tasks.start("scan", self._scan)

    def back(self) -> bool:
        """Esc: one step back; whether there was one."""
        before = _BACK.get(self._step)
        if before is None:
            return False
        if self._step is SetupStep.LOOKING:
            self._tasks.cancel()
            before = SetupStep.CHOOSE if self._ways else before
        self._go(before)
        return True

    def scanned(self, text: str) -> bool:
        """A scanner read something; whether it was the code of the test page and was waited for."""
        if text.strip() != TEST_CODE:
            return False
        if self._step is SetupStep.CODES:
            self._answered(words.YES)
        return True

    def remember(self) -> Callable[[], None]:
        """How to take back answers that turn out to have been a scanner's digits."""
        kept = (self._step, self._examined, self._choice, self._marked, self._problem)

        def restore() -> None:
            now = (self._step, self._examined, self._choice, self._marked, self._problem)
            if now == kept or self._step in (SetupStep.PRINTING, SetupStep.SAVING):
                return
            self._tasks.cancel()
            self._step, self._examined, self._choice, self._marked, self._problem = kept
            self._show()

        return restore

    async def settled(self) -> None:
        """Until whatever was begun has ended."""
        await self._tasks.settle()

    # ------------------------------------------------------------ answers

    def _answered(self, key: str) -> None:
        match self._step:
            case SetupStep.CHOOSE:
                self._take(self._ways[int(key) - 1])
            case SetupStep.READY:
                self._examined = replace(self._examined, way=replace(self._examined.way, baud=int(key)))
                self._show()
            case SetupStep.WIDTH if key == words.NONE:
                serial = self._examined.way.transport == "serial"
                self._go(SetupStep.READY, t("setup.garbled_serial" if serial else "setup.garbled"))
            case SetupStep.WIDTH:
                line = next(one for one in WIDTH_LINES if one.letter.lower() == key)
                self._known(with_width(self._choice.traits, line), SetupStep.ACCENTS)
            case SetupStep.ACCENTS:
                self._known(with_accents(self._choice.traits, ACCENT_LINES[int(key) - 1]), SetupStep.CODES)
            case SetupStep.CODES:
                mode = "raster" if key == words.NO else self._choice.traits.mode
                self._known(replace(self._choice.traits, mode=mode), SetupStep.CUT)
            case SetupStep.CUT:
                self._known(replace(self._choice.traits, cutter=key == words.YES), SetupStep.SUMMARY)
            case _:
                return

    def _known(self, traits: PrinterTraits, then: SetupStep) -> None:
        self._choice = replace(self._choice, traits=traits)
        self._go(then)

    def _take(self, way: PrinterWay) -> None:
        """A printer was chosen from the list: ask it what it is."""
        self._examined = Examined(way)
        self._go(SetupStep.ASKING)
        self._tasks.start("ask", self._ask)

    # ------------------------------------------------------------ work

    async def _look(self) -> None:
        self._ways = await self._setup.find()
        self._go(SetupStep.CHOOSE)

    async def _scan(self) -> None:
        def progress(done: int, whole: int) -> None:
            self._scanning = t("setup.scanning", done=done, whole=whole)
            self._show()

        try:
            found = await self._setup.scan(progress)
        finally:
            self._scanning = ""
        fresh = tuple(way for way in found if way not in self._ways)
        self._ways += fresh
        self._go(SetupStep.CHOOSE, "" if fresh else t("setup.nobody_answered"))

    async def _ask(self) -> None:
        found = await self._setup.examine(self._examined.way)
        if found.cause:
            self._go(SetupStep.CHOOSE, words.unreached_text(found.cause))
            return
        self._examined = found
        self._go(SetupStep.READY)

    async def _print(self) -> None:
        tried = await self._setup.try_out(self._examined)
        if not isinstance(tried.outcome, Printed):
            self._go(SetupStep.READY, words.failed_text(tried.outcome))
            return
        traits = replace(self._examined.traits, confirm=tried.confirm)
        way = replace(self._examined.way, name=self._examined.model)
        self._choice = PrinterChoice(way, traits, self._examined.title)
        self._go(SetupStep.WIDTH)

    async def _use(self) -> None:
        await self._setup.use(self._choice)
        self.used = True
        self._go(SetupStep.HOME)
        self._notices.show(Level.OK, t("setup.in_use"))

    def _failed(self, error: BaseException) -> None:
        """Whatever it was, the cashier stands before a step that can be taken again."""
        before = {SetupStep.PRINTING: SetupStep.READY, SetupStep.SAVING: SetupStep.SUMMARY}
        self._go(before.get(self._step, SetupStep.CHOOSE if self._ways else SetupStep.HOME))
        self._notices.failed(error)

    # ------------------------------------------------------------ states

    def _go(self, step: SetupStep, problem: str = "") -> None:
        self._step, self._problem, self._marked = step, problem, 0
        self._show()

    def _options(self) -> tuple[OptionView, ...]:
        match self._step:
            case SetupStep.CHOOSE:
                return words.way_options(self._ways)
            case SetupStep.READY if self._examined.way.transport == "serial":
                return words.baud_options(self._examined.way.baud)
            case SetupStep.WIDTH:
                return words.width_options()
            case SetupStep.ACCENTS:
                return words.accent_options()
            case SetupStep.CODES:
                return words.code_options()
            case SetupStep.CUT:
                return words.cut_options()
            case _:
                return ()

    def _show(self) -> None:
        step = self._step
        options = tuple(
            replace(option, marked=at == self._marked and step is not SetupStep.READY)
            for at, option in enumerate(self._options())
        )
        self.state.set(
            PrinterSetupView(
                step=step,
                stages=words.stages(step),
                headline=self._headline(),
                text=self._text(),
                sample=ACCENT_SAMPLE if step is SetupStep.ACCENTS else "",
                facts=self._facts(),
                options=options,
                across=_ACROSS.get(step, 1),
                problem=self._problem,
                busy=step in _BUSY,
                main=t(f"setup.main.{step.value}") if step in _MAIN else "",
                back=t("setup.back") if step in _BACK else "",
                scan=t("setup.scan") if step is SetupStep.CHOOSE else "",
            )
        )

    def _headline(self) -> str:
        if self._step is SetupStep.READY:
            way = self._examined.way
            return self._examined.model or t(f"setup.unnamed.{way.transport}")
        if self._step is SetupStep.CHOOSE and not self._ways:
            return t("setup.headline.nothing")
        return t(f"setup.headline.{self._step.value}")

    def _text(self) -> str:
        if self._step is SetupStep.LOOKING and self._scanning:
            return self._scanning
        if self._step is SetupStep.READY:
            serial = self._examined.way.transport == "serial"
            return t("setup.text.baud" if serial else "setup.text.ready")
        if self._step is SetupStep.CHOOSE and not self._ways:
            return t("setup.text.nothing")
        return t(f"setup.text.{self._step.value}")

    def _facts(self) -> tuple[FactView, ...]:
        if self._step is SetupStep.HOME:
            return words.facts(self._setup.current(), self._printer.state())
        if self._step is SetupStep.READY:
            return words.examined_facts(self._examined)
        return words.facts(self._choice) if self._step is SetupStep.SUMMARY else ()


_MAIN = frozenset({SetupStep.HOME, SetupStep.CHOOSE, SetupStep.READY, SetupStep.SUMMARY})
