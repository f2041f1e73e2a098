"""The order panel's presenter over the real sale: read, asked, taken into the ticket."""

from __future__ import annotations

from collections import Counter

import pytest

from app.domain.orders.parts import Doubt
from app.domain.orders.reading import LONGEST, read
from app.domain.typed import Problem
from app.i18n import LANGUAGES, has, use
from app.presenters.order import answer_of, question_of
from app.presenters.views_order import Ink
from tests.helpers import orders
from tests.helpers.till import Desk


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def notice(desk: Desk) -> str:
    shown = desk.notices.notice.value
    return shown.text if shown else ""


class TestReading:
    async def test_closed_until_it_is_opened(self, desk: Desk):
        assert not desk.sale.order.view.value.shown
        desk.sale.order.open()
        view = desk.sale.order.view.value
        assert view.shown
        assert view.empty == "Pegue el mensaje del cliente (Ctrl+V) o escríbalo como lo dicta."
        assert not view.ready

    async def test_a_clear_message_goes_into_the_ticket(self, desk: Desk):
        desk.sale.order.paste("hola, 123 y 456 a 5 zulia A a la 1")
        view = desk.sale.order.view.value
        assert [group.title for group in view.groups] == ["TRIPLE ZULIA 1:00 pm A"]
        assert (view.count_text, view.total_text, view.ready) == ("2 jugadas", "Bs 10", True)
        assert [(s.start, s.end, s.ink) for s in view.strokes] == [(0, 4, Ink.NOISE)]
        desk.sale.order.enter()
        assert desk.texts == ["123", "456"]
        assert not desk.sale.order.view.value.shown
        assert notice(desk) == "Pedido en el ticket: 2 jugadas por Bs 10."

    async def test_nothing_enters_while_there_is_a_doubt(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia a la 1, leon a 10 lotto rey")
        view = desk.sale.order.view.value
        assert view.doubts_text == "2 dudas"
        assert view.doubt.question == "¿Qué lista? TRIPLE ZULIA 1:00 pm"
        assert view.doubt.answers == ("Lista A", "Lista B", "A+B")
        assert not view.ready
        desk.sale.order.answer(3)
        view = desk.sale.order.view.value
        assert view.doubt.question == "¿A qué hora en LOTTO REY?"
        assert view.total_text == "Bs 10"
        assert desk.texts == []
        desk.sale.order.enter()  # the first answer
        assert desk.sale.order.view.value.ready
        assert desk.texts == []
        desk.sale.order.enter()
        assert desk.texts == ["123", "123", "5"]

    async def test_an_answer_can_be_taken_back(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia a la 1")
        desk.sale.order.answer(1)
        assert desk.sale.order.view.value.answered
        desk.sale.order.take_back()
        desk.sale.order.take_back()
        view = desk.sale.order.view.value
        assert view.doubts_text == "1 duda"
        assert not view.answered

    async def test_a_number_without_answer_does_nothing(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia a la 1")
        before = desk.sale.order.view.value
        for number in (0, 4, 9):
            desk.sale.order.answer(number)
        assert desk.sale.order.view.value == before

    async def test_typing_keeps_the_answers(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia a la 1")
        desk.sale.order.answer(2)
        desk.sale.order.set_text("123 y 456 a 5 zulia a la 1")
        assert desk.sale.order.view.value.ready
        desk.sale.order.enter()
        assert desk.texts == ["123", "456"]

    async def test_leaving_keeps_the_message(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia A a la 1")
        desk.sale.order.close()
        assert not desk.sale.order.view.value.shown
        assert desk.texts == []
        desk.sale.order.open()
        assert desk.sale.order.view.value.ready

    async def test_the_ticket_so_far_counts(self, desk: Desk):
        desk.type("123*5")
        desk.sale.order.paste("123 a 5 zulia A a la 1")
        view = desk.sale.order.view.value
        assert view.note == "123 ya está: se suma y queda en Bs 10"
        assert (view.count_text, view.total_text, view.ready) == ("1 jugada", "Bs 5", True)
        desk.sale.order.enter()
        assert desk.texts == ["123"]
        assert desk.sale.ticket.value.total_text == "Bs 10"

    async def test_a_draw_that_closes_meanwhile_is_asked_about(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia A a la 1")
        desk.clock.elapsed += 56 * 60
        desk.sale.order.enter()
        view = desk.sale.order.view.value
        assert view.shown
        assert not view.ready
        assert desk.texts == []
        assert view.doubt.question == "TRIPLE ZULIA no tiene sorteos abiertos"

    async def test_a_rule_of_the_entry_line_is_told_in_its_words(self, desk: Desk):
        desk.sale.order.paste("123 a 500 zulia A a la 1")
        view = desk.sale.order.view.value
        assert view.doubt.question == "Bs 500 es mucho: el máximo es Bs 99"
        assert view.doubt.answers == ("Dejar fuera",)

    async def test_selling_tells_of_an_open_order(self, desk: Desk):
        desk.type("999*5")
        desk.sale.order.paste("123 a 5 zulia A a la 1")
        desk.sale.submit()
        assert notice(desk).startswith("Hay un pedido abierto que no está en el ticket.")
        assert desk.texts == ["999"]

    async def test_a_scan_changes_nothing(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia a la 1")
        before = desk.sale.order.view.value
        restore = desk.sale.order.remember()
        for digit in "231123":
            desk.sale.order.answer(int(digit))
        desk.sale.order.set_text("junk")
        restore()
        assert desk.sale.order.view.value == before


class TestClipboards:
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            (None, "El portapapeles no tiene texto."),
            ("  \n ", "El portapapeles no tiene texto."),
            ("123 a 5 " * 200_000, "El mensaje es demasiado largo: se leen hasta 10 KB."),
            (
                "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
                "Lo copiado no es un mensaje: parece un archivo.",
            ),
            ("�" * 50, "Lo copiado no es un mensaje: parece un archivo."),
            ("\ud83d" * 20, "Lo copiado no es un mensaje: parece un archivo."),
        ],
    )
    async def test_what_is_no_message_is_told(self, desk: Desk, text: str | None, problem: str):
        desk.sale.order.paste(text)
        view = desk.sale.order.view.value
        assert view.shown
        assert view.problem.startswith(problem)
        assert view.text == ""
        assert not view.ready

    async def test_the_message_before_is_not_lost(self, desk: Desk):
        desk.sale.order.paste("123 a 5 zulia A a la 1")
        desk.sale.order.paste("x" * (LONGEST + 1))
        assert desk.sale.order.view.value.text == "123 a 5 zulia A a la 1"
        desk.sale.order.set_text("123 a 5 zulia A a la 1 ")
        assert desk.sale.order.view.value.problem == ""

    async def test_line_ends_of_every_system(self, desk: Desk):
        desk.sale.order.paste("zulia A a la 1\r\n123 a 5\r456\t a 5\x07")
        assert desk.sale.order.view.value.text == "zulia A a la 1\n123 a 5\n456  a 5 "

    async def test_typing_too_much_is_told(self, desk: Desk):
        desk.sale.order.open()
        desk.sale.order.set_text("1" * (LONGEST + 1))
        assert desk.sale.order.view.value.problem.startswith("El mensaje es demasiado largo")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_of_the_corpus_has_its_words(language: str):
    use(language)
    seen: Counter[str] = Counter()
    for name in ("corpus.txt", "heldout.txt"):
        for message in orders.messages(name):
            for doubt in read(message.text, orders.counter()).doubts:
                _check_words(doubt, seen)
    use("es")
    assert len(seen) > 20


def _check_words(doubt: Doubt, seen: Counter[str]) -> None:
    seen[doubt.code] += 1
    if not isinstance(doubt.params.get("problem"), Problem):
        assert has(f"order.doubt.{doubt.code}"), doubt.code
    for text in (question_of(doubt), *map(answer_of, doubt.answers)):
        assert text
        assert "{" not in text
        assert not text.startswith("order."), text
