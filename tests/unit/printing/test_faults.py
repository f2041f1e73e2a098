"""Every way a printer fails while a ticket is printed: what is claimed, what is told, what is on paper.

One thing holds in all of them: the code that pays a prize comes out once at most without a mark.
"""

import errno

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.devtools.printer_model import CUT_S, DOTS_PER_S, Habits
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing.dialogue import Deadlines
from tests.helpers.desk import Desk

CONFIRMED = Printed(Evidence.CONFIRMED)
EARLY = 400
"""Dots: the ticket has begun, its last block has not."""
LATE = 900
"""Dots: in the last block."""


# ---------------------------------------------------------------- nothing wrong


@pytest.mark.parametrize("wagers", [6, 100])
@pytest.mark.parametrize("confirm", ["process_id", "status", "none"])
def test_a_well_printer_prints_one_whole_ticket(confirm, wagers):
    desk = Desk(confirm, wagers=wagers)
    evidence = {"process_id": Evidence.CONFIRMED, "status": Evidence.STATUS, "none": Evidence.BYTES}
    assert desk.run() == (Printed(evidence[confirm]), PrinterState.READY)
    desk.model.pass_by(10)
    assert len(desk.whole) == len(desk.pieces) == 1
    assert desk.is_readable(desk.whole[0])


@pytest.mark.parametrize("wagers", [6, 100])
def test_the_head_never_waits_for_the_next_block(wagers):
    """From the first byte to the echo after the cut: within five hundredths of what the machine needs."""
    desk = Desk(wagers=wagers)
    desk.run()
    floor = desk.whole[0].dots / DOTS_PER_S + CUT_S
    assert desk.model.echoed_at[-1] <= 1.05 * floor


def test_a_slow_printer_with_a_small_buffer_is_waited_for():
    desk = Desk(habits=Habits(buffer=256, speed=300), wagers=100)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert len(desk.whole) == 1


def test_without_flow_control_the_window_keeps_the_buffer_from_running_over():
    desk = Desk(habits=Habits(buffer=1_400), wagers=100)
    desk.connection.careless = True
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert len(desk.whole) == 1


def test_bytes_lost_for_want_of_flow_control_are_no_printed_ticket():
    desk = Desk("status", Habits(buffer=1_000), wagers=100)
    desk.connection.careless = True
    assert not isinstance(desk.run()[0], Printed)
    assert desk.whole == []


def test_paper_that_gets_low_is_told_and_prints():
    desk = Desk()
    desk.model.low = True
    assert desk.run() == (CONFIRMED, PrinterState.PAPER_LOW)


# ---------------------------------------------------------------- paper, cover, cutter


@pytest.mark.parametrize("confirm", ["process_id", "status"])
def test_a_printer_without_paper_gets_nothing(confirm):
    desk = Desk(confirm)
    desk.model.roll = 0
    assert desk.run() == (NothingPrinted("paper_out"), PrinterState.PAPER_OUT)
    assert desk.pieces == []


def test_paper_out_before_the_last_block_is_told_at_once_and_the_ticket_begins_anew():
    desk = Desk()
    desk.model.roll = EARLY
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert desk.says(PrinterState.PAPER_OUT) <= EARLY / DOTS_PER_S + 1
    half, mark, ticket = desk.pieces
    assert half not in desk.whole
    assert mark in desk.void
    assert mark.cut
    assert desk.whole == [ticket]
    assert desk.redeemable == 1


def test_a_printer_that_cannot_forget_prints_its_rest_before_the_mark():
    desk = Desk(habits=Habits(clears=False))
    desk.model.roll = EARLY
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert desk.says(PrinterState.PAPER_OUT) <= EARLY / DOTS_PER_S + 1
    assert [piece in desk.void for piece in desk.pieces] == [False, True, False]
    assert len(desk.whole) == desk.redeemable == 1


def test_paper_out_in_the_last_block_is_a_question_and_never_a_second_original():
    desk = Desk()
    desk.model.roll = LATE
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (PrintUnsure("stopped"), PrinterState.READY)
    assert desk.says(PrinterState.PAPER_OUT) <= LATE / DOTS_PER_S + 1
    desk.model.pass_by(30)
    assert desk.redeemable <= 1


