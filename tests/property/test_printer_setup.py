"""The printer's wizard under whatever anybody taps, in any order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.ports import NothingPrinted, PrintUnsure, Tried
from app.presenters.views_settings import SetupStep
from tests.helpers.fake_setup import Bench, broken, epson

ACTS = st.sampled_from(
    ("main", "back", "scan", "enter", "down", "up", "code", "restore", "paper", "breaks", "gone", "well")
)
KEYS = st.sampled_from(("0", "1", "2", "3", "4", "5", "8", "9", "a", "c", "yes", "no", "none", "x", "19200"))
STEPS_WITH_ANSWERS = frozenset({SetupStep.WIDTH, SetupStep.ACCENTS, SetupStep.CODES, SetupStep.CUT})


def act(bench: Bench, name: str, kept: list[Callable[[], None]]) -> None:
    wizard, setup = bench.wizard, bench.setup
    good = Bench().setup.tried
    match name:
        case "enter":
            wizard.enter()
        case "down" | "up":
            wizard.mark(1 if name == "down" else -1)
        case "code":
            kept[:] = [wizard.remember()]
        case "restore" if kept:
            kept.pop()()
        case "paper":
            setup.tried = Tried(
                NothingPrinted("paper_out") if len(setup.calls) % 2 else PrintUnsure("interrupted")
            )
        case "breaks":
            setup.refuses = broken()
        case "gone":
            setup.examined = {way: type(epson())(way, cause="absent") for way in setup.ways}
        case "well":
            setup.refuses, setup.tried, setup.examined = None, good, {}
        case "main" | "back" | "scan":
            getattr(wizard, name)()
        case _:
            wizard.typed(name)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(ACTS, KEYS), max_size=40))
def test_it_always_speaks_and_uses_only_what_was_tried_and_confirmed(names):
    async def walk() -> None:
        bench = Bench()
        kept: list[Callable[[], None]] = []
        for name in names:
            before = bench.view.step
            used = len(bench.setup.used)
            act(bench, name, kept)
            await bench.rest()
            view = bench.view
            assert view.headline
            assert not view.busy
            assert view.step is SetupStep.HOME or view.back
            assert bool(view.options) or view.main
            assert sum(option.marked for option in view.options) <= 1
            if view.step in STEPS_WITH_ANSWERS:
                assert "try_out" in bench.setup.calls
            if len(bench.setup.used) > used:
                assert before is SetupStep.SUMMARY
                assert bench.setup.used[-1].way.address in {one.way.address for one in bench.setup.tried_out}

    asyncio.run(walk())
