"""Games are recognised by the shape of their plays, whatever their number."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from app.domain.catalog import Play, Template
from app.domain.figures import FIGURES, FIGURES_38, SIGNS, figure_named, sign_named
from app.domain.games import ANIMALITOS, LOTTERY, Kind, kinds_of, recognise
from tests.helpers.shop import plays, template

TRIPLES = [f"{number:03}" for number in range(1000)]
TERMINALS = [f"{number:02}" for number in range(100)]


@pytest.mark.parametrize(
    ("kind", "wagers"),
    [
        (Kind.TRIPLE, TRIPLES),
        (Kind.TERMINAL, TERMINALS),
        (Kind.TRIPLE_SIGN, [f"{number}-{sign.code}" for number in TRIPLES[:40] for sign in SIGNS]),
        (Kind.TERMINAL_SIGN, [f"{number}-{sign.code}" for number in TERMINALS for sign in SIGNS]),
        (Kind.FIGURE_38, [figure.code for figure in FIGURES_38]),
        (Kind.FIGURE_77, [figure.code for figure in FIGURES]),
        (Kind.FIGURE_38, [figure.name.upper() for figure in FIGURES_38]),
        (Kind.FIGURE_77, [figure.name.upper() for figure in FIGURES]),
        (Kind.FIGURE_38, ["DELFIN", "BALLENA", "CIEMPIES"]),
        (Kind.TRIPLETA, ["5-12-30", "0-00-1"]),
        (Kind.OTHER, []),
        (Kind.OTHER, ["1", "A", "12"]),
        (Kind.OTHER, ["1234"]),
        (Kind.OTHER, ["123", "12"]),
    ],
)
def test_recognised_by_its_plays(kind, wagers):
    shuffled = list(wagers)
    Random(7).shuffle(shuffled)

    assert recognise(wagers) is kind
    assert recognise(shuffled) is kind


@pytest.mark.parametrize("seed", range(5))
def test_ids_and_order_do_not_matter(seed):
    chance = Random(seed)
    rows = list(plays())
    ids = sorted({play.game_id for play in rows})
    renamed = dict(zip(ids, chance.sample(range(1, 90), len(ids)), strict=True))
    rows = [Play(renamed[play.game_id], play.wager, play.code) for play in rows]
    chance.shuffle(rows)

    kinds = {game.id: game.kind for game in Template.of(rows).games.values()}

    assert kinds == {renamed[game.id]: game.kind for game in template().games.values()}


def test_the_whole_template_is_sorted_out():
    template = Template.of(plays())

    assert {kind: len(games) for kind, games in template.by_kind.items()} == dict.fromkeys(
        set(Kind) - {Kind.OTHER}, 1
    )
    assert sum(len(game.plays) for game in template.games.values()) == 22_851


def test_categories_say_what_may_be_played():
    assert Kind.TERMINAL_SIGN in kinds_of(LOTTERY)
    assert kinds_of(ANIMALITOS) == {Kind.FIGURE_38}
    assert kinds_of("polla") == frozenset()


def test_zero_and_double_zero_are_two_figures():
    assert figure_named("Delfín").code == "0"  # type: ignore[union-attr]
    assert figure_named("ballena").code == "00"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("PUERCO", "20"),
        ("cabra", "19"),
        ("ciempies", "3"),
        ("Pavo  Real", "47"),
        ("búho", "39"),
        ("chigüire", "44"),
    ],
)
def test_figures_by_what_people_call_them(word, code):
    figure = figure_named(word)

    assert figure is not None
    assert figure.code == code


def test_no_two_figures_share_a_name():
    names = [word for figure in FIGURES for word in (figure.name, *figure.also)]

    assert len({figure_named(name).code for name in names}) == 77  # type: ignore[union-attr]
    assert all(one.name != other.name for one, other in combinations(FIGURES, 2))


@pytest.mark.parametrize(("word", "code"), [("7", "LIB"), ("lib", "LIB"), ("Géminis", "GEM"), ("12", "PIS")])
def test_signs_by_number_code_and_name(word, code):
    sign = sign_named(word)

    assert sign is not None
    assert sign.code == code
    assert sign_named("13") is sign_named("0") is None
