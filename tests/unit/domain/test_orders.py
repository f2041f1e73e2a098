"""Orders in plain Spanish: what becomes of words, hours, lists and amounts, one rule at a time."""

from __future__ import annotations

import pytest

from app.domain.cart import Cart
from app.domain.orders.parts import Role
from app.domain.orders.reading import LONGEST, Reading, read
from tests.helpers import orders
from tests.helpers.orders import counter, wagers_of


def reading(text: str, **settled: str) -> Reading:
    return read(text, counter(), {key.replace("__", ":"): value for key, value in settled.items()})


def plays(text: str) -> list[str]:
    return [wager.text for line in reading(text).lines for wager in line.wagers]


def codes(text: str) -> list[str]:
    return [doubt.code for doubt in reading(text).doubts]


def marked(text: str, role: Role) -> list[str]:
    return [text[m.start : m.end].strip() for m in reading(text).marks if m.role is role]


class TestAccounting:
    def test_marks_cover_the_message(self):
        text = "Hola 🙏\n123 a 5 xyzzyx zulia A 4:45\n"
        marks = reading(text).marks
        assert [mark.start for mark in marks] == [0, *(mark.end for mark in marks[:-1])]
        assert marks[-1].end == len(text)

    def test_noise_is_grey_and_what_was_read_is_not(self):
        text = "buenas tardes 123 a 5 zulia A 4:45 gracias"
        assert marked(text, Role.NOISE) == ["buenas tardes", "gracias"]
        assert marked(text, Role.READ) == ["123 a 5 zulia A 4:45"]

    def test_an_unknown_word_is_asked_about(self):
        text = "123 a 5 xyzzyx zulia A 4:45"
        assert marked(text, Role.DOUBT) == ["xyzzyx"]
        assert codes(text) == ["unknown"]
        assert reading(text, unknown__xyzzyx="ignore").ready

    def test_talk_is_noise(self):
        assert codes("mi compadre trajo pescadilla fresca ayer\n123 a 5 zulia A 4:45") == []

    def test_nothing_to_read(self):
        assert reading("") == Reading()
        assert not reading("hola buenas tardes").lines

    def test_a_long_message_is_refused_whole(self):
        assert reading("1" * LONGEST).too_long is False
        assert reading("1" * (LONGEST + 1)).too_long is True


class TestNumbersThatAreNone:
    @pytest.mark.parametrize(
        "noise",
        [
            "pago móvil 0414-123.45.67 ref 1234",
            "Pagomovil Bs 500 referencia: 00012345",
            "C.I. V-12.345.678",
            "[10:42 a. m., 22/10/2024] ~Cliente: hola",
            "22/10/2024, 10:42 - Cliente:",
            "+58 412 1234567",
            "https://example.com/123/456",
            "<Multimedia omitido>",
        ],
    )
    def test_become_no_play(self, noise: str):
        assert plays(f"{noise}\n123 a 5 zulia A 4:45") == ["123"]
        assert codes(f"{noise}\n123 a 5 zulia A 4:45") == []

    def test_a_numbered_list(self):
        assert plays("1) 123 a 5\n2) 456 a 5\nzulia A 4:45") == ["123", "456"]

    def test_a_list_that_does_not_count_up_is_read(self):
        assert "5" in plays("5) a 10\n10) a 10\ngranjita 4pm")

    def test_a_payment_keeps_the_play_behind_it(self):
        assert plays("pago movil listo 123 a 5 zulia A 4:45") == ["123"]


