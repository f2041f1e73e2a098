"""Tickets: what the cashier sees and what each act leads to, over real services and a line that breaks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from app import i18n
from app.domain.outcome import Offline
from app.domain.paper import Mark
from app.domain.ticket import TicketStatus
from app.money import Money
from app.ports import Listing, NothingPrinted
from app.presenters.authority import AuthorityPresenter
from app.presenters.notices import Level, Notices, Question
from app.presenters.tickets import TicketsPresenter
from app.presenters.views_office import DetailPhase, Hue, PagePhase
from app.services.tickets import Draft
from app.training.variant import Variant
from tests.helpers.office import Office, office
from tests.helpers.training import START


class Desk:
    """A presenter at work."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.notices = Notices()
        self.drafts: list[Draft] = []
        self.authority = AuthorityPresenter(office.services.access, self.notices)
        self.tickets = TicketsPresenter(office.services, self.notices, self.authority, self.drafts.append)
        self.finder, self.desk = self.tickets.finder, self.tickets.desk
        self.asked: tuple[Level | None, str] = (None, "")

    @property
    def list(self):
        return self.tickets.list.value

    @property
    def detail(self):
        return self.tickets.detail.value

    @property
    def told(self):
        notice = self.notices.notice.value
        return (notice.level, notice.text) if notice else (None, "")

    async def rest(self) -> None:
        """Until nothing runs any more."""
        await self.finder._tasks.settle()
        await self.desk._tasks.settle()
        await self.finder._tasks.settle()
        await self.desk._tasks.settle()

    async def open(self) -> None:
        self.tickets.opened()
        await self.rest()

    async def _question(self) -> Question:
        asked: asyncio.Queue[Question] = asyncio.Queue()
        stop = self.notices.question.watch(lambda found: asked.put_nowait(found) if found else None)
        shown = await asked.get()
        stop()
        return shown

    async def answer(self, *yes: bool) -> None:
        """To the questions that are or will be asked, one after the other; `asked` keeps the last one."""
        for one in yes:
            shown = await self._question()
            self.asked = (shown.level, shown.text)
            self.notices.answer(one)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await self.rest()


@pytest.fixture(autouse=True)
def spanish():
    i18n.use("es")


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield Desk(found)


# ---------------------------------------------------------------- the list


async def test_today_newest_first_with_the_newest_looked_at(desk: Desk):
    await desk.office.sell("123")
    await desk.office.wait(61)
    last = await desk.office.sell("456", "789")
    await desk.open()
    view = desk.list
    assert (view.day.text, view.day.date, view.day.can_forward) == ("Hoy", "mar 22/10/2024", False)
    assert [row.time for row in view.rows] == ["9:31 am", "9:30 am"]
    assert (view.chosen, view.summary) == (0, "2 tickets · Bs 15")
    assert view.page.phase is PagePhase.READY
    detail = desk.detail
    assert (detail.number, detail.status, detail.total) == (str(last.number), "Vendido", "Bs 10")
    assert [bet.label for group in detail.groups for bet in group.wagers] == ["456", "789"]


async def test_a_day_without_tickets(desk: Desk):
    await desk.open()
    assert desk.list.page.phase is PagePhase.EMPTY
    assert desk.list.page.headline == "Ningún ticket vendido este día"
    assert (desk.detail.phase, desk.list.chosen) == (DetailPhase.NONE, -1)


async def test_arrows_go_back_by_days_and_never_past_today(desk: Desk):
    await desk.office.sell()
    await desk.open()
    desk.finder.move_day(-1)
    await desk.rest()
    assert (desk.list.day.text, len(desk.list.rows)) == ("Ayer", 0)
    desk.finder.move_day(5)
    await desk.rest()
    assert (desk.list.day.text, len(desk.list.rows)) == ("Hoy", 1)
    desk.finder.move_day(1)
    assert desk.list.day.text == "Hoy"
    desk.finder.move_day(-500)
    assert (desk.list.day.text, desk.list.day.can_back) == ("Hace 60 días", False)