@pytest.mark.parametrize("roll", [EARLY, LATE])
def test_somebody_may_stop_waiting_and_nothing_comes_out_later(roll):
    desk = Desk()
    desk.model.roll = roll
    desk.when(5, desk.worker.give_up.set)
    outcome, state = desk.run()
    assert state is PrinterState.PAPER_OUT
    early = NothingPrinted("paper_out", spoiled=True)
    assert outcome == (early if roll == EARLY else PrintUnsure("paper_out"))
    assert desk.model.now == pytest.approx(5, abs=1)
    before = sum(piece.dots for piece in desk.pieces)
    desk.model.put_in_a_roll()
    desk.model.pass_by(30)
    assert sum(piece.dots for piece in desk.pieces) == before


def test_a_ticket_given_up_is_marked_void_before_the_next_paper():
    desk = Desk()
    desk.model.roll = EARLY
    desk.when(5, desk.worker.give_up.set)
    desk.run()
    desk.model.put_in_a_roll()
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert len(desk.void) == len(desk.whole) == desk.redeemable == 1
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert len(desk.void) == 1


def test_nobody_comes():
    desk = Desk()
    desk.model.roll = EARLY
    assert desk.run() == (NothingPrinted("paper_out", spoiled=True), PrinterState.PAPER_OUT)
    assert desk.model.now == pytest.approx(Deadlines().hold, abs=5)


def test_an_open_cover_is_told_and_waited_for():
    desk = Desk()
    desk.model.cover_at = EARLY
    desk.when(9, desk.model.close_cover)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert desk.says(PrinterState.COVER_OPEN) <= EARLY / DOTS_PER_S + 1
    assert len(desk.whole) == desk.redeemable == 1


def test_a_roll_changed_through_the_cover_tells_both():
    desk = Desk()
    desk.model.roll = EARLY
    desk.when(3, desk.model.open_cover)
    desk.when(6, desk.model.put_in_a_roll)
    desk.when(9, desk.model.close_cover)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    shown = [told.state for told in desk.told]
    assert shown == [PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.BUSY]


def test_a_jammed_cutter_is_a_whole_ticket_and_a_question():
    desk = Desk()
    desk.model.jam = True
    desk.when(8, desk.model.open_cover)
    desk.when(12, desk.model.close_cover)
    assert desk.run() == (PrintUnsure("stopped"), PrinterState.READY)
    assert desk.says(PrinterState.CUTTER) <= 1008 / DOTS_PER_S + 1
    assert len(desk.whole) == desk.redeemable == 1


def test_a_cutter_that_stays_jammed_is_named():
    desk = Desk()
    desk.model.jam = True
    desk.when(20, desk.worker.give_up.set)
    assert desk.run() == (PrintUnsure("cutter"), PrinterState.CUTTER)
    assert desk.redeemable == 1


def test_a_cutter_that_frees_itself_goes_on_without_anybody():
    desk = Desk()
    desk.model.jam = True
    desk.when(4, lambda: setattr(desk.model, "jam", False))
    assert desk.run() == (PrintUnsure("stopped"), PrinterState.READY)
    assert len(desk.whole) == 1


def test_a_fault_only_the_switch_mends_is_not_waited_for():
    desk = Desk()
    desk.when(0.2, lambda: setattr(desk.model, "broken", True))
    assert desk.run() == (NothingPrinted("fault", spoiled=True), PrinterState.OFFLINE)
    assert desk.model.now < 5


@pytest.mark.parametrize(("roll", "sure"), [(EARLY, False), (LATE, False)])
def test_a_printer_with_status_alone_is_asked_while_it_stands(roll, sure):
    """All of a small ticket is in its buffer by then: what comes out is for a person to judge."""
    desk = Desk("status")
    desk.model.roll = roll
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (PrintUnsure("stopped"), PrinterState.READY)
    assert desk.says(PrinterState.PAPER_OUT) <= roll / DOTS_PER_S + 1
    assert desk.redeemable == 1