class TestDoubts:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("123 a 5 zulia 4:45", "list_missing"),
            ("123 a 5 zulia A", "hour_missing"),
            ("123 zulia A 4:45", "amount_missing"),
            ("123 a 5", "place_missing"),
            ("123 a 5 zulia A 9am", "hour_closed"),
            ("1234 a 5 zulia A 4:45", "too_many_digits"),
            ("123 5 zulia A 4:45", "amount_or_number"),
            ("5 a 10 lotto activo 4", "hour_or_number"),
            ("5 a 10 lotto 4pm", "product_which"),
            ("123 a 5 zulia C 4:45", "sign_missing"),
            ("123 aries a 5 zulia A 4:45", "no_sign_list"),
            ("40 a 5 lotto activo 4pm", "refused"),
            ("123 a 9000 zulia A 4:45", "refused"),
            ("123 y 456 permutado a 5 zulia A 4:45", "permuta_which"),
            ("123 a 5, 456 zulia A 4:45", "amount_kept"),
            ("123 a 5 zulia A 4:45, 456 a 5", "place_kept"),
            ("zulia A 4:45 123 a 5 caliente A 4:30", "place_side"),
            ("a 5 123 a 10 zulia A 4:45", "amount_side"),
            ("123 456 todo por 10 zulia A 4:45", "total_shared"),
            ("123 a 5 zulia A 4:45 total 50", "total_differs"),
            ("120 a 129 a 1 zulia A 4:45", "span_or_amount"),
            ("yegua a 5 granjita 4pm", "unknown_like"),
            ("zulia A 4:45", "place_unused"),
            ("granjita 4pm a 10", "amount_unused"),
            ("123 a 5 zulia A mañana 4:45", "unknown"),
            ("123 a 5 zulia A el sabado 4:45", "unknown"),
            ("no 123 a 5 zulia A 4:45", "unknown"),
            ("quita el 123 y ponme 456 a 5 zulia A 4:45", "unknown"),
            ("123 a 5 perdon 456 a 5 zulia A 4:45", "unknown"),
            ("123 o 456 a 5 zulia A 4:45", "unknown"),
            ("2 tickets de leon a 10 granjita 4pm", "unknown"),
            ("dos tickets de leon a 10 granjita 4pm", "unknown"),
            ("ponme uno de leon a 5 granjita 4pm", "amount_side"),
            ("zulia A 4:45 22/10/2024 123 a 5", "unknown"),
            ("123 a 5 usd zulia A 4:45", "unknown"),
            ("zulia A 4:45 22/10 123 a 5", "date_or_number"),
            ("leon y perro los dos a 10 granjita 4pm", "count_or_number"),
            ("granjita a las 4 leon 30 a 10", "number_beside"),
            ("epale tigre, ponme leon a 5 granjita 4pm", "person_or_figure"),
            ("123 permuta 456 a 1 zulia A 4:45", "permuta_which"),
            ("123 a 5 con su terminal zulia A 4:45", "word_unused"),
            ("leon a 10 granjita 4pm leo", "word_unused"),
            ("123 a 5, 456 a 5 leo zulia c 4:45", "sign_missing"),
            ("leon a 10 x 2 granjita 4pm", "amount_unused"),
            ("leon a 5 en las dos loterias granjita y selva 3pm", "unknown"),
            ("leon a 5 granjita y selva 3pm las dos", "unknown"),
            ("granjita hasta las 3 leon a 5", "unknown"),
            ("leon a 5 granjita proximo y siguiente", "unknown"),
            ("leon a 5 granjita excepto 3pm", "unknown"),
            ("chaima 3pm leon a 5", "unknown"),
            ("soñe con un perro, ponme el 27 a 10 granjita 3pm", "played_twice"),
            ("123 a 5, 456 a 5, 123 a 10 zulia A 4:45", "played_twice"),
            ("zulia A 4:45\ncaliente A 4:30\n123 a 5", "place_side"),
            ("ya pague 50 bs, 123 a 5 zulia A 4:45", "amount_unused"),
        ],
    )  # fmt: skip
    def test_what_could_be_two_things_is_asked(self, text: str, code: str):
        found = reading(text)
        assert code in codes(text)
        assert not found.ready
        assert all(1 <= len(doubt.answers) <= 9 for doubt in found.doubts)

    def test_every_first_answer_leads_on(self):
        for message in orders.messages("corpus.txt"):
            settled: dict[str, str] = {}
            for _ in range(12):
                found = read(message.text, counter(), settled)
                if not found.doubts:
                    break
                doubt = found.doubts[0]
                assert doubt.id not in settled, (message.text, doubt.id)
                settled[doubt.id] = doubt.answers[0].value
            assert not found.doubts, message.text

    def test_one_answer_holds_for_the_whole_message(self):
        text = "123 a 5 zulia 4:45, 456 a 5 caliente 4:30"
        assert codes(text) == ["list_missing"]
        found = reading(text, list_missing__AB="list:AB")
        assert found.ready
        assert len(found.lines) == 4

    def test_an_answer_that_is_none_of_them_settles_nothing(self):
        assert not reading("123 a 5 zulia 4:45", list_missing__AB="list:Z").ready

    def test_an_answer_survives_edits_elsewhere(self):
        found = reading("hola amigo, 123 a 5 zulia 4:45 gracias", list_missing__AB="list:A")
        assert found.ready

    def test_a_play_left_out_is_grey(self):
        text = "123 a 5, 456 a 9000 zulia A 4:45"
        doubt = reading(text).doubts[0]
        found = read(text, counter(), {doubt.id: "out"})
        assert [line.label for line in found.lines] == ["123"]
        assert "456" in [text[m.start : m.end].strip() for m in found.marks if m.role is Role.NOISE]