async def test_midnight_makes_today_yesterday(tmp_path):
    async with office(tmp_path, start=START.replace(hour=3, minute=59, second=30)) as found:
        desk = Desk(found)
        await found.sell()
        await desk.open()
        await found.wait(60)
        desk.tickets.tick()
        assert (desk.list.day.text, desk.list.day.can_forward) == ("Ayer", True)
        assert len(desk.list.rows) == 1
        await desk.open()
        assert (desk.list.day.text, len(desk.list.rows)) == ("Hoy", 0)


async def test_the_three_filters(desk: Desk):
    winner = await desk.office.sell("123")
    desk.office.server.control().settle(desk.office.draw().event_id, "123")
    await desk.open()
    desk.finder.next_filter()
    await desk.rest()
    assert [choice.chosen for choice in desk.list.filters] == [False, True, False, False]
    (row,) = desk.list.rows
    assert (row.number, row.status, row.hue) == (str(winner.number), "Ganador", Hue.GO)
    assert row.prize
    assert desk.detail.groups[0].wagers[0].won
    desk.finder.next_filter()
    await desk.rest()
    assert desk.list.page.headline == "Ningún ticket anulado este día"


async def test_a_number_is_found_by_typing_any_part_of_it(desk: Desk):
    keys = [await desk.office.sell(text) for text in ("111", "222", "333")]
    await desk.open()
    wanted = str(keys[1].number)
    for digit in wanted[2:7] + "x":
        desk.finder.press(digit)
    assert [row.number for row in desk.list.rows] == [wanted]
    assert (desk.list.chosen, desk.list.summary) == (0, "1 ticket · Bs 5")
    desk.finder.set_search("00000000000000000")
    assert desk.list.page.headline == "Ningún ticket con ese número"
    assert len(desk.list.search) == 12
    desk.tickets.escape()
    assert len(desk.list.rows) == 3


async def test_hostile_typing(desk: Desk):
    await desk.office.sell()
    await desk.open()
    for text in ("<b>", "%s", "١٢", "-1", "\x00", "9" * 500):
        desk.finder.set_search(text)
        assert len(desk.list.search) <= 12
        assert len(desk.list.rows) <= 1


async def test_thousands_of_rows_are_written_only_when_looked_at(desk: Desk):
    from app.domain.ticket import TicketRow, TicketStatus
    from app.money import Money

    rows = tuple(
        TicketRow(f"u{n}", 10_000_000 + n, START, TicketStatus.SOLD, "sold", Money.units(5), Money(0))
        for n in range(5000)
    )
    desk.office.line.next("tickets", lambda: rows)
    await desk.open()
    assert (len(desk.list.rows), desk.list.summary) == (5000, "5000 tickets · Bs 25.000")
    assert len(desk.list.rows._written) == 0
    assert desk.list.rows[4999].number == "10004999"
    assert len(desk.list.rows._written) == 1


async def test_arrows_over_many_rows_ask_for_one_ticket(desk: Desk):
    for number in range(6):
        await desk.office.sell(f"{number:03}")
    await desk.open()
    before = desk.office.line.sent("ticket")
    for _ in range(4):
        desk.finder.move(1)
    await desk.rest()
    assert desk.list.chosen == 4
    assert desk.office.line.sent("ticket") == before + 1
    desk.finder.move(100)
    assert desk.list.chosen == 5
    desk.finder.move(-100)
    assert desk.list.chosen == 0


async def test_an_answer_to_an_older_question_is_dropped(desk: Desk):
    key = await desk.office.sell()
    await desk.open()
    gate = asyncio.Event()
    real = desk.office.line._client.tickets

    async def slow(listing, start, end):
        await gate.wait()
        return await real(listing, start, end)

    desk.office.line._client.tickets = slow
    desk.finder.move_day(-1)
    await asyncio.sleep(0)
    desk.office.line._client.tickets = real
    desk.finder.move_day(1)
    gate.set()
    await desk.rest()
    assert [row.number for row in desk.list.rows] == [str(key.number)]