def test_a_printer_that_tells_nothing_by_itself_is_asked():
    desk = Desk(habits=Habits(tells=False))
    desk.model.roll = EARLY
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert desk.says(PrinterState.PAPER_OUT) <= EARLY / DOTS_PER_S + 1
    assert len(desk.whole) == desk.redeemable == 1


# ---------------------------------------------------------------- cables and power


@pytest.mark.parametrize("confirm", ["process_id", "status", "none"])
def test_unplugged_at_any_byte_decides_by_the_last_block(confirm):
    for at in range(0, 1_120, 7):
        desk = Desk(confirm)
        desk.connection.break_at = at
        outcome, state = desk.run()
        desk.model.pass_by(10)
        if isinstance(outcome, Printed):
            assert len(desk.whole) == 1
            continue
        assert state is PrinterState.OFFLINE
        if isinstance(outcome, NothingPrinted):
            assert desk.redeemable == 0
            assert outcome.cause == "interrupted"
        else:
            assert outcome == PrintUnsure("interrupted")


def test_a_power_cycle_ends_the_job_and_the_next_one_is_the_original():
    desk = Desk()
    desk.when(0.3, desk.model.power_cycle)
    assert desk.run() == (NothingPrinted("interrupted", spoiled=True), PrinterState.OFFLINE)
    assert desk.run() == (CONFIRMED, PrinterState.READY)
    assert len(desk.void) == len(desk.whole) == desk.redeemable == 1


def test_a_power_cycle_that_the_cable_outlives_is_noticed_by_the_missing_echo():
    desk = Desk(survives=True)
    desk.when(0.3, desk.model.power_cycle)
    outcome, _ = desk.run()
    assert not isinstance(outcome, Printed)
    assert outcome.cause == "unconfirmed"
    assert desk.model.now < Deadlines().confirm + 10


def test_a_printer_that_cannot_forget_is_to_be_switched_off_before_the_next_paper():
    desk = Desk("status")
    desk.connection.break_at = 500
    assert desk.run()[0] == NothingPrinted("interrupted", spoiled=True)
    desk.connection.break_at = None
    assert desk.run()[0] == NothingPrinted("power_cycle")
    desk.model.power_cycle()
    assert desk.run()[0] == Printed(Evidence.STATUS)
    assert len(desk.void) == desk.redeemable == 1


def test_the_advice_is_given_again_when_the_next_try_breaks_too():
    desk = Desk("status")
    desk.connection.break_at = 500
    desk.run()
    assert desk.run()[0] == NothingPrinted("interrupted")
    desk.connection.break_at = None
    assert desk.run()[0] == NothingPrinted("power_cycle")


def test_after_a_spoiled_paper_of_which_only_a_person_knows_the_rest_is_forgotten_first():
    desk = Desk()
    desk.model.roll = LATE
    desk.when(3, desk.worker.give_up.set)
    assert desk.run()[0] == PrintUnsure("paper_out")
    desk.model.put_in_a_roll()
    assert desk.run(spoiled=True) == (CONFIRMED, PrinterState.READY)
    assert len(desk.void) == len(desk.whole) == 1


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "refused"),
        (TimeoutError("no answer"), "unreachable"),
        (OSError(errno.ENODEV, "gone"), "absent"),
    ],
)
def test_a_printer_that_is_not_there_printed_nothing(error, cause):
    desk = Desk()
    desk.connection.refuses = error
    assert desk.run() == (NothingPrinted(cause), PrinterState.OFFLINE)


def test_a_half_open_connection_that_takes_nothing_is_silent():
    desk = Desk()
    desk.connection.deaf = True
    assert desk.run() == (NothingPrinted("silent"), PrinterState.OFFLINE)
    assert desk.model.now <= 2


def test_a_connection_that_goes_deaf_in_the_middle_is_stalled():
    desk = Desk()
    desk.when(0.1, lambda: setattr(desk.connection, "deaf", True))
    assert desk.run() == (NothingPrinted("stalled", spoiled=True), PrinterState.OFFLINE)
    assert desk.model.now <= Deadlines().stall + 3


