"""A sale answered at once: what is on record when, what reaches server and printer, and what is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.outcome import Done, Offline, Reason, Refusal, Refused, RefusedWager
from app.domain.paper import Mark, TicketPaper
from app.domain.secret import Secret
from app.errors import Known
from app.money import Money
from app.ports import OperationType, Record
from app.services.sales import Progress, Stage
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, NOT_SENT, SIGN_IN, Fate, StillClock, refused
from tests.helpers.fake_printer import UNSURE
from tests.helpers.till import Till, play, settle, till

CART = (play("123"), play("456", shop.B, 20))


async def test_on_record_before_the_request_and_before_the_bytes():
    one = await till().open()
    seen: list[object] = []
    one.api.on_create = lambda operation: seen.append(("server", one.memory.now(operation).state))
    one.printer.on_bytes = lambda digest: seen.append(
        ("printer", one.memory.last().state, one.memory.last().body["digest"] == digest)
    )
    done = await one.services.sales.sell(CART)
    assert done.stage is Stage.SOLD
    assert seen == [("server", "SENDING"), ("printer", "PRINTING", True)]
    assert one.memory.states() == ["SENDING", "ACCEPTED", "PRINTING", "DELIVERED"]


async def test_the_record_of_the_request_says_all_that_recovery_needs():
    one = till()
    earlier = one.api.put(play("777"))
    await one.open()
    recorded: list[dict[str, object]] = []
    one.api.on_create = lambda operation: recorded.append(dict(one.memory.now(operation).body))
    await one.services.sales.sell(CART)
    assert recorded[0]["wagers"] == [
        [101, shop.TRIPLE, "123", 500],
        [102, shop.TRIPLE, "456", 2000],
    ]
    assert recorded[0]["baseline"] == earlier.ticket.number
    assert recorded[0]["baseline_at"] == int(earlier.ticket.created_at.timestamp())
    assert recorded[0]["user"] == "maria@taquilla.test"


async def test_the_paper_is_the_ticket_that_the_server_sold():
    one = await till().open()
    done = await one.services.sales.sell(CART)
    (sheet,) = one.printer.sheets
    assert isinstance(sheet.paper, TicketPaper)
    assert sheet.paper.ticket == done.ticket == one.api.sold[0].ticket
    assert (sheet.paper.mark, sheet.paper.copy_number) == (Mark.ORIGINAL, 0)
    assert [row.text for row in sheet.paper.wagers] == ["123", "456"]


async def test_told_in_order_and_sold_before_the_paper():
    one = await till().open()
    stages: list[Stage] = []
    one.services.sales.progress.watch(lambda progress: stages.append(progress.stage))
    one.printer.on_bytes = lambda digest: stages.append(Stage.HELD)
    await one.services.sales.sell(CART)
    assert stages == [Stage.IDLE, Stage.SENDING, Stage.SOLD, Stage.HELD]


async def test_the_pin_is_kept_until_the_paper_is_out():
    one = await till().open()
    kept: list[bool] = []
    one.printer.on_bytes = lambda digest: kept.append(one.memory.last().pin is not None)
    await one.services.sales.sell(CART)
    assert kept == [True]
    assert one.memory.last().pin is None
    assert "7710000001" not in repr([record.body for record in one.memory.records])


async def test_a_second_sale_needs_no_extra_read():
    one = await till().open()
    await one.services.sales.sell(CART)
    before = len(one.api.calls)
    await one.services.sales.sell((play("999"),))
    assert one.api.calls[before:] == ["create"]
    assert one.memory.last().body["baseline"] == 10_000_001


@pytest.mark.parametrize(
    ("fate", "state", "code"),
    [
        (refused(Reason.CLOSED, closed_events=(101,)), "REJECTED", "api.refused.closed"),
        (
            refused(Reason.QUOTA, refused_wagers=(RefusedWager("123", 101),)),
            "REJECTED",
            "api.refused.quota",
        ),
        (refused(Reason.OTHER, text="no"), "REJECTED", "api.refused.other"),
        (SIGN_IN, "REJECTED", "api.refused.sign_in"),
        (NOT_SENT, "NOT_SENT", "api.offline.no_connection"),
    ],
)
async def test_what_was_not_sold_is_said_so_and_leaves_no_paper(fate: Fate, state: str, code: str):
    one = await till().open()
    one.api.create_fates.append(fate)
    done = await one.services.sales.sell(CART)
    assert (done.stage, done.code) == (Stage.NOT_SOLD, code)
    assert one.memory.states() == ["SENDING", state]
    assert one.printer.sheets == []
    assert one.api.count("create") == 1
    assert not one.services.sales.busy


@pytest.mark.parametrize("reason", [Reason.OTHER, Reason.NOT_FOUND, Reason.SIGN_IN])
async def test_a_refusal_that_says_too_little_is_borne_out_by_one_look(reason: Reason):
    one = await till().open()
    one.api.create_fates.append(Fate(outcome=Refused(Refusal(reason, "weird"))))
    done = await one.services.sales.sell(CART)
    assert done.stage is Stage.SOLD
    assert one.memory.states()[:3] == ["SENDING", "AMBIGUOUS", "ACCEPTED"]
    assert one.api.count("create") == 1
    assert len(one.printer.tickets()) == 1


async def test_a_refusal_that_says_too_little_and_cannot_be_looked_at_is_no_answer():
    one = await till().open()
    one.api.create_fates.append(refused(Reason.OTHER, text="weird"))
    one.api.fail["tickets"] = [Offline("timeout")]
    done = await one.services.sales.sell(CART)
    assert (done.stage, done.code) == (Stage.NOT_SOLD, "sale.absent")
    assert one.memory.states() == ["SENDING", "AMBIGUOUS", "ABSENT"]
    assert one.clock.elapsed >= 30


async def test_a_clear_refusal_is_believed():
    one = await till().open()
    one.api.create_fates.append(refused(Reason.CLOSED, closed_events=(101,)))
    before = len(one.api.calls)
    await one.services.sales.sell(CART)
    assert one.api.calls[before:] == ["create"]


async def test_a_refusal_tells_which_draws_and_numbers():
    one = await till().open()
    one.api.create_fates.append(refused(Reason.CLOSED, closed_events=(101,)))
    done = await one.services.sales.sell(CART)
    assert done.refusal is not None
    assert done.refusal.closed_events == (101,)


async def test_something_else_than_was_asked_is_kept_and_never_printed():
    one = await till().open()
    other = play("321")
    one.api.create_fates.append(
        Fate(changed=lambda ticket: replace(ticket, wagers=(ticket.wagers[0]._replace(wager=other),)))
    )
    done = await one.services.sales.sell((play("123"),))
    assert (done.stage, done.code) == (Stage.HELD, "sale.different")
    held = one.memory.last()
    assert (held.state, held.number) == ("NEEDS_HUMAN", 10_000_001)
    assert held.body["server_wagers"] == [[101, shop.TRIPLE, "321", 500]]
    assert one.printer.sheets == []


async def test_another_price_is_something_else_too():
    one = await till().open()
    one.api.create_fates.append(Fate(changed=lambda ticket: replace(ticket, total=Money.units(50))))
    done = await one.services.sales.sell((play("123"),))
    assert done.stage is Stage.HELD
    assert one.printer.sheets == []


async def test_an_old_answer_come_again_is_no_answer():
    one = await till().open()
    first = await one.services.sales.sell((play("123"),))
    one.api.create_fates.append(Fate(lands=False, outcome=Done(first.ticket)))
    second = await one.services.sales.sell((play("123"),))
    assert (second.stage, second.code) == (Stage.NOT_SOLD, "sale.absent")
    assert one.memory.states("op-2") == ["SENDING", "AMBIGUOUS", "ABSENT"]
    assert len(one.printer.tickets()) == 1


async def test_nothing_is_recorded_when_the_last_ticket_cannot_be_read():
    one = till()
    await one.services.session.sign_in(EMAIL, Secret("clave"))
    one.api.fail["last_ticket"] = [Offline("timeout")]
    with pytest.raises(Offline):
        await one.services.sales.sell(CART)
    assert one.memory.records == []
    assert one.api.count("create") == 0
    assert (await one.services.sales.sell(CART)).stage is Stage.SOLD


async def test_no_sale_before_the_server_told_its_time():
    one = till(clock=StillClock(datetime(2002, 1, 1, tzinfo=UTC)))
    await one.services.session.sign_in(EMAIL, Secret("clave"))
    one.api.fail["server_time"] = [Offline("timeout")]
    with pytest.raises(Offline):
        await one.services.sales.sell(CART)
    await one.services.sales.sell(CART)
    assert one.memory.records[0].at == one.api.now()


async def test_an_empty_cart_is_refused():
    one = await till().open()
    with pytest.raises(Known, match=r"sale\.empty"):
        await one.services.sales.sell(())


async def test_two_taps_in_the_same_moment_are_one_sale():
    one = await till().open()
    sell = one.services.sales.sell
    done = await asyncio.gather(sell(CART), sell(CART), sell((play("999"),)), return_exceptions=True)
    assert [str(one) for one in done[1:]] == ["sale.busy", "sale.busy"]
    assert one.api.count("create") == 1


async def test_no_other_sale_while_the_paper_is_asked_about():
    one = Till()
    await one.open()
    one.printer.outcomes.append(UNSURE)
    first = asyncio.ensure_future(one.services.sales.sell(CART))
    await settle()
    assert one.services.sales.progress.value.stage is Stage.SOLD
    assert one.services.sales.busy
    with pytest.raises(Known, match=r"sale\.busy"):
        await one.services.sales.sell(CART)
    one.notices.answer(yes=True)
    await first
    assert not one.services.sales.busy


async def test_the_caller_may_go_away_in_the_middle():
    one = await till().open()
    one.api.gate = asyncio.Event()
    caller = asyncio.ensure_future(one.services.sales.sell(CART))
    await settle()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert one.services.sales.busy
    one.api.gate.set()
    await settle()
    assert one.services.sales.progress.value.stage is Stage.SOLD
    assert one.memory.states()[-1] == "DELIVERED"
    assert not one.services.sales.busy


async def test_the_end_of_the_program_waits_for_the_answer():
    one = await till().open()
    one.api.gate = asyncio.Event()
    caller = asyncio.ensure_future(one.services.sales.sell(CART))
    await settle()
    end = asyncio.ensure_future(one.services.sales.answered())
    await settle()
    assert not end.done()
    one.api.gate.set()
    await end
    await caller
    assert one.services.sales.progress.value.stage is Stage.SOLD


async def test_with_nothing_on_its_way_the_end_waits_for_nothing():
    one = await till().open()
    await one.services.sales.answered()
    assert one.services.sales.progress.value.stage is Stage.IDLE


async def test_a_screen_that_fails_stops_no_sale():
    one = await till().open()

    def broken(progress: Progress) -> None:
        if progress.stage is not Stage.IDLE:
            raise RuntimeError("a screen")

    one.services.sales.progress.watch(broken)
    await one.services.sales.sell(CART)
    assert one.memory.states() == ["SENDING", "ACCEPTED", "PRINTING", "DELIVERED"]


async def test_a_full_journal_refuses_before_anything_is_sent():
    one = await till().open()
    one.memory.broken = True
    with pytest.raises(Known, match=r"journal\.broken"):
        await one.services.sales.sell(CART)
    assert one.api.count("create") == 0
    assert one.services.sales.progress.value.stage is Stage.IDLE


async def test_a_journal_that_breaks_after_the_request_holds_the_sale():
    one = await till().open()
    one.api.on_create = lambda operation: setattr(one.memory, "broken", True)
    with pytest.raises(Known, match=r"journal\.broken"):
        await one.services.sales.sell(CART)
    held = one.services.sales.progress.value
    assert (held.stage, held.code) == (Stage.HELD, "journal.broken")
    assert one.printer.sheets == []
    assert one.memory.states() == ["SENDING"]
    assert not one.services.sales.busy


async def test_one_money_call_at_a_time_on_the_books():
    one = await till().open()
    paying = Record("other", OperationType.PAY, "PAY_SENDING", one.api.now(), in_flight=True, number=1)
    await one.memory.write(paying)
    with pytest.raises(Known, match=r"journal\.busy"):
        await one.services.sales.sell(CART)
    assert one.api.count("create") == 0


async def test_the_real_journal_is_on_disk_before_the_request_and_before_the_bytes(tmp_path, journal):
    one = await till(journal=journal).open()
    seen: list[bool] = []

    def on_disk(text: str) -> bool:
        return any(text.encode() in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())

    one.api.on_create = lambda operation: seen.append(on_disk(operation) and not on_disk("ACCEPTED"))
    one.printer.on_bytes = lambda digest: seen.append(on_disk(digest) and not on_disk("DELIVERED"))
    done = await one.services.sales.sell(CART)
    assert seen == [True, True]
    found = await journal.operation(done.operation)
    assert found is not None
    assert (found.state, found.number, found.pin) == ("DELIVERED", 10_000_001, None)
    states = [record.state for record in await journal.history(done.operation)]
    assert states == ["SENDING", "ACCEPTED", "PRINTING", "DELIVERED"]
    assert await journal.verify_chain() is None
