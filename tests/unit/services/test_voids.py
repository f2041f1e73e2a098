"""Taking tickets back: only ours, only in time, once on the books before each call, told after reading."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from app.domain.outcome import Reason
from app.domain.ticket import TicketKey
from app.domain.void import MARGIN, VoidAct
from app.errors import Known
from app.money import Money
from app.ports import NothingPrinted
from app.services.voids import VoidResult
from app.training.variant import Variant
from tests.helpers.office import Office, office, refused
from tests.helpers.training import START

CANCEL, REVERT = VoidAct.CANCEL, VoidAct.REVERT


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield found


async def code_of(work) -> str:
    with pytest.raises(Known) as caught:
        await work
    return caught.value.code


async def never_printed(desk: Office, *texts: str) -> TicketKey:
    desk.printer.outcomes.append(NothingPrinted("paper_out"))
    return await desk.sell(*texts)


# ---------------------------------------------------------------- it works


async def test_a_ticket_is_cancelled_recorded_and_its_slip_printed(desk: Office):
    key = await desk.sell("123", "456")
    end = await desk.voids.void(key, CANCEL)
    assert (end.result, end.amount, end.slip_printed) == (VoidResult.VOIDED, Money.units(10), True)
    operation = await desk.operation(key)
    assert (operation.state, operation.in_flight, operation.pin) == ("REFUND_DUE", False, None)
    assert desk.status(key) == "canceled"
    (slip,) = desk.printer.void_slips
    assert (slip.number, slip.amount) == (key.number, Money.units(10))


async def test_the_call_is_on_record_before_its_first_byte(desk: Office):
    key = await desk.sell()
    seen = []

    async def looked(number):
        operation = await desk.operation(key)
        seen.append((operation.state, operation.in_flight))
        return await real(number)

    real = desk.line._client.cancel
    desk.line._client.cancel = looked
    await desk.voids.void(key, CANCEL)
    assert seen == [("VOIDING", True)]


async def test_the_slip_comes_after_the_record(desk: Office):
    key = await desk.sell()
    states = []
    desk.printer.at_send = lambda _paper: states.append(
        [one.status for one in desk.server.control().tickets() if one.number == key.number]
    )
    writes = []
    real = desk.journal.write

    async def noted(*records):
        await real(*records)
        writes.append((records[0].state, len(states)))

    desk.journal.write = noted  # type: ignore[method-assign]
    await desk.voids.void(key, CANCEL)
    assert ("VOIDED", 0) in writes
    assert len(states) == 1


async def test_what_never_came_on_paper_is_reverted(desk: Office):
    key = await never_printed(desk)
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.never_printed"
    end = await desk.voids.void(key, REVERT)
    assert end.result is VoidResult.VOIDED
    assert desk.status(key) == "rejected"


async def test_a_printed_ticket_is_not_reverted(desk: Office):
    key = await desk.sell()
    assert await code_of(desk.voids.void(key, REVERT)) == "tickets.void.printed"
    assert desk.line.sent("revert") == 0


# ---------------------------------------------------------------- it must not


async def test_a_ticket_of_another_terminal_is_not_ours(desk: Office, tmp_path):
    key = await desk.sell()
    stranger = TicketKey(key.number + 1, key.day)
    assert await code_of(desk.voids.void(stranger, CANCEL)) == "tickets.void.not_ours"
    assert desk.line.sent("cancel") == 0


@pytest.mark.parametrize(("age", "allowed"), [(164, True), (165, False), (179, False), (4000, False)])
async def test_the_window_ends_fifteen_seconds_early(desk: Office, age: int, allowed: bool):
    key = await desk.sell()
    await desk.wait(age)
    if allowed:
        assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED
    else:
        assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.too_late"
        assert desk.line.sent("cancel") == 0


async def test_a_pc_clock_wrong_by_years_changes_nothing(desk: Office):
    key = await desk.sell()
    desk.clock.started = START - timedelta(days=3000)
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED


async def test_after_a_draw_closed_nothing_is_sent(desk: Office):
    soon = desk.draw(after=timedelta(seconds=30))
    await desk.wait((soon.closes_at - desk.server_clock.now()).total_seconds() - 40)
    key = await desk.sell(draw=soon)
    await desk.wait(40 - MARGIN.total_seconds())
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.draw_closed"
    desk.catalog.without_draw(frozenset({soon.event_id}))
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.draw_closed"
    assert desk.line.sent("cancel") == 0


async def test_an_agency_that_allows_none(tmp_path):
    async with office(tmp_path, Variant(seconds_to_cancel=0)) as desk:
        key = await desk.sell()
        assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.not_allowed"


async def test_the_server_shows_another_ticket_under_that_number(desk: Office):
    key, other = await desk.sell("123"), await desk.sell("789")
    foreign = await desk.line._client.ticket(other)
    desk.line.next("ticket", lambda: foreign)
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.different"
    assert desk.line.sent("cancel") == 0


async def test_a_ticket_voided_elsewhere(desk: Office):
    key = await desk.sell()
    await desk.line._client.cancel(key.number)
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.already_void"
    assert desk.line.sent("cancel") == 0
    assert not desk.printer.void_slips


async def test_without_a_line_nothing_is_begun(desk: Office):
    key = await desk.sell()
    desk.line.down = True
    assert await code_of(desk.voids.void(key, CANCEL)) == "api.offline.no_connection"
    assert (await desk.operation(key)).state == "DELIVERED"


async def test_reading_that_takes_too_long_ends_it(desk: Office):
    key = await desk.sell()
    await desk.wait(150)
    real = desk.line._client.ticket

    async def slow(asked):
        await desk.wait(20)
        return await real(asked)

    desk.line._client.ticket = slow
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.too_late"
    assert desk.line.sent("cancel") == 0


async def test_a_double_tap_is_one_call(desk: Office):
    key = await desk.sell()
    first = asyncio.ensure_future(desk.voids.void(key, CANCEL))
    await asyncio.sleep(0)
    assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.busy"
    assert (await first).result is VoidResult.VOIDED
    assert desk.line.sent("cancel") == 1
    assert len(desk.printer.void_slips) == 1


async def test_who_goes_away_does_not_stop_it(desk: Office):
    key = await desk.sell()
    task = asyncio.ensure_future(desk.voids.void(key, CANCEL))
    await desk.line.until("cancel")
    task.cancel()
    running = desk.voids._running
    assert running is not None
    assert (await running).result is VoidResult.VOIDED


async def test_one_money_call_at_a_time(desk: Office):
    key = await desk.sell()
    desk.line.next("create", "gone")
    selling = asyncio.ensure_future(desk.sales.sell(desk.wagers("999")))
    await desk.line.until("create", 2)
    with pytest.raises(Known) as caught:
        await desk.voids.void(key, CANCEL)
    assert caught.value.code in {"journal.busy", "tickets.void.too_late"}
    assert desk.line.sent("cancel") == 0
    await selling


# ---------------------------------------------------------------- no clear answer


async def test_an_answer_lost_after_it_was_done(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "lost")
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.VOIDED
    assert desk.line.sent("cancel") == 1
    assert (await desk.operation(key)).state == "REFUND_DUE"
    assert len(desk.printer.void_slips) == 1


async def test_a_call_that_never_arrived_is_sent_again_after_reading(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "gone", "gone")
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.VOIDED
    names = [name for name, _ in desk.line.calls if name in {"cancel", "tickets"}]
    sends = [at for at, name in enumerate(names) if name == "cancel"]
    assert len(sends) == 3
    assert all("tickets" in names[one:two] for one, two in pairwise(sends))


async def test_at_most_six_calls_and_none_after_the_window(desk: Office):
    key = await desk.sell()
    made = []
    desk.line.next("cancel", *["gone"] * 20)
    real = desk.line._broken

    async def noted(name, *rest):
        if name == "cancel":
            made.append(desk.server_clock.now())
        return await real(name, *rest)

    desk.line._broken = noted  # type: ignore[method-assign]
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.KEPT
    assert 1 <= len(made) <= 6
    sold_at = (await desk.operation(key)).started_at
    assert max(made) < sold_at + timedelta(seconds=180) - MARGIN + timedelta(seconds=1)
    operation = await desk.operation(key)
    assert (operation.state, operation.in_flight) == ("DELIVERED", False)
    assert not desk.printer.void_slips


async def test_silence_to_the_end_stays_a_doubt_and_is_settled_later(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "lost")
    real = desk.line._client.tickets

    async def dead(*_arguments):
        from app.domain.outcome import Offline

        raise Offline("timeout")

    async def after_sending(*arguments):
        return await (dead if desk.line.sent("cancel") else real)(*arguments)

    desk.line._client.tickets = after_sending
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.DOUBT
    operation = await desk.operation(key)
    assert (operation.state, operation.in_flight) == ("VOIDING", False)
    assert [desk.voids.unsettled] == [True]
    assert await desk.voids.settle() == ()
    desk.line._client.tickets = real
    (settled,) = await desk.voids.settle()
    assert (settled.result, settled.key) == (VoidResult.VOIDED, key)
    assert not desk.voids.unsettled
    assert len(desk.printer.void_slips) == 1
    assert desk.line.sent("cancel") == 1


@pytest.mark.parametrize(("lag", "age"), [(10, 11), (60, 61), (60, 150)])
async def test_lists_that_lag_behind(tmp_path, lag: int, age: int):
    async with office(tmp_path, Variant(list_lag_seconds=lag)) as desk:
        key = await desk.sell()
        await desk.wait(age)
        desk.line.next("cancel", "lost")
        end = await desk.voids.void(key, CANCEL)
        assert end.result is VoidResult.VOIDED
        assert desk.status(key) == "canceled"
        assert len(desk.printer.void_slips) == 1


async def test_proof_that_nothing_was_sent(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "not_sent")
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.NOT_SENT
    assert (await desk.operation(key)).state == "DELIVERED"
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED


async def test_a_session_that_ended(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "signed_out")
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.SIGN_IN
    assert desk.status(key) == "sold"


async def test_silence_and_then_no_connection_is_no_proof(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "gone", "not_sent", "ok")
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED
    assert desk.line.sent("cancel") == 3


# ---------------------------------------------------------------- a no


async def test_a_no_is_told_after_reading_and_the_other_call_is_tried_once(desk: Office):
    key = await desk.sell()
    no = refused(Reason.NOT_FOUND, "no rows in result set")
    desk.line.next("cancel", no)
    desk.line.next("revert", no)
    end = await desk.voids.void(key, CANCEL)
    assert (end.result, end.reason) == (VoidResult.KEPT, Reason.NOT_FOUND)
    assert (desk.line.sent("cancel"), desk.line.sent("revert")) == (1, 1)
    last = [name for name, _ in desk.line.calls if name in {"cancel", "revert", "tickets"}]
    assert last[-1] == "tickets"
    assert (await desk.operation(key)).state == "DELIVERED"


async def test_the_other_call_may_succeed(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", refused(Reason.OTHER, "unknown"))
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED
    assert desk.status(key) == "rejected"


async def test_already_void_after_our_own_unanswered_call_is_ours(desk: Office):
    key = await never_printed(desk)
    desk.line.next("revert", "lost")
    desk.line.next("tickets", "ok", "ok", "offline")
    end = await desk.voids.void(key, REVERT)
    assert end.result is VoidResult.VOIDED
    assert len(desk.printer.void_slips) == 1


async def test_already_void_without_a_call_of_ours_pays_nothing_back(desk: Office):
    key = await never_printed(desk)
    real = desk.line._client.revert

    async def raced(number):
        await real(number)
        return await real(number)

    desk.line._client.revert = raced
    end = await desk.voids.void(key, REVERT)
    assert end.result is VoidResult.ALREADY
    assert not desk.printer.void_slips
    assert (await desk.operation(key)).state == "VOIDED"


async def test_a_ticket_drawn_meanwhile_stays_sold(desk: Office):
    key = await desk.sell("123")
    event = desk.draw().event_id
    real = desk.line._client.cancel

    async def drawn(number):
        desk.server.control().settle(event, "123")
        return await real(number)

    desk.line._client.cancel = drawn
    end = await desk.voids.void(key, CANCEL)
    assert end.result is VoidResult.KEPT
    assert (await desk.operation(key)).state == "DELIVERED"


# ---------------------------------------------------------------- power cuts, midnight


async def test_a_restart_reads_and_never_sends(tmp_path):
    async with office(tmp_path) as desk:
        key = await desk.sell()
        real = desk.journal.write

        async def cut(*records):
            await real(*records)
            if records[0].state == "VOIDING":
                raise RuntimeError("power")

        desk.journal.write = cut  # type: ignore[method-assign]
        with pytest.raises(RuntimeError):
            await desk.voids.void(key, CANCEL)
        desk.journal.write = real  # type: ignore[method-assign]
        assert (await desk.operation(key)).in_flight
        assert await desk.voids.settle() == ()
        operation = await desk.operation(key)
        assert (operation.state, operation.in_flight) == ("VOIDING", False)
        await desk.sell("555")
        await desk.wait(270)
        (end,) = await desk.voids.settle()
        assert end.result is VoidResult.KEPT
        assert desk.line.sent("cancel") == 0
        assert (await desk.operation(key)).state == "DELIVERED"


async def test_a_doubt_may_be_taken_up_again_inside_the_window(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "gone")
    desk.line.next("tickets", "ok", "ok", "no_session")
    assert (await desk.voids.void(key, CANCEL)).reason is Reason.SIGN_IN
    assert (await desk.operation(key)).state == "VOIDING"
    assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED


async def test_across_midnight(tmp_path):
    before = START.replace(hour=3, minute=59, second=30)
    async with office(tmp_path, start=before) as desk:
        key = await desk.sell()
        await desk.wait(60)
        assert desk.server_clock.today() == key.day + timedelta(days=1)
        assert (await desk.voids.void(key, CANCEL)).result is VoidResult.VOIDED


async def test_a_number_given_again_after_midnight_is_not_touched(tmp_path):
    before = START.replace(hour=3, minute=59, second=30)
    async with office(tmp_path, Variant(numbers_repeat=True), start=before) as desk:
        key = await desk.sell("111")
        await desk.wait(60)
        newer = await desk.sell("222")
        assert newer.number == key.number
        assert await code_of(desk.voids.void(key, CANCEL)) == "tickets.void.renumbered"
        assert desk.status(newer) == "sold"


async def test_states_only_move_along_the_table(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "gone", "gone")
    await desk.voids.void(key, CANCEL)
    operation = await desk.operation(key)
    moves = [record.state for record in await history(desk, operation.id)]
    assert moves[-7:] == [*["VOIDING"] * 5, "VOIDED", "REFUND_DUE"]


async def history(desk: Office, operation: str):
    worker = desk.journal
    return await worker.history(operation)


# ---------------------------------------------------------------- money that went back before


async def given_up(desk: Office) -> TicketKey:
    """A sale whose money went back because nobody could tell its fate; its ticket is there all the same."""
    from app.ports import OperationType, Record

    key = await never_printed(desk)
    operation = await desk.operation(key)
    note = {"disposition": "void"}
    await desk.journal.write(
        Record(operation.id, OperationType.SALE, operation.state, desk.server_clock.now(), body=note)
    )
    return key


async def test_money_that_went_back_does_not_go_back_twice(desk: Office):
    key = await given_up(desk)
    end = await desk.voids.void(key, REVERT)
    assert (end.result, end.refund, end.slip_printed) == (VoidResult.VOIDED, False, False)
    assert not desk.printer.void_slips
    assert desk.status(key) == "rejected"


async def test_money_goes_back_once_for_a_ticket_that_was_paid_for(desk: Office):
    assert (await desk.voids.void(await desk.sell(), CANCEL)).refund
