"""What every presenter is made of: values with listeners, single tasks, notices and questions."""

from __future__ import annotations

import asyncio
import logging

import pytest

from app.errors import Bug, Known
from app.observable import Observable
from app.presenters.base import Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.operator import CashierQuestions, tail
from tests.helpers.till import settle


class TestObservable:
    def test_listeners_hear_the_value_and_its_changes(self):
        value, heard = Observable(1), list[int]()
        value.watch(heard.append)
        value.set(2)
        value.set(2)
        assert heard == [1, 2]
        assert value.value == 2

    def test_later_only(self):
        value, heard = Observable(1), list[int]()
        stop = value.watch(heard.append, now=False)
        value.set(2)
        stop()
        stop()
        value.set(3)
        assert heard == [2]

    def test_in_the_order_in_which_they_came_also_when_one_leaves(self):
        value, heard = Observable(0), list[str]()
        stops = [value.watch(lambda _: stops[0](), now=False)]
        value.watch(lambda _: heard.append("second"), now=False)
        value.set(1)
        value.set(2)
        assert heard == ["second", "second"]


class TestTasks:
    async def test_one_of_a_name_at_a_time(self):
        tasks, done, gate = Tasks(lambda error: None), list[int](), asyncio.Event()

        async def work() -> None:
            await gate.wait()
            done.append(1)

        assert tasks.start("a", work)
        assert not tasks.start("a", work)
        assert tasks.start("b", work)
        assert tasks.busy("a")
        gate.set()
        await tasks.settle()
        assert done == [1, 1]
        assert not tasks.busy("a")
        assert tasks.start("a", work)
        await tasks.settle()

    async def test_the_next_one_may_start_the_moment_the_last_has_ended(self):
        """Before the loop came round to say so."""
        tasks, started = Tasks(lambda error: None), list[bool]()
        loop = asyncio.get_running_loop()

        async def quick() -> None:
            loop.call_soon(lambda: started.append(tasks.start("a", quick)) if not started else None)

        tasks.start("a", quick)
        await settle()
        assert started == [True]

    @pytest.mark.parametrize(("error", "level"), [(Known("sale.busy"), "INFO"), (ValueError("x"), "ERROR")])
    async def test_failures_go_to_one_place(self, error, level, caplog):
        failures: list[BaseException] = []
        tasks = Tasks(failures.append)

        async def fail() -> None:
            raise error

        with caplog.at_level(logging.INFO):
            tasks.start("a", fail)
            await tasks.settle()
            await settle()
        assert failures == [error]
        assert [record.levelname for record in caplog.records if record.name == "taquilla.presenters"] == [
            level
        ]

    async def test_cancelled_is_no_failure(self):
        failures: list[BaseException] = []
        tasks = Tasks(failures.append)
        tasks.start("a", asyncio.Event().wait)  # type: ignore[arg-type]
        await settle()
        tasks.cancel()
        await tasks.settle()
        assert failures == []
        assert not tasks.busy("a")


class TestNotices:
    def test_two_equal_ones_are_two(self):
        notices, heard = Notices(), list[object]()
        notices.notice.watch(heard.append, now=False)
        notices.show(Level.INFO, "a")
        notices.show(Level.INFO, "a")
        notices.dismiss()
        assert len(heard) == 3
        assert heard[-1] is None

    @pytest.mark.parametrize(
        ("error", "level", "text"),
        [
            (Known("sale.busy"), Level.WARN, "La venta anterior todavía se está terminando."),
            (Known("no.such.code"), Level.WARN, "Algo falló en el programa (no.such.code)."),
            (Bug("sale.illegal", state="A"), Level.STOP, "Algo falló en el programa (sale.illegal)."),
            (KeyError("secret"), Level.STOP, "Algo falló en el programa (KeyError)."),
        ],
    )
    def test_errors_in_plain_words(self, error, level, text):
        notices = Notices()
        notices.failed(error)
        shown = notices.notice.value
        assert shown is not None
        assert shown.level is level
        assert shown.text.startswith(text)
        assert "secret" not in shown.text

    def test_what_an_error_carries_is_in_its_sentence(self):
        assert "Agencia X" in sentence(Known("signin.agency_blocked", agency="Agencia X"))

    async def test_questions_queue_up(self):
        notices, answers = Notices(), list[bool]()

        async def ask(text: str) -> None:
            answers.append(await notices.ask(text, "sí", "no"))

        asking = [asyncio.ensure_future(ask(text)) for text in ("una", "dos")]
        shown = list[str]()
        notices.question.watch(lambda one: shown.append(one.text if one else ""), now=False)
        await settle()
        notices.answer(yes=True)
        notices.answer(yes=False)
        await settle()
        assert shown == ["una", "", "dos"]
        notices.answer(yes=False)
        await asyncio.gather(*asking)
        assert answers == [True, False]
        assert shown[3:] == [""]
        notices.answer(yes=True)

    async def test_a_question_nobody_waits_for_any_more_goes_away(self):
        notices = Notices()
        asking = asyncio.ensure_future(notices.ask("una", "sí", "no"))
        await settle()
        asking.cancel()
        await settle()
        assert notices.question.value is None


class TestQuestions:
    """About the physical world; a number is never shown whole."""

    @pytest.mark.parametrize(
        ("ask", "text"),
        [
            (lambda q: q.paper_complete(30213646), "¿Salió completo el ticket …3646?"),
            (
                lambda q: q.print_again(7, "paper_out"),
                "El ticket …0007 está vendido pero no se imprimió: la impresora no tiene papel. "
                "¿Imprimirlo ahora?",
            ),
            (
                lambda q: q.print_again(30213646, "restart"),
                "El ticket …3646 está vendido pero no se imprimió: el programa se cerró antes. "
                "¿Imprimirlo ahora?",
            ),
            (
                lambda q: q.print_again(30213646, "moon"),
                "El ticket …3646 está vendido pero no se imprimió: la impresora no respondió. "
                "¿Imprimirlo ahora?",
            ),
            (lambda q: q.cash_given(30213646, "Bs 330"), "¿Entregó Bs 330 del ticket …3646?"),
        ],
    )
    async def test_in_plain_words(self, ask, text):
        notices = Notices()
        asking = asyncio.ensure_future(ask(CashierQuestions(notices)))
        await settle()
        shown = notices.question.value
        assert shown is not None
        assert (shown.text, shown.level) == (text, Level.WARN)
        notices.answer(yes=True)
        assert await asking

    def test_the_end_of_a_number(self):
        assert [tail(number) for number in (7, 12345, 30213646)] == ["…0007", "…2345", "…3646"]
