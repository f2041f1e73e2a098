"""The wizard that sets a printer up: every step forward, back, and what goes wrong."""

from __future__ import annotations

import asyncio

import pytest

from app import i18n
from app.domain.printer import TEST_CODE, PrinterTraits
from app.ports import NothingPrinted, PrinterState, PrintUnsure, Tried
from app.presenters.notices import Level
from app.presenters.views_settings import SetupStep
from tests.helpers.fake_setup import SERIAL, STATES, USB, Bench, broken, epson, setup_view

WAY_THERE = ("main", "1", "main", "b", "3", "yes", "no")


@pytest.fixture
async def bench() -> Bench:
    i18n.use("es")
    return Bench()


def step(bench: Bench) -> SetupStep:
    return bench.view.step


async def test_from_nothing_to_a_printer_in_use(bench):
    await bench.do(*WAY_THERE)
    assert step(bench) is SetupStep.SUMMARY
    assert bench.setup.used == []
    await bench.do("main")
    (choice,) = bench.setup.used
    assert choice.way.address == USB.address
    assert choice.traits == PrinterTraits("epson-80", 80, 42, "CP1252", 16, "text", False, "process_id")
    assert step(bench) is SetupStep.HOME
    assert bench.notices.notice.value.level is Level.OK


async def test_nothing_changes_before_the_last_step(bench):
    await bench.do(*WAY_THERE)
    assert "use" not in bench.setup.calls
    assert bench.setup.current().way.transport == "none"


async def test_every_step_leads_back_to_the_one_before(bench):
    await bench.do(*WAY_THERE)
    seen = []
    while bench.wizard.back():
        seen.append(bench.view.step)
    assert seen == [
        SetupStep.CUT, SetupStep.CODES, SetupStep.ACCENTS, SetupStep.WIDTH, SetupStep.READY,
        SetupStep.CHOOSE, SetupStep.HOME,
    ]  # fmt: skip
    assert not bench.wizard.back()


async def test_by_keyboard_alone(bench):
    wizard = bench.wizard
    wizard.enter()
    await bench.rest()
    wizard.mark(2)
    wizard.mark(-1)
    assert [option.marked for option in bench.view.options] == [False, True, False, False]
    wizard.mark(-5)
    wizard.enter()
    await bench.rest()
    wizard.enter()
    await bench.rest()
    assert wizard.typed("C")
    assert wizard.typed("8")
    assert not wizard.typed("9")
    assert wizard.typed("1")
    assert wizard.typed("2")
    assert step(bench) is SetupStep.SUMMARY
    wizard.enter()
    await bench.rest()
    assert bench.setup.used[0].traits.mode == "raster"


async def test_letters_do_nothing_where_they_are_no_answer(bench):
    for sign in ("", "x", " ", "1"):
        assert not bench.wizard.typed(sign)
    assert step(bench) is SetupStep.HOME


async def test_the_scanner_answers_the_question_about_codes(bench):
    await bench.do("main", "1", "main", "c", "1")
    assert bench.wizard.scanned(f"{TEST_CODE}\r")
    assert step(bench) is SetupStep.CUT
    assert bench.wizard.scanned(TEST_CODE)
    assert step(bench) is SetupStep.CUT
    assert not bench.wizard.scanned("123")


async def test_a_scanners_digits_are_no_answers(bench):
    """They come as keys, and are known to be a scan when the last one is there."""
    await bench.do("main", "1", "main", "c", "1")
    restore = bench.wizard.remember()
    for digit in TEST_CODE:
        bench.wizard.typed(digit)
    assert step(bench) is not SetupStep.CODES
    restore()
    assert bench.wizard.scanned(TEST_CODE)
    assert step(bench) is SetupStep.CUT
    await bench.do("yes", "main")
    assert bench.setup.used[0].traits.cutter


async def test_a_scan_over_the_list_chooses_nothing(bench):
    await bench.do("main")
    restore = bench.wizard.remember()
    bench.wizard.typed("2")
    restore()
    await bench.rest()
    assert step(bench) is SetupStep.CHOOSE
    restore()
    assert step(bench) is SetupStep.CHOOSE


async def test_codes_that_no_scanner_reads_are_drawn(bench):
    await bench.do("main", "1", "main", "c", "1", "no", "yes", "main")
    assert bench.setup.used[0].traits.mode == "raster"


async def test_a_printer_that_cannot_be_reached_is_named_and_another_can_be_chosen(bench):
    bench.setup.examined[USB] = epson().__class__(USB, cause="forbidden")
    await bench.do("main", "1")
    assert step(bench) is SetupStep.CHOOSE
    assert i18n.t("printer.cause.forbidden") in bench.view.problem
    await bench.do("2")
    assert (bench.view.step, bench.view.problem) == (SetupStep.READY, "")