async def test_without_a_line_the_list_stays_with_its_hour(desk: Desk):
    await desk.office.sell()
    await desk.open()
    desk.office.line.down = True
    desk.tickets.refresh()
    await desk.rest()
    assert desk.list.page.phase is PagePhase.STALE
    assert desk.list.page.note == "Sin conexión: la lista es de las 9:30 am"
    assert len(desk.list.rows) == 1
    assert desk.told[0] is Level.WARN


async def test_without_a_line_from_the_start_our_own_book_is_shown(desk: Desk):
    key = await desk.office.sell("123")
    desk.office.line.down = True
    await desk.open()
    assert desk.list.page.note == "Sin conexión: solo los de esta taquilla"
    assert desk.detail.number == str(key.number)
    assert "según esta taquilla" in desk.detail.note
    assert desk.detail.reprint.ready


async def test_without_a_line_and_without_own_tickets_the_reason(desk: Desk):
    desk.office.line.down = True
    await desk.open()
    assert desk.list.page.phase is PagePhase.TROUBLE
    assert "Sin conexión con el servidor" in desk.list.page.text


async def test_a_lost_session_asks_for_sign_in(desk: Desk):
    desk.office.line.next("tickets", "no_session")
    await desk.open()
    assert desk.office.session.current.value is None
    desk.tickets.refresh()
    assert desk.office.line.sent("tickets") == 1


# ---------------------------------------------------------------- one ticket


async def test_a_ticket_that_cannot_be_read_says_so(desk: Desk):
    done = await desk.office.line._client.create(desk.office.wagers("321"), "elsewhere")
    desk.office.line.next("ticket", lambda: Offline("timeout"))
    await desk.open()
    assert desk.detail.phase is DetailPhase.TROUBLE
    assert desk.detail.headline == "El servidor no respondió a tiempo. No cambió nada. Intente otra vez."
    desk.tickets.refresh()
    await desk.rest()
    assert (desk.detail.phase, desk.detail.number) == (DetailPhase.READY, str(done.value.number))


async def test_a_ticket_of_another_till_can_only_be_repeated(desk: Desk):
    await desk.office.line._client.create(desk.office.wagers("321"), "elsewhere")
    await desk.open()
    assert desk.list.rows[0].tag == "otra taquilla"
    detail = desk.detail
    assert (detail.reprint.ready, detail.cancel.ready, detail.revert.shown) == (False, False, False)
    assert detail.cancel.why == "Vendido en otra taquilla"
    assert detail.window is None
    desk.desk.reprint()
    desk.desk.cancel()
    await desk.rest()
    assert desk.office.line.sent("cancel") == 0
    assert desk.told[1] == "Este ticket no se vendió en esta taquilla: se anula donde se vendió."
    desk.desk.repeat()
    await desk.rest()
    assert [len(draft.wagers) for draft in desk.drafts] == [1]


async def test_the_ring_runs_down_on_the_servers_clock(desk: Desk):
    await desk.office.sell()
    await desk.open()
    seen = []
    for seconds in (0, 60, 60, 40, 10):
        await desk.office.wait(seconds)
        desk.tickets.tick()
        window = desk.detail.window
        seen.append((window.left, window.text, window.hue) if window else None)
    assert seen[0] is not None
    assert seen[0][0] in range(163, 166)
    assert [hue for _, _, hue in filter(None, seen)] == [Hue.GO, Hue.GO, Hue.WARN, Hue.STOP]
    assert seen[-1] is None
    assert desk.detail.cancel.why == "Pasó el tiempo para anular"


async def test_a_picture_is_asked_for_only_when_wanted(desk: Desk):
    await desk.office.sell()
    await desk.open()
    assert desk.office.line.sent("ticket_image") == 0
    desk.desk.toggle_picture()
    assert desk.detail.picture.loading
    await desk.rest()
    assert desk.office.line.sent("ticket_image") == 1
    assert desk.detail.picture.content
    assert desk.detail.picture.note == "Imagen que guarda el servidor"
    desk.tickets.escape()
    assert not desk.detail.picture.wanted


