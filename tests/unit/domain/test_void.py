"""Taking back as a table, and the reasons that stand in its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.sale import SaleState
from app.domain.void import (
    MARGIN,
    Facts,
    VoidAct,
    VoidBlock,
    VoidEvent,
    VoidState,
    block,
    in_time,
    step,
    until,
)
from app.errors import Bug

SOLD_AT = datetime(2024, 10, 22, 13, 30, tzinfo=UTC)
FACTS = Facts(
    state=SaleState.DELIVERED,
    printed=True,
    created_at=SOLD_AT,
    now=SOLD_AT + timedelta(seconds=20),
    trusted=True,
    seconds_to_cancel=180,
    first_close=SOLD_AT + timedelta(hours=1),
)
MOVES = {
    (VoidState.ASKED, VoidEvent.SUBMIT): VoidState.VOIDING,
    (VoidState.VOIDING, VoidEvent.CONFIRM): VoidState.VOIDED,
    (VoidState.VOIDING, VoidEvent.PROVE_NOTHING_DONE): VoidState.VOID_REFUSED,
    (VoidState.VOIDING, VoidEvent.DOUBT): VoidState.UNSURE,
    (VoidState.UNSURE, VoidEvent.RESEND): VoidState.VOIDING,
    (VoidState.UNSURE, VoidEvent.FIND_VOID): VoidState.VOIDED,
    (VoidState.UNSURE, VoidEvent.FIND_KEPT): VoidState.VOID_REFUSED,
}


@pytest.mark.parametrize("state", VoidState)
@pytest.mark.parametrize("event", VoidEvent)
def test_every_cell_of_the_table(state, event):
    if (state, event) in MOVES:
        assert step(state, event) is MOVES[state, event]
    else:
        with pytest.raises(Bug) as caught:
            step(state, event)
        assert caught.value.code == "void.illegal"


def test_a_refusal_is_never_told_from_the_call_alone():
    assert VoidState.VOID_REFUSED not in {
        after for (state, event), after in MOVES.items()
        if state is VoidState.VOIDING and event is not VoidEvent.PROVE_NOTHING_DONE
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"state": SaleState.VOIDED}, VoidBlock.ALREADY_VOID),
        ({"state": SaleState.PRINTING}, VoidBlock.UNSETTLED),
        ({"state": SaleState.PARKED}, VoidBlock.UNSETTLED),
        ({"state": SaleState.VOID_REFUSED}, None),
        ({"printed": False}, VoidBlock.NEVER_PRINTED),
        ({"seconds_to_cancel": 0}, VoidBlock.NOT_ALLOWED),
        ({"trusted": False}, VoidBlock.NO_CLOCK),
        ({"now": SOLD_AT - timedelta(hours=1)}, VoidBlock.NO_CLOCK),
        ({"now": SOLD_AT + timedelta(seconds=164)}, None),
        ({"now": SOLD_AT + timedelta(seconds=165)}, VoidBlock.TOO_LATE),
        ({"first_close": None}, VoidBlock.DRAW_CLOSED),
        ({"first_close": SOLD_AT + timedelta(seconds=35)}, VoidBlock.DRAW_CLOSED),
        ({"first_close": SOLD_AT + timedelta(seconds=36)}, None),
    ],
)
def test_why_a_ticket_cannot_be_cancelled(change, reason):
    assert block(VoidAct.CANCEL, replace(FACTS, **change)) is reason


def test_a_printed_ticket_is_never_reverted():
    assert block(VoidAct.REVERT, FACTS) is VoidBlock.PRINTED
    assert block(VoidAct.REVERT, replace(FACTS, printed=False)) is None


@given(
    st.sampled_from(VoidAct), st.sampled_from(SaleState), st.booleans(), st.booleans(),
    st.integers(-200, 400), st.integers(0, 300), st.none() | st.integers(-100, 400),
)  # fmt: skip
def test_what_is_allowed_is_inside_the_window_and_before_every_closing(
    act, state, printed, trusted, age, window, closes
):
    first_close = None if closes is None else SOLD_AT + timedelta(seconds=closes)
    facts = Facts(state, printed, SOLD_AT, SOLD_AT + timedelta(seconds=age), trusted, window, first_close)
    if block(act, facts) is None:
        assert in_time(facts)
        assert facts.trusted
        assert first_close is not None
        assert facts.now < until(facts) == min(SOLD_AT + timedelta(seconds=window), first_close) - MARGIN
        assert printed == (act is VoidAct.CANCEL)
