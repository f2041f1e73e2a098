"""A repeated ticket is the ticket that was typed: six orders of three digits are one permuta again."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.cart import Shape
from app.domain.expand import permuta
from app.domain.regroup import regrouped
from app.domain.ticket import Wager
from app.money import Money


def wager(text: str, event: int = 1, units: int = 5, game: int = 1) -> Wager:
    return Wager(event, game, text, Money.units(units))


def told(wagers: list[Wager]) -> list[tuple[str, str, int]]:
    return [(line.shape.value, line.label, len(line.wagers)) for line in regrouped(wagers)]


def test_a_permuta_among_other_lines_keeps_its_place():
    wagers = [wager("777"), *map(wager, ("231", "123", "132", "213", "312", "321")), wager("45")]
    assert told(wagers) == [("plain", "777", 1), ("permuta", "231", 6), ("plain", "45", 1)]


def test_digits_that_repeat_have_fewer_orders():
    assert told([wager(text) for text in permuta("112")]) == [("permuta", "112", 3)]


def test_each_draw_has_its_own():
    wagers = [wager(text, event) for text in permuta("123") for event in (1, 2)]
    assert told(wagers) == [("permuta", "123", 6)] * 2


def test_what_is_not_whole_or_not_alike_stays_apart():
    five = [wager(text) for text in permuta("123")[:5]]
    for extra in ([], [wager("321", units=7)], [wager("321", event=2)], [wager("321", game=2)], [five[0]]):
        assert {line.shape for line in regrouped([*five, *extra])} == {Shape.PLAIN}


def test_terminals_figures_and_signs_have_no_orders():
    wagers = [wager(text) for text in ("12", "21", "0", "00", "5-12-30", "123-ARI", "١٢٣")]
    assert [shape for shape, _, _ in told(wagers)] == ["plain"] * len(wagers)


texts = st.sampled_from([*permuta("123"), *permuta("112"), "777", "12", "21", "0", "00", "123-ARI"])
some = st.lists(st.builds(wager, texts, st.integers(1, 2), st.integers(1, 2)), max_size=40)


@given(some)
def test_no_wager_is_added_or_lost(wagers):
    lines = regrouped(wagers)
    assert Counter(one for line in lines for one in line.wagers) == Counter(wagers)
    assert all({one.amount for one in line.wagers} == {line.amount} for line in lines)
    assert all({one.event_id for one in line.wagers} == {line.event_id} for line in lines)