@pytest.mark.parametrize(
    ("image", "kind"), [("pdf", "PDF"), ("html", "HTML"), ("text", "TXT"), ("url", "URL")]
)
async def test_a_picture_that_cannot_be_shown_is_told_and_our_own_is_shown(tmp_path, image, kind):
    async with office(tmp_path, Variant(image=image)) as found:
        desk = Desk(found)
        await found.sell()
        await desk.open()
        desk.desk.toggle_picture()
        await desk.rest()
        assert desk.detail.picture.content
        assert f"no se muestra ({kind}): así saldría la copia" in desk.detail.picture.note


async def test_another_ticket_takes_the_picture_away(desk: Desk):
    await desk.office.sell("111")
    await desk.office.sell("222")
    await desk.open()
    desk.desk.toggle_picture()
    await desk.rest()
    desk.finder.move(1)
    await desk.rest()
    assert not desk.detail.picture.wanted


# ---------------------------------------------------------------- acts


async def test_a_copy(desk: Desk):
    key = await desk.office.sell()
    await desk.open()
    desk.desk.reprint()
    desk.desk.reprint()
    await desk.rest()
    assert desk.told == (
        Level.OK,
        f"Salió la copia 1 del ticket …{key.number % 10000:04}. No sirve para cobrar.",
    )
    assert [paper.mark for paper in desk.office.printer.tickets] == [Mark.ORIGINAL, Mark.COPY]
    assert "1 copia" in desk.detail.note


async def test_a_copy_that_did_not_come_out(desk: Desk):
    await desk.office.sell()
    await desk.open()
    desk.office.printer.outcomes.append(NothingPrinted("paper_out"))
    desk.desk.reprint()
    await desk.rest()
    assert desk.told[0] is Level.WARN
    assert "la impresora no tiene papel" in desk.told[1]


async def test_what_never_came_on_paper_is_printed_or_reverted(desk: Desk):
    desk.office.printer.outcomes.append(NothingPrinted("paper_out"))
    key = await desk.office.sell()
    await desk.open()
    assert (desk.list.rows[0].status, desk.list.rows[0].hue) == ("Sin imprimir", Hue.WARN)
    assert (desk.detail.status, desk.detail.reprint.title) == ("Sin imprimir", "Imprimir")
    assert (desk.detail.cancel.shown, desk.detail.revert.ready) == (False, True)
    desk.desk.cancel()
    await desk.answer(True, True)
    assert desk.office.status(key) == "rejected"
    assert desk.told[0] is Level.OK
    assert len(desk.office.printer.void_slips) == 1


async def test_cancelling_asks_once_and_tells_what_to_do_with_the_money(desk: Desk):
    key = await desk.office.sell("123", "456")
    await desk.open()
    desk.desk.cancel()
    desk.desk.cancel()
    await desk.answer(True, True)
    assert desk.asked == (
        Level.OK,
        f"Ticket …{key.number % 10000:04} anulado. Devuelva Bs 10 y guarde el papel con el comprobante.",
    )
    assert desk.told == (Level.OK, f"Devuelto Bs 10 del ticket …{key.number % 10000:04}.")
    assert (await desk.office.operation(key)).state == "REFUNDED"
    assert desk.office.line.sent("cancel") == 1
    assert desk.list.page.headline == "Ningún ticket vendido este día"
    assert desk.detail.busy == ""


async def test_money_not_handed_back_yet_stays_owed(desk: Desk):
    key = await desk.office.sell()
    await desk.open()
    desk.desk.cancel()
    await desk.answer(True, False)
    assert desk.told[0] is Level.WARN
    assert desk.told[1].startswith("Falta devolver Bs 5")
    assert (await desk.office.operation(key)).state == "REFUND_DUE"


async def test_no_is_no(desk: Desk):
    key = await desk.office.sell()
    await desk.open()
    desk.desk.cancel()
    await desk.answer(False)
    assert desk.office.status(key) == "sold"
    assert desk.office.line.sent("cancel") == 0


