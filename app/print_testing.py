"""`taquilla print-test`: the wizard of Ajustes (F10) in a terminal, for tills that are set up from afar.

The same presenter, the same words: only the hands are others.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass

from app.bootstrap import Options, open_printers
from app.clock import SystemClock, zone_named
from app.devtools.console import say
from app.domain.printer import PrinterWay
from app.errors import Known
from app.i18n import t
from app.ports import Printed, PrinterSetup
from app.presenters import setup_words as words
from app.presenters.notices import Notices
from app.presenters.printer_setup import PrinterSetupPresenter
from app.presenters.views_settings import PrinterSetupView, SetupStep

OK, FAILED = 0, 1
BACK, NETWORK, QUIT = "<", "*", "q"
Ask = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for: only a list, the network too, or one printer by its address."""

    find: bool = False
    network: bool = False
    printer: str = ""


def run(options: Options, asked: Asked, ask: Ask | None = None) -> int:
    """Do it; 0 when a printer was found, printed on or put to use."""
    return asyncio.run(_run(options, asked, ask or _from_terminal))


async def _run(options: Options, asked: Asked, ask: Ask) -> int:
    clock = SystemClock()
    options.profile.mkdir(parents=True, exist_ok=True)
    printer, setup = open_printers(options, clock, lambda: zone_named(""))
    try:
        if asked.printer:
            return await _one(setup, way_of(asked.printer))
        if asked.find:
            return await _list(setup, network=asked.network)
        notices = Notices()
        wizard = PrinterSetupPresenter(setup, printer, notices)
        return await walk(wizard, notices, ask, network=asked.network)
    finally:
        setup.close()
        await printer.close()


def way_of(text: str) -> PrinterWay:
    """`usb:04b8:0202`, `network:192.168.1.50:9100`, `serial:/dev/ttyS0`, `file:/dev/usb/lp0`, `queue:POS-80`.

    `Known("setup.terminal.no_way")` for anything else.
    """
    transport, _, address = text.partition(":")
    if transport not in ("usb", "network", "serial", "file", "queue") or not address:
        raise Known("setup.terminal.no_way", text=text)
    if transport == "network" and not address.rpartition(":")[2].isdigit():
        address = f"{address}:9100"
    return PrinterWay(transport, address)


async def _list(setup: PrinterSetup, *, network: bool) -> int:
    ways = await setup.find()
    if network:
        ways += await setup.scan(lambda done, whole: None)
    for option, way in zip(words.way_options(ways), ways, strict=True):
        say(f"{option.title:<32} {way.transport}:{way.address}")
    if not ways:
        say(t("setup.headline.nothing"))
    return OK if ways else FAILED


async def _one(setup: PrinterSetup, way: PrinterWay) -> int:
    """Ask it, print on it, tell what is known; nothing is stored."""
    found = await setup.examine(way)
    if found.cause:
        say(words.unreached_text(found.cause))
        return FAILED
    for fact in words.examined_facts(found):
        say(f"{fact.label}: {fact.text}")
    tried = await setup.try_out(found)
    if not isinstance(tried.outcome, Printed):
        say(words.failed_text(tried.outcome))
        return FAILED
    say(t("setup.terminal.printed", confirm=tried.confirm))
    return OK


async def walk(wizard: PrinterSetupPresenter, notices: Notices, ask: Ask, *, network: bool = False) -> int:
    """The wizard from its first step to the last; 1 when it was left before."""
    loop = asyncio.get_running_loop()
    wizard.main()
    await wizard.settled()
    if network:
        wizard.scan()
    while True:
        await wizard.settled()
        view = wizard.state.value
        if view.step is SetupStep.HOME:
            break
        _show(view)
        answer = (await loop.run_in_executor(None, ask)).strip()
        if answer.lower() == QUIT:
            say(t("setup.terminal.left"))
            return FAILED
        _act(wizard, view, answer)
    told = notices.notice.value
    if told is not None:
        say(told.text)
    return OK if told is not None and wizard.used else FAILED


def _act(wizard: PrinterSetupPresenter, view: PrinterSetupView, answer: str) -> None:
    if answer == BACK:
        wizard.back()
    elif answer == NETWORK:
        wizard.scan()
    elif not answer and view.main:
        wizard.main()
    elif answer:
        wizard.typed(answer)


def _show(view: PrinterSetupView) -> None:
    say(f"\n{view.headline}")
    for text in (view.text, view.sample, view.problem):
        if text:
            say(text)
    for fact in view.facts:
        say(f"  {fact.label}: {fact.text}")
    for option in view.options:
        mark = "*" if option.chosen else " "
        say(f" {mark}{option.hint or option.key:>2}  {option.title}  {option.sub}".rstrip())
    ways = [f"[Enter] {view.main}" if view.main else "", f"[{NETWORK}] {view.scan}" if view.scan else ""]
    ways += [f"[{BACK}] {view.back}" if view.back else "", f"[{QUIT}] {t('setup.terminal.quit')}"]
    say("   ".join(way for way in ways if way))


def _from_terminal() -> str:
    """A line as typed; the end of the input is a wish to leave."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line if line else QUIT