@pytest.mark.parametrize("outcome", [NothingPrinted("paper_out"), PrintUnsure("interrupted")])
async def test_a_page_that_did_not_come_out_can_be_printed_again(bench, outcome):
    good, bench.setup.tried = bench.setup.tried, Tried(outcome)
    await bench.do("main", "1", "main")
    assert step(bench) is SetupStep.READY
    assert i18n.t(f"printer.cause.{outcome.cause}") in bench.view.problem
    bench.setup.tried = good
    await bench.do("main")
    assert step(bench) is SetupStep.WIDTH


async def test_scribble_leads_back_and_a_serial_port_gets_another_speed(bench):
    await bench.do("main", "4", "main", "none")
    assert step(bench) is SetupStep.READY
    assert bench.view.problem == i18n.t("setup.garbled_serial")
    await bench.do("19200")
    assert [option.key for option in bench.view.options if option.chosen] == ["19200"]
    await bench.do("main")
    assert [one.way.baud for one in bench.setup.tried_out] == [9_600, 19_200]
    await bench.do("c", "1", "none", "yes", "main")
    assert bench.setup.used[0].way.address == SERIAL.address
    assert bench.setup.used[0].way.baud == 19_200


async def test_arrows_change_the_speed(bench):
    await bench.do("main", "4")
    bench.wizard.mark(2)
    assert [option.key for option in bench.view.options if option.chosen] == ["38400"]
    bench.wizard.mark(-9)
    assert [option.key for option in bench.view.options if option.chosen] == ["9600"]
    assert not any(option.marked for option in bench.view.options)


async def test_enter_prints_where_speeds_are_offered(bench):
    await bench.do("main", "4")
    bench.wizard.enter()
    await bench.rest()
    assert bench.setup.calls[-1] == "try_out"


async def test_the_network_is_asked_on_request_only(bench):
    await bench.do("main")
    assert "scan" not in bench.setup.calls
    await bench.do("scan")
    assert len(bench.view.options) == 5
    await bench.do("scan")
    assert (len(bench.view.options), bench.view.problem) == (5, i18n.t("setup.nobody_answered"))
    await bench.do("5")
    assert bench.view.headline == i18n.t("setup.unnamed.network")
    assert bench.setup.calls[-1] == "examine"


async def test_a_search_can_be_called_off(bench):
    await bench.do("main")
    bench.setup.held = asyncio.Event()
    bench.wizard.scan()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "120" in bench.view.text
    assert bench.wizard.back()
    await bench.rest()
    assert step(bench) is SetupStep.CHOOSE
    assert len(bench.view.options) == 4


async def test_two_taps_print_one_page(bench):
    await bench.do("main", "1")
    bench.wizard.main()
    bench.wizard.main()
    bench.wizard.enter()
    await bench.rest()
    assert bench.setup.calls.count("try_out") == 1


async def test_what_is_under_way_cannot_be_left_half_done(bench):
    await bench.do("main", "1")
    bench.setup.held = asyncio.Event()
    bench.wizard.main()
    assert not bench.wizard.back()
    bench.setup.held.set()
    await bench.rest()
    assert step(bench) is SetupStep.WIDTH


async def test_a_disk_that_does_not_take_it_is_told_and_the_summary_stays(bench):
    await bench.do(*WAY_THERE)
    bench.setup.refuses = broken()
    await bench.do("main")
    assert step(bench) is SetupStep.SUMMARY
    assert "No space left" in bench.notices.notice.value.text
    bench.setup.refuses = None
    await bench.do("main")
    assert step(bench) is SetupStep.HOME


async def test_whatever_fails_leaves_a_step_that_can_be_taken_again(bench):
    bench.setup.refuses = RuntimeError("?")
    await bench.do("main")
    assert step(bench) is SetupStep.HOME
    assert bench.notices.notice.value.level is Level.STOP


async def test_the_printers_state_is_told_with_what_to_do(bench):
    for state in PrinterState:
        bench.printer.becomes(state)
        (fact,) = [one for one in bench.view.facts if one.label == i18n.t("setup.fact.state")]
        assert fact.text.startswith(i18n.t(f"top.printer.{state.value}"))
        assert "setup.advice" not in fact.text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(STATES))
def test_every_state_speaks(name, language):
    i18n.use(language)
    view = setup_view(name)
    i18n.use("es")
    assert view.headline
    said = [view.headline, view.text, view.problem, view.main, view.back, view.scan]
    said += [text for fact in view.facts for text in (fact.label, fact.text)]
    said += [text for one in view.options for text in (one.title, one.sub)]
    assert not [text for text in said if text.startswith("setup.") or "{" in text]


@pytest.mark.parametrize("confirm", ["none", "queue", "status", "process_id"])
def test_every_evidence_has_its_words(confirm):
    assert i18n.has(f"setup.evidence.{confirm}")