async def test_while_nobody_answers_the_cashier_is_told_to_wait(desk: Desk):
    await desk.office.sell()
    await desk.open()
    seen = []
    desk.tickets.detail.watch(lambda view: seen.append(view.busy))
    desk.office.line.next("cancel", "lost")
    desk.desk.cancel()
    await desk.answer(True, True)
    assert [text for at, text in enumerate(seen) if text and seen[at - 1] != text] == [
        "Revisando el ticket en el servidor…",
        "Anulando…",
        "Sin respuesta clara: se pregunta al servidor. No devuelva dinero todavía.",
    ]
    assert desk.told[0] is Level.OK


async def test_a_no_of_the_server_is_told_in_words(desk: Desk):
    from app.domain.outcome import Reason
    from tests.helpers.office import refused

    await desk.office.sell()
    await desk.open()
    for call in ("cancel", "revert"):
        desk.office.line.next(call, refused(Reason.OTHER, "<b>nope</b>"))
    desk.desk.cancel()
    await desk.answer(True)
    assert desk.told[0] is Level.STOP
    assert "NO se anuló" in desk.told[1]
    assert "<b>nope</b>" in desk.told[1]


async def test_a_doubt_is_told_when_it_is_settled(desk: Desk):
    key = await desk.office.sell()
    await desk.open()
    desk.office.line.next("cancel", "lost")
    desk.office.line.next("tickets", "ok", "ok", "no_session")
    desk.desk.cancel()
    await desk.answer(True)
    assert "No se sabe" in desk.told[1]
    assert desk.office.session.current.value is None
    await desk.office.sign_in()
    for _ in range(30):
        desk.tickets.tick()
    await desk.answer(True)
    assert desk.asked[0] is Level.WARN
    assert f"…{key.number % 10000:04} anulado" in desk.asked[1]
    assert (await desk.office.operation(key)).state == "REFUNDED"


async def test_a_day_that_is_not_today_has_no_window(desk: Desk):
    await desk.office.sell()
    await desk.office.wait(timedelta(days=1).total_seconds())
    await desk.open()
    desk.finder.move_day(-1)
    await desk.rest()
    assert desk.detail.window is None
    assert not desk.detail.cancel.ready


async def test_a_ticket_whose_money_went_back_is_annulled_without_a_refund(desk: Desk):
    from app.ports import OperationType, Record

    desk.office.printer.outcomes.append(NothingPrinted("paper_out"))
    key = await desk.office.sell()
    operation = await desk.office.operation(key)
    note = {"disposition": "void"}
    now = desk.office.server_clock.now()
    await desk.office.journal.write(Record(operation.id, OperationType.SALE, operation.state, now, body=note))
    await desk.open()
    assert (desk.detail.status, desk.detail.reprint.ready) == ("Por anular", False)
    desk.desk.revert()
    await desk.answer(True)
    assert "no devuelva nada" in desk.told[1]
    assert not desk.office.printer.void_slips


async def test_a_status_that_nobody_knows_is_shown_and_does_nothing(desk: Desk):
    key = await desk.office.sell()
    (row,) = (await desk.office.lists.of_day(Listing.SOLD, key.day)).rows
    odd = replace(row, status=TicketStatus.UNKNOWN, raw_status="<i>frozen</i>", total=Money(-(10**15)))
    desk.office.line.next("tickets", lambda: (odd,))
    await desk.open()
    assert (desk.detail.status, desk.detail.total) == ("<i>frozen</i>", "Bs -10.000.000.000.000")
    desk.office.line.next("tickets", *[lambda: (odd,)] * 3)
    desk.desk.cancel()
    await desk.answer(True)
    assert "no muestra el estado" in desk.told[1]
    assert desk.office.line.sent("cancel") == 0


async def test_a_ticket_without_wagers_and_with_none_of_our_draws(desk: Desk):
    done = await desk.office.line._client.create(desk.office.wagers("321"), "elsewhere")
    (first,) = done.value.wagers
    stranger = first._replace(wager=first.wager._replace(event_id=1), event_name="")
    for wagers in ((), (stranger,)):
        odd = replace(done.value, wagers=wagers)
        desk.office.line.next("ticket", partial(replace, odd))
        await desk.open()
        assert desk.detail.phase is DetailPhase.READY
        assert [len(group.wagers) for group in desk.detail.groups] == [1] * len(wagers)
