"""Whatever is typed is read, unfinished or wrong; never an exception, never another number."""

from __future__ import annotations

from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st

from app import i18n
from app.domain.expand import corrida, permuta, serie
from app.domain.figures import FIGURE_BY_CODE, FIGURES_38, SIGNS
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.grammar import MOST_PLAYS, Incomplete, Problem, Typed, parse
from app.money import Money

CATEGORIES = st.sampled_from((LOTTERY, ANIMALITOS, ANIMALITOS77, TRIPLETA, "polla"))
PAD = "0123456789+-*/.,"
LINES = st.one_of(
    st.text(alphabet=PAD, max_size=14), st.text(alphabet=PAD + "p arileoñáÑ", max_size=14), st.text()
)
DIGITS = st.text(alphabet="0123456789", min_size=2, max_size=3)
AMOUNTS = st.integers(min_value=1, max_value=10**9).map(Money)
CODES_38 = [figure.code for figure in FIGURES_38]


def typed(text: str, category: str = LOTTERY) -> Typed:
    found = parse(text, category)
    assert isinstance(found, Typed), (text, found)
    return found


@given(LINES, CATEGORIES)
@example("İ", LOTTERY)
@example("ß", ANIMALITOS)
@example("²", LOTTERY)
@example("123-²", LOTTERY)
@example("123*٣", LOTTERY)
@example("\0", TRIPLETA)
@example("5-\u0301", TRIPLETA)
def test_every_line_is_read_or_refused_in_words(text, category):
    found = parse(text, category)

    if isinstance(found, Typed):
        assert found.raw == text
        plays = [play for pick in found.picks for play in pick.plays]
        assert bool(plays) != bool(found.command)
        assert len(plays) <= MOST_PLAYS
        assert all(0 <= pick.start < pick.end <= len(text) for pick in found.picks)
    else:
        assert isinstance(found, Incomplete | Problem)
        assert 0 <= found.start <= found.end <= len(text)
        assert "{" not in i18n.text_in("es", f"entry.{found.code}", **found.params) or "{" in text


@given(LINES.filter(lambda text: len(text) < 30), CATEGORIES)
def test_a_wrong_beginning_never_comes_right(text, category):
    if isinstance(parse(text + "+", category), Problem):
        assert isinstance(parse(text + "+123*5", category), Problem)


@given(DIGITS)
def test_permuta_is_the_set_of_orders(digits):
    expected = {"".join(order) for order in permutations(digits)}

    assert set(permuta(digits)) == expected
    assert len(permuta(digits)) == len(expected)
    assert typed(f"{digits}/*1").picks[0].plays == tuple(sorted(expected))


@given(st.integers(0, 999), st.integers(0, 999))
def test_corrida_is_every_number_between(first, last):
    found = parse(f"{first:03}/{last:03}", LOTTERY)

    if first > last:
        assert isinstance(found, Problem)
        assert found.code == "corrida_backwards"
        return
    assert isinstance(found, Typed)
    assert found.picks[0].plays == tuple(f"{n:03}" for n in range(first, last + 1))
    assert corrida(f"{first:03}", f"{last:03}") == found.picks[0].plays


@given(DIGITS, st.data())
def test_serie_runs_one_digit(digits, data):
    place = data.draw(st.integers(0, len(digits) - 1))
    pattern = digits[:place] + "." + digits[place + 1 :]
    plays = serie(pattern)

    assert len(plays) == 10
    assert list(plays) == sorted(plays)
    assert {play[:place] + play[place + 1 :] for play in plays} == {digits[:place] + digits[place + 1 :]}
    assert typed(f"{pattern}*1").picks[0].plays == plays


@given(DIGITS, st.sampled_from(SIGNS), AMOUNTS)
def test_a_sign_by_number_code_or_name_is_the_same(digits, sign, amount):
    ways = [f"{digits}-{word}*{amount.to_decimal()}" for word in (sign.number, sign.code, sign.name)]
    picks = [typed(way).picks[0] for way in ways]

    assert {pick.plays for pick in picks} == {(f"{digits}-{sign.code}",)}
    assert typed(ways[0]).amount == amount


@given(st.text(alphabet="0123456789", min_size=3, max_size=3), AMOUNTS)
def test_a_label_typed_again_means_the_same(digits, amount):
    for text in (digits, f"{digits}-0", f".{digits[1:]}", f"{min(digits, '500')}/{max(digits, '500')}"):
        pick = typed(text).picks[0]
        again = typed(pick.label).picks[0]
        assert (again.shape, again.plays) == (pick.shape, pick.plays)


@given(st.lists(st.sampled_from(CODES_38), min_size=1, max_size=8))
def test_figures_keep_zero_and_double_zero_apart(codes):
    for category in (ANIMALITOS, ANIMALITOS77):
        by_number = typed("+".join(codes), category)
        by_name = typed("+".join(FIGURE_BY_CODE[code].name for code in codes), category)
        assert [pick.plays for pick in by_number.picks] == [(code,) for code in codes]
        assert [pick.plays for pick in by_name.picks] == [(code,) for code in codes]


@given(st.permutations(CODES_38).map(lambda codes: codes[:3]))
def test_a_tripleta_has_one_form(codes):
    play = typed("-".join(codes), TRIPLETA).picks[0].plays[0]

    assert sorted(play.split("-")) == sorted(codes)
    assert typed("-".join(reversed(codes)), TRIPLETA).picks[0].plays[0] == play


@given(st.lists(DIGITS, min_size=1, max_size=20), AMOUNTS, st.booleans())
def test_what_was_typed_comes_back_digit_by_digit(numbers, amount, removes):
    text = f"{'-' * removes}{'+'.join(numbers)}*{amount.to_decimal()}"
    found = typed(text)

    assert [pick.plays for pick in found.picks] == [(number,) for number in numbers]
    assert (found.amount, found.removes) == (amount, removes)
    assert [text[pick.start : pick.end] for pick in found.picks] == numbers
