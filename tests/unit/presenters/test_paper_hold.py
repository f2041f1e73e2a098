"""A printing that stands still is told at once, and withdrawn when it goes on."""

import asyncio

import pytest

from app.ports import PrinterState
from app.presenters.notices import Level, Notices
from app.presenters.paper_hold import PaperHold
from tests.helpers.fake_printer import FakePrinter

HELD = [PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.CUTTER, PrinterState.OFFLINE]


class Desk:
    def __init__(self):
        self.printer, self.notices = FakePrinter(), Notices()
        PaperHold(self.printer, self.notices)

    async def becomes(self, state, *, holds):
        self.printer.holds = holds
        self.printer.becomes(state)
        for _ in range(5):
            await asyncio.sleep(0)

    @property
    def text(self):
        question = self.notices.question.value
        return question.text if question else ""


@pytest.mark.parametrize("state", HELD)
async def test_what_to_do_is_said_and_that_nothing_is_lost(state):
    desk = Desk()
    await desk.becomes(state, holds=True)
    question = desk.notices.question.value
    assert question is not None
    assert not question.text.startswith("printer.")
    assert "La venta está guardada." in question.text
    assert question.level is Level.STOP
    assert (question.yes, question.no) == ("No imprimir ahora", "Esperar")


async def test_it_goes_away_when_the_printing_goes_on():
    desk = Desk()
    await desk.becomes(PrinterState.PAPER_OUT, holds=True)
    await desk.becomes(PrinterState.BUSY, holds=False)
    assert desk.text == ""
    assert desk.printer.given_up == 0


async def test_another_trouble_takes_its_place():
    desk = Desk()
    await desk.becomes(PrinterState.PAPER_OUT, holds=True)
    assert desk.text.startswith("Sin papel")
    await desk.becomes(PrinterState.COVER_OPEN, holds=True)
    assert desk.text.startswith("La tapa")


async def test_waiting_is_the_answer_given_without_thinking_and_ends_nothing():
    desk = Desk()
    await desk.becomes(PrinterState.PAPER_OUT, holds=True)
    desk.notices.answer(yes=False)
    await desk.becomes(PrinterState.PAPER_OUT, holds=True)
    assert desk.printer.given_up == 0


async def test_the_cashier_may_stop_waiting():
    desk = Desk()
    await desk.becomes(PrinterState.PAPER_OUT, holds=True)
    desk.notices.answer(yes=True)
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.printer.given_up == 1
    assert desk.text == ""


async def test_a_printer_that_is_out_of_paper_while_nothing_waits_asks_nothing():
    desk = Desk()
    await desk.becomes(PrinterState.PAPER_OUT, holds=False)
    assert desk.text == ""