# ---------------------------------------------------------------- what it says


def test_a_silent_printer_gets_nothing():
    desk = Desk(habits=Habits(answers=False))
    assert desk.run() == (NothingPrinted("silent"), PrinterState.OFFLINE)
    assert desk.pieces == []


@pytest.mark.parametrize(
    "noise",
    [b"\x11", b"\xff\x81", b"\x14\x00\x00\x00", b"7\x22zzzz\x00", b"_TM-T20\x00", b"\x13\x11"],
)
@pytest.mark.parametrize("confirm", ["process_id", "status"])
def test_talk_in_front_of_its_answers_changes_nothing(confirm, noise):
    desk = Desk(confirm, Habits(noise=noise))
    outcome, _ = desk.run()
    assert isinstance(outcome, Printed)
    assert len(desk.whole) == 1


def test_an_answer_that_comes_twice_is_not_taken_for_another():
    desk = Desk("status", Habits(twice=True))
    desk.model.roll = EARLY
    desk.when(20, desk.model.put_in_a_roll)
    assert desk.run() == (PrintUnsure("stopped"), PrinterState.READY)


def test_an_echo_that_never_comes_is_unsure():
    desk = Desk(habits=Habits(process_id=False))
    outcome, state = desk.run()
    assert not isinstance(outcome, Printed)
    assert outcome.cause == "unconfirmed"
    assert state is PrinterState.UNKNOWN


def test_a_closing_program_lets_go_of_a_waiting_paper():
    desk = Desk()
    desk.model.roll = EARLY
    desk.when(5, desk.worker.stop.set)
    assert desk.run()[0] == NothingPrinted("closed", spoiled=True)
    assert desk.model.now < 6


# ---------------------------------------------------------------- any of it

moments = st.floats(0.0, 2.0)
repairs = st.floats(1.0, 12.0)


@st.composite
def troubles(draw):
    kind = draw(st.sampled_from(["paper", "cover", "jam", "power", "cable", "deaf", "none"]))
    return kind, draw(st.integers(1, 1_500)), draw(moments), draw(repairs)


def afflict(desk, trouble):
    kind, size, moment, repair = trouble
    model = desk.model
    if kind == "paper":
        model.roll = model.printed + size
        desk.when(moment + repair, model.put_in_a_roll)
    elif kind == "cover":
        model.cover_at = model.printed + size
        desk.when(moment + repair, model.close_cover)
    elif kind == "jam":
        model.jam = True
        desk.when(moment + repair, model.close_cover)
    elif kind == "power":
        desk.when(moment, model.power_cycle)
    elif kind == "cable":
        desk.connection.break_at = desk.connection.written + size
    elif kind == "deaf":
        desk.when(moment, lambda: setattr(desk.connection, "deaf", True))
        desk.when(moment + repair, lambda: setattr(desk.connection, "deaf", False))


def repaired(desk):
    desk.connection.break_at, desk.connection.deaf = None, False
    desk.model.close_cover()
    desk.model.put_in_a_roll()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["process_id", "status", "none"]),
    st.sampled_from([6, 100]),
    st.booleans(),
    st.booleans(),
    st.lists(troubles(), min_size=1, max_size=3),
)
def test_whatever_happens_one_original_at_most_and_no_claim_without_a_ticket(
    confirm, wagers, clears, survives, all_troubles
):
    """A cashier prints again as long as that is safe; whatever was claimed must be true on paper."""
    desk = Desk(confirm, Habits(clears=clears), wagers=wagers, survives=survives)
    for trouble in [*all_troubles, ("none", 1, 0, 1), ("none", 1, 0, 1)]:
        repaired(desk)
        afflict(desk, trouble)
        outcome, _ = desk.run()
        if not isinstance(outcome, NothingPrinted):
            break
    repaired(desk)
    desk.model.pass_by(30)
    assert desk.redeemable <= 1
    if isinstance(outcome, Printed) and outcome.evidence is not Evidence.BYTES:
        assert len(desk.whole) == 1
    if isinstance(outcome, NothingPrinted):
        assert desk.redeemable == 0