class TestMeaning:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("uno dos tres a cinco zulia A 4:45", ["123"]),
            ("cero cero a cinco granjita 4pm", ["00"]),
            ("aries tauro 123 a 5 zulia c 4:45", ["123-ARI", "123-TAU"]),
            ("123 a 5 leo zulia c 4:45", ["123-LEO"]),
            ("112 a 5 permutado zulia A 4:45", ["112", "121", "211"]),
            ("112 a 5 permutado, 456 a 10 zulia A 4:45", ["112", "121", "211", "456"]),
            ("456 a 5 permuta 112 a 10 zulia A 4:45", ["456", "112", "121", "211"]),
            ("ponme dos animalitos leon y gato a 5 granjita 4pm", ["5", "11"]),
            ("000 00 0 a 5 granjita 4pm", ["00", "0"]),
            ("el 5 con 50 el 10 con 50 granjita 4pm", ["5", "10"]),
            ("007a5 zulia A 4:45", ["007"]),
            ("leon 🦁 a 5 granjita 3pm", ["5"]),
        ],
    )
    def test_what_is_clear_is_read(self, text: str, found: list[str]):
        assert plays(text) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("leo 123 a 10, virgo 456 a 5 zulia c 4:45", {"123-LEO": 10, "456-VIR": 5}),
            ("cinco bolos a leon y diez a tigre granjita 3pm", {"5": 5, "10": 10}),
            ("5 bolos a leon y 10 a tigre granjita 3pm", {"5": 5, "10": 10}),
            ("ponle 5 al leon 10 al tigre y 20 al gato granjita 3pm", {"5": 5, "10": 10, "11": 20}),
            ("El 25 con 100 y el 36 con 50 granjita de las 12", {"25": 100, "36": 50}),
            ("Triples Zulia 12:45\nA: 123, 456\na 10 c/u", {"123": 10, "456": 10}),
            ("*CHANCE 4PM*\nA 123 x 5\nB 456 x 10", {"123": 5, "456": 10}),
            ("Lotto activo\nLeón 10 bs 3pm\nTigre 20 bs 4pm", {"5": 10, "10": 20}),
            ("zodiacal 123 leo a 10 caliente 4:30", {"123-LEO": 10}),
            ("123 Bs.5,00 zulia A 4:45", {"123": 5}),
            ("Zulia A 4,45 123 a 5", {"123": 5}),
            ("Zulia-A 4:45 123 a 5", {"123": 5}),
            ("Zulia, A, 4:45, 123, a 5", {"123": 5}),
            ("123 a 5 zulia A 4:45 B 7:05", {"123": 5}),
            ("son 100 bs\nleon a 50\ntigre a 50\ngranjita 3pm", {"5": 50, "10": 50}),
        ],
    )
    def test_every_play_has_its_own_amount(self, text: str, found: dict[str, int]):
        assert reading(text).doubts == ()
        lines = reading(text).lines
        assert {w.text: w.amount.minor // 100 for line in lines for w in line.wagers} == found


class TestLimits:
    def test_the_ticket_so_far_counts(self):
        before = read("corrida del 100 al 109 a 1 chance A 4pm", counter()).lines
        full = Cart().add(before * 10)
        found = read("500 a 1 chance A 4pm", counter(cart=full))
        assert [doubt.code for doubt in found.doubts] == ["ticket_full"]
        assert found.lines == ()

    def test_a_number_already_on_the_ticket_adds_up(self):
        before = Cart().add(read("123 a 1 chance A 4pm", counter()).lines)
        found = read("123 a 2, 456 a 1 chance A 4pm", counter(cart=before))
        assert [note.code for note in found.notes] == ["twin"]
        assert found.ready
        assert [line.label for line in found.lines] == ["456"]
        assert [(id_, amount.minor) for id_, amount in found.changes] == [(1, 300)]
        assert (found.count, found.total.minor) == (2, 300)

    def test_a_number_twice_in_the_message_adds_up(self):
        text = "123 a 2, 123 a 3 y 123 a 4 chance A 4pm"
        found = reading(text, played_twice__123="sum", **{"played_twice__123#2": "sum"})
        assert [(line.label, line.amount.minor) for line in found.lines] == [("123", 900)]
        assert (found.changes, found.total.minor) == ((), 900)

    def test_a_sum_over_the_limit_is_told(self):
        before = Cart().add(read("123 a 4000 chance A 4pm", counter()).lines)
        found = read("123 a 2000 chance A 4pm", counter(cart=before))
        assert [doubt.code for doubt in found.doubts] == ["refused"]
        assert (found.lines, found.changes) == ((), ())

    def test_the_sum_is_that_of_the_lines(self):
        found = reading("123 permutado a 2, 45 a 10 zulia A y B 4:45")
        assert (found.count, found.total.minor) == (14, 4400)


class TestPlaces:
    def test_each_list_has_its_own_hour(self):
        found = reading("123 a 5 zulia A 4:45 y B 7:05")
        draws = [orders.catalog().draw_by_id[line.event_id] for line in found.lines]
        told = [(f"{draw.draws_at.astimezone(orders.ZONE):%H:%M}", draw.list_name) for draw in draws]
        assert told == [("16:45", "A"), ("19:05", "B")]

    def test_the_draws_chosen_on_the_screen_are_offered(self):
        chosen = tuple(draw for draw in orders.catalog().draws if draw.product_id == 27)[12:13]
        found = read("123 a 5", counter(chosen=chosen))
        assert found.doubts[0].answers[0].value == "chosen"
        settled = read("123 a 5", counter(chosen=chosen), {found.doubts[0].id: "chosen"})
        assert wagers_of(settled) == {(chosen[0].event_id, "123"): 500}

    def test_emoji_of_an_animal_without_figure_is_not_dropped(self):
        assert codes("🦒 🙏 a 5 granjita 4pm") == []
        assert codes("🦒 y 🦥 a 5 granjita 4pm") == ["unknown"]
