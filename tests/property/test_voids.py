"""Taking back under random faults: what is told is true, money goes back once, nothing leaves too late."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.outcome import Reason
from app.domain.void import MARGIN, VoidAct
from app.errors import Known
from app.ports import NothingPrinted
from app.services.voids import VoidEnd, VoidResult
from app.training.variant import Variant
from tests.helpers.office import Office, office, refused
from tests.helpers.training import START

WINDOW = timedelta(seconds=180)
CALLS = st.lists(
    st.sampled_from(["ok", "lost", "gone", "late", "not_sent", "signed_out", refused(Reason.OTHER, "no")]),
    max_size=8,
)
READS = st.lists(st.sampled_from(["ok", "ok", "ok", "offline", "no_session"]), max_size=12)
VARIANTS = st.builds(
    Variant,
    list_lag_seconds=st.sampled_from([0, 0, 5, 60]),
    sold_includes_void=st.booleans(),
    void_again=st.sampled_from(["refuse", "repeat"]),
    canceled_status=st.sampled_from(["canceled", "cancelled"]),
    action_reply=st.sampled_from(["object", "message", "empty"]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CALLS, CALLS, READS, VARIANTS, st.booleans(), st.integers(0, 200), st.integers(0, 3))
def test_what_is_told_of_a_void_is_true(cancels, reverts, reads, variant, printed, age, again):
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with office(Path(folder), variant) as desk:
                await one_void(desk, cancels, reverts, reads, printed, age, again)

    asyncio.run(run())


async def one_void(desk: Office, cancels, reverts, reads, printed: bool, age: int, again: int) -> None:
    if not printed:
        desk.printer.outcomes.append(NothingPrinted("paper_out"))
    key = await desk.sell()
    sold_at = (await desk.operation(key)).started_at
    await desk.wait(age)
    act = VoidAct.CANCEL if printed else VoidAct.REVERT
    desk.line.next("cancel", *cancels)
    desk.line.next("revert", *reverts)
    desk.line.next("tickets", "ok", "ok", *reads)
    ends = [await tried(desk, key, act) for _ in range(again + 1)]
    desk.line.faults.clear()
    await desk.sign_in()
    await desk.wait(600)
    ends += await desk.voids.settle()
    check(desk, key, [end for end in ends if end is not None])
    operation = await desk.operation(key)
    assert not operation.in_flight
    assert (operation.state in {"VOIDED", "REFUND_DUE"}) == (desk.status(key) in {"canceled", "rejected"})
    sent = [START + timedelta(seconds=at) for name, at in desk.line.left if name in {"cancel", "revert"}]
    assert all(moment < sold_at + WINDOW - MARGIN + timedelta(seconds=1) for moment in sent)
    assert len(sent) <= 6 * (again + 1)


async def tried(desk: Office, key, act: VoidAct) -> VoidEnd | None:
    try:
        return await desk.voids.void(key, act)
    except Known:
        return None


def check(desk: Office, key, ends: list[VoidEnd]) -> None:
    """A refund was told once if and only if ours made it void; nothing was kept that is void."""
    refunds = [end for end in ends if end.refund]
    void = desk.status(key) in {"canceled", "rejected"}
    assert len(refunds) == len(desk.printer.void_slips) <= 1
    assert void or not refunds
    if void:
        assert any(end.result in {VoidResult.VOIDED, VoidResult.ALREADY} for end in ends)
