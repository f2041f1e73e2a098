"""The frame around the screens: who is shown what, the top bar, the clock, the one-second round."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from app.ports import PrinterState
from app.presenters.shell import urgency_of
from app.presenters.views import Health, Screen, Urgency
from tests.helpers import shop
from tests.helpers.fake_api import FakeApi, StillClock
from tests.helpers.shop import CHANCE_A, A
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


class TestScreens:
    async def test_nobody_signed_in_sees_the_form_only(self):
        desk = Desk()
        desk.shell.go(Screen.SALE)
        assert desk.shows(Screen.SIGN_IN)

    async def test_signed_in_one_goes_anywhere(self, desk: Desk):
        assert desk.shows(Screen.SALE)
        desk.shell.go(Screen.PAY)
        assert desk.shows(Screen.PAY)

    async def test_locked(self, desk: Desk):
        desk.shell.lock()
        await settle()
        assert desk.shows(Screen.SIGN_IN)
        assert desk.api.calls[-1] == "logout"
        assert desk.shell.top.value.subtitle == "Nadie ha entrado"

    async def test_what_is_typed_is_there_after_the_lock(self, desk: Desk):
        desk.type("123*5")
        desk.shell.lock()
        await settle()
        await desk.enter()
        assert desk.texts == ["123"]


class TestTopBar:
    async def test_who_and_where(self, desk: Desk):
        top = desk.shell.top.value
        assert (top.title, top.subtitle, top.training) == (
            "Agencia La Esquina · Taquilla 1",
            "María G.",
            True,
        )

    async def test_before_anybody_came(self):
        top = Desk().shell.top.value
        assert (top.title, top.subtitle) == ("Taquilla · Taquilla 1", "Nadie ha entrado")
        assert (top.connection, top.connection_text) == (Health.IDLE, "Sin consultar")

    async def test_the_line(self, desk: Desk):
        seen = [(desk.shell.top.value.connection, desk.shell.top.value.connection_text)]
        desk.api.down = True
        for _ in range(2):
            await desk.services.connectivity.sync_clock()
            seen.append((desk.shell.top.value.connection, desk.shell.top.value.connection_text))
        assert seen == [
            (Health.GOOD, "En línea"),
            (Health.POOR, "Lento"),
            (Health.BAD, "Sin conexión"),
        ]

    @pytest.mark.parametrize(
        ("state", "health", "text"),
        [
            (PrinterState.NONE, Health.IDLE, "Sin impresora"),
            (PrinterState.READY, Health.GOOD, "Impresora lista"),
            (PrinterState.BUSY, Health.GOOD, "Imprimiendo"),
            (PrinterState.PAPER_OUT, Health.BAD, "Sin papel"),
            (PrinterState.COVER_OPEN, Health.BAD, "Tapa abierta"),
            (PrinterState.OFFLINE, Health.BAD, "Impresora apagada"),
            (PrinterState.UNKNOWN, Health.POOR, "Impresora sin confirmar"),
        ],
    )
    async def test_the_printer(self, desk: Desk, state: PrinterState, health: Health, text: str):
        desk.printer.becomes(state)
        top = desk.shell.top.value
        assert (top.printer, top.printer_text) == (health, text)


class TestClosing:
    async def test_the_next_closing_within_an_hour(self, desk: Desk):
        desk.api.catalog = shop.catalog(draws=(CHANCE_A,))
        await desk.services.catalog.load()
        desk.shell.tick()
        assert desk.shell.top.value.closing_text == ""
        desk.api.catalog = shop.catalog(draws=(A, CHANCE_A))
        await desk.services.catalog.load()
        desk.clock.elapsed += 41 * 60
        desk.shell.tick()
        assert (desk.shell.top.value.closing_text, desk.shell.top.value.closing) == (
            "Triple Zulia cierra en 14:00",
            Urgency.CALM,
        )
        desk.clock.elapsed += 13 * 60 + 15
        desk.shell.tick()
        assert (desk.shell.top.value.closing_text, desk.shell.top.value.closing) == (
            "Triple Zulia cierra en 0:45",
            Urgency.NOW,
        )

    async def test_of_the_chosen_draws_first(self, desk: Desk):
        desk.clock.elapsed += 50 * 60
        desk.sale.toggle_draw(CHANCE_A.event_id)
        desk.shell.tick()
        assert desk.shell.top.value.closing_text == ""
        desk.sale.toggle_draw(A.event_id)
        desk.shell.tick()
        assert desk.shell.top.value.closing_text == "Triple Zulia cierra en 5:00"

    async def test_nobody_is_told_after_the_lock(self, desk: Desk):
        desk.clock.elapsed += 50 * 60
        desk.shell.lock()
        await settle()
        desk.shell.tick()
        assert desk.shell.top.value.closing_text == ""

    @pytest.mark.parametrize(
        ("seconds", "urgency"),
        [
            (-1, Urgency.CLOSED),
            (0, Urgency.CLOSED),
            (1, Urgency.NOW),
            (60, Urgency.NOW),
            (61, Urgency.SOON),
            (300, Urgency.SOON),
            (301, Urgency.CALM),
        ],
    )
    def test_urgency(self, seconds: int, urgency: Urgency):
        assert urgency_of(timedelta(seconds=seconds)) is urgency


class TestClock:
    async def test_server_time_whatever_the_pc_says(self):
        clock = StillClock(datetime(2009, 1, 1, tzinfo=UTC))
        desk = Desk(api=FakeApi(clock, server_start=shop.NOW.replace(minute=41, second=7)))
        desk.shell.tick()
        assert not desk.shell.clock.value.trusted
        await desk.enter()
        desk.shell.tick()
        view = desk.shell.clock.value
        assert (view.time, view.half, view.trusted) == ("12:41:07", "pm", True)
        clock.elapsed += 12 * 3600
        desk.shell.tick()
        assert (desk.shell.clock.value.time, desk.shell.clock.value.half) == ("12:41:07", "am")


class TestRound:
    async def run(self, desk: Desk, seconds: int) -> None:
        """The real round for so many of its turns."""
        desk.shell.run()
        until = desk.clock.elapsed + seconds
        while desk.clock.elapsed < until:
            await settle(1)
        desk.shell.stop()
        await settle()

    async def test_it_ticks_on_the_full_second(self, desk: Desk):
        heard: list[int] = []
        desk.clock.elapsed += 0.4
        desk.shell.every_second(lambda: heard.append(desk.services.context.server.now().microsecond))
        await self.run(desk, 3)
        assert len(heard) >= 3
        assert all(late < 5_000 for late in heard[1:])

    async def test_one_fault_does_not_stop_it_and_is_told_once(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ):
        told: list[str] = []
        desk.notices.notice.watch(lambda notice: told.append(notice.text) if notice else None)
        ticks: list[int] = []

        def broken() -> None:
            ticks.append(1)
            raise RuntimeError("a screen")

        desk.shell.every_second(broken)
        with caplog.at_level(logging.ERROR):
            await self.run(desk, 4)
        assert len(ticks) >= 4
        assert [text for text in told if "RuntimeError" in text] == told[:1]
        assert len(told) == 1

    async def test_a_second_run_is_the_same_one(self, desk: Desk):
        ticks: list[int] = []
        desk.shell.every_second(lambda: ticks.append(1))
        desk.shell.run()
        await self.run(desk, 3)
        assert len(ticks) <= 5
