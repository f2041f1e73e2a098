"""Whatever a message says: it is read to an end, covered by marks, and becomes valid plays only."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import limits
from app.domain.orders.nearest import Nearest, one_slip
from app.domain.orders.reading import LONGEST, Reading, read
from app.money import total
from tests.helpers.orders import NOW, catalog, counter, messages

WORDS = (
    "123 456 007 23 05 5 00 0 1234 000123 a de x por * = @ 5 10 20 1.000 5,50 bs bs. bolos c/u cada uno "
    "todo total son en el la las los y e + - / . , ; : \n zulia caliente chance zamorano lotto activo "
    "rey granjita guacharo selva tripleta A B C ab lista 4:45 4 45 445pm 4pm pm am mediodia todas "
    "próxima quedan hasta desde del al leon perro gato delfin ballena toro caballlo leom aries leo con "
    "signo todos signos permutado permuta p serie corrida terminan terminal ciento veintitrés cero "
    "cinco mil hola gracias 🦁 🙏 pago móvil ref xyz *bold* ~no~ [10:42, 22/10/2024] Cliente: x23 12x "
    "120/129 $ ¿ ? ! … 5️⃣ ñandú"
).split(" ")
MESSAGE = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
CORPUS = [message.text for message in messages("corpus.txt")]


@st.composite
def cut(draw):
    """A message of the corpus with a piece taken out or another put in."""
    text = draw(st.sampled_from(CORPUS))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 12)))
    return text[:start] + draw(st.sampled_from(["", " ", "\n", ",", " a 5 ", " 7 ", " zulia "])) + text[end:]


@given(st.one_of(MESSAGE, cut(), st.text(max_size=200)), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_message_becomes_valid_plays_and_nothing_is_lost(text, data):
    settled: dict[str, str] = {}
    found = read(text, counter())
    for _ in range(8):
        _check(text, found)
        if not found.doubts:
            break
        doubt = found.doubts[0]
        settled[doubt.id] = data.draw(st.sampled_from(doubt.answers)).value
        found = read(text, counter(), settled)
    assert found == read(text, counter(), settled)


def _check(text: str, found: Reading) -> None:
    _check_marks(text, found)
    shop = catalog()
    for line in found.lines:
        draw = shop.draw_by_id[line.event_id]
        assert draw.is_open(NOW)
        for wager in line.wagers:
            game = shop.template.games[wager.game_id]
            assert wager.text in game.plays
            assert game.kind in shop.kinds(draw)
            assert wager.event_id == line.event_id
            assert wager.amount == line.amount
            row = shop.limits_for(wager.game_id, draw.product_id)
            assert row is not None
            assert limits.amount(wager.amount, row) is None
    assert found.total == total(wager.amount for line in found.lines for wager in line.wagers)
    assert found.count == sum(len(line.wagers) for line in found.lines) <= 100


def _check_marks(text: str, found: Reading) -> None:
    assert [mark.start for mark in found.marks] == [0, *(m.end for m in found.marks[:-1])][: len(found.marks)]
    assert sum(mark.end - mark.start for mark in found.marks) == len(text)
    ids = [doubt.id for doubt in found.doubts]
    assert len(ids) == len(set(ids))
    for doubt in found.doubts:
        assert 0 <= doubt.start <= doubt.end <= len(text)
        assert 1 <= len(doubt.answers) <= 9
        assert len({answer.value for answer in doubt.answers}) == len(doubt.answers)


@given(
    st.sampled_from(
        ["1", "123 a 5 ", "a ", "zulia ", "*", "🦁", "\n", "0.", "leom ", "de la ", "cada ", "- "]
    )
)
@settings(deadline=None, max_examples=12)
def test_the_longest_messages_end(piece):
    text = (piece * LONGEST)[:LONGEST]
    _check_marks(text, read(text, counter()))


@given(
    st.sampled_from(["granjita", "zamorano", "caballo", "ballena"]),
    st.integers(0, 7),
    st.sampled_from("abcxyz"),
)
def test_one_slip_is_found(word, at, letter):
    near = Nearest(["granjita", "zamorano", "caballo", "ballena"])
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for slip in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        swapped,
    ):
        assert word in near.near(slip)
        assert one_slip(slip, word)
    assert near.near("hipopotamo") == ()
