"""What the bench measures: kiosk, client, paper maker or journal, told on standard input what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app import kiosk
from app.bootstrap import Options
from app.errors import Bug

if TYPE_CHECKING:
    from app.api.call import Call
    from app.domain.paper import TicketPaper
    from app.domain.ticket import Wager
    from app.presenters.set import Presenters
    from app.printing.page import Page
    from app.ui.window import MainWindow


def line(url: str, account: tuple[str, str]) -> int:
    """Be the client that is measured against bare httpx at `url`; returns the exit status."""
    import asyncio

    from app.api import codec, connect, endpoints
    from app.clock import SystemClock
    from app.devtools.bench.line import Subject

    def reader(call: str, wagers: tuple[Wager, ...]) -> Callable[[bytes], object]:
        asked: Call[Any] = endpoints.template()
        if call == "create":
            asked = endpoints.create(wagers, "bench")
        return lambda body: codec.decode(asked, 200, {}, body)

    return asyncio.run(Subject(connect(url, SystemClock()), reader).obey(account))


def paper() -> int:
    """Be the paper maker that is measured against python-escpos; returns the exit status."""
    from app.devtools.bench.paper import COLUMNS, Makers, Subject
    from app.printing import escpos
    from app.printing.clean import Cleaner
    from app.printing.guard import guard
    from app.printing.layout import layout
    from app.printing.papers import document_of
    from app.printing.picture import png

    letters = escpos.Dialect("cp858", 19, cutter=True)
    dots = replace(letters, raster=True)
    clean = Cleaner(letters.codec)

    def makers(ticket: TicketPaper) -> Makers:
        def content(page: Page, dialect: escpos.Dialect) -> bytes:
            made = b"".join(escpos.encode(page, dialect))
            return guard(made, dialect.number, raster=dialect.raster)

        def page() -> Page:
            return layout(document_of(ticket, clean), COLUMNS)

        finished = page()
        return Makers(
            whole=lambda: content(page(), letters),
            lines=lambda: b"".join(escpos.encode(finished, letters)),
            dots=lambda: content(page(), dots),
            picture=lambda: png(finished, 80),
        )

    return Subject(makers).obey()


def book(options: Options) -> int:
    """Be the journal of this profile that is measured against bare SQLite; returns the exit status."""
    import asyncio

    from app.devtools.bench.book import Subject
    from app.journal import open_journal

    async def obey() -> int:
        return await Subject(await open_journal(options.profile)).obey()

    return asyncio.run(obey())


def run(options: Options, account: tuple[str, str]) -> int:
    """Sign in with `account` (e-mail, password) and obey until the input ends; returns the exit status."""
    running = kiosk.Running(replace(options, windowed=True))

    async def drive(window: MainWindow, presenters: Presenters) -> int:
        from app.devtools.bench.window import Subject

        if running.kiosk is None:
            raise Bug("bench.no_kiosk")
        return await Subject(window, presenters, running.kiosk.services).obey(account)

    return kiosk.show(running, drive)
