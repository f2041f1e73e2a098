"""From the sold ticket to its paper: one original at most, and every doubt is a question to the cashier."""

from __future__ import annotations

from collections import deque

import pytest

from app.domain.paper import Mark
from app.errors import Known
from app.ports import Evidence, NothingPrinted, Printed, Trail
from app.services.sales import Stage
from tests.helpers.fake_printer import NOTHING, UNSURE
from tests.helpers.papers import PAYMENT
from tests.helpers.till import Till, play, till

CART = (play("123"),)
ORIGINAL, FIRST, SECOND = (Mark.ORIGINAL, 0), (Mark.REPRINT, 1), (Mark.REPRINT, 2)


async def sold(one: Till) -> Till:
    """A sale, whatever becomes of its paper."""
    await one.open()
    assert (await one.services.sales.sell(CART)).stage is Stage.SOLD
    assert not one.services.sales.busy
    return one


async def test_the_evidence_is_on_record():
    one = till()
    one.printer.outcomes.append(Printed(Evidence.STATUS))
    await sold(one)
    assert one.memory.last().body["evidence"] == "status"
    assert one.hands.asked == []


async def test_nothing_printed_is_asked_about_and_is_the_same_original():
    one = till()
    one.printer.outcomes.append(NOTHING)
    one.hands.again.append(True)
    await sold(one)
    assert one.hands.asked == [("again", 10_000_001, "paper_out")]
    assert one.printer.tickets() == [ORIGINAL]
    first, second = one.printer.sheets
    assert first.digest == second.digest
    assert one.memory.states()[2:] == ["PRINTING", "ACCEPTED", "PRINTING", "DELIVERED"]


async def test_nothing_printed_over_and_over():
    one = till()
    one.printer.outcomes.extend([NOTHING] * 3)
    one.hands.again.extend([True] * 3)
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL]


async def test_not_now_leaves_the_ticket_for_later():
    one = till()
    one.printer.outcomes.append(NOTHING)
    await sold(one)
    assert one.printer.tickets() == []
    assert one.memory.last().state == "ACCEPTED"
    assert one.memory.last().pin is not None


async def test_unsure_and_whole_is_delivered():
    one = till()
    one.printer.outcomes.append(UNSURE)
    one.hands.paper.append(True)
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL]
    assert one.memory.last().body["evidence"] == "operator"
    assert one.memory.states()[2:] == ["PRINTING", "PRINT_UNSURE", "DELIVERED"]


async def test_unsure_and_not_whole_is_a_marked_reprint():
    one = till()
    one.printer.outcomes.append(UNSURE)
    one.hands.paper.append(False)
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL, FIRST]
    assert one.memory.last().state == "DELIVERED"
    assert (one.memory.last().body["mark"], one.memory.last().body["print"]) == ("reprint", 1)


async def test_reprints_are_counted():
    one = till()
    one.printer.outcomes.extend([UNSURE, UNSURE])
    one.hands.paper.extend([False, False])
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL, FIRST, SECOND]


async def test_a_reprint_of_which_nothing_came_out_keeps_its_mark():
    """The first paper may be out: no second unmarked one, whatever the printer says of the reprint."""
    one = till()
    one.printer.outcomes.extend([UNSURE, NOTHING])
    one.hands.paper.append(False)
    one.hands.again.append(True)
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL, FIRST]


async def test_a_ticket_that_cannot_be_laid_out_is_sold_and_told():
    one = till()
    one.printer.unfit = 2
    one.hands.again.append(True)
    await sold(one)
    assert one.hands.asked == [("again", 10_000_001, "layout")]
    assert one.memory.states() == ["SENDING", "ACCEPTED", "PRINTING", "DELIVERED"]
    assert one.printer.tickets() == [ORIGINAL]


async def test_a_ticket_that_can_never_be_laid_out_waits():
    one = till()
    one.printer.unfit = 10
    one.hands.again.extend([True, True])
    await sold(one)
    assert len(one.hands.asked) == 3
    assert one.memory.states() == ["SENDING", "ACCEPTED"]
    assert one.printer.sheets == []


async def test_a_reprint_that_cannot_be_laid_out_is_told():
    one = till()
    await one.open()
    one.printer.outcomes.append(UNSURE)
    one.hands.paper.append(False)
    one.printer.on_bytes = lambda digest: setattr(one.printer, "unfit", 1)
    one.hands.again.append(True)
    await one.services.sales.sell(CART)
    assert [kind for kind, _, _ in one.hands.asked] == ["paper", "again"]
    assert one.printer.tickets() == [ORIGINAL, FIRST]


async def test_a_reprint_that_cannot_be_laid_out_may_wait():
    one = till()
    await one.open()
    one.printer.outcomes.append(UNSURE)
    one.hands.paper.append(False)
    one.printer.on_bytes = lambda digest: setattr(one.printer, "unfit", 1)
    await one.services.sales.sell(CART)
    assert one.memory.last().state == "PRINT_UNSURE"


async def test_a_printer_that_breaks_its_word_leaves_a_doubt():
    """Its port never raises; if it does, nobody knows what went out."""
    one = till()
    one.printer.outcomes.append(RuntimeError("cable"))
    one.hands.paper.append(True)
    await sold(one)
    assert one.hands.asked == [("paper", 10_000_001, "")]
    assert one.memory.states()[2:] == ["PRINTING", "PRINT_UNSURE", "DELIVERED"]


async def test_a_journal_that_breaks_at_the_printer_leaves_the_doubt_to_the_next_start():
    one = await till().open()
    one.printer.on_bytes = lambda digest: setattr(one.memory, "broken", True)
    with pytest.raises(Known, match=r"journal\.broken"):
        await one.services.sales.sell(CART)
    assert one.services.sales.progress.value.stage is Stage.SOLD
    after = one.again()
    after.hands.paper = deque([True])
    await after.open()
    assert await after.services.startup.run() == 0
    assert after.printer.sheets == []


async def test_the_cashiers_name_and_the_test_mark_are_on_the_paper():
    one = await sold(till())
    header = one.printer.sheets[0].paper.header
    assert (header.cashier, header.terminal, header.training) == ("María G.", "Taquilla 1", True)
    assert header.agency.name == "Agencia La Esquina"


# ---------------------------------------------------------------- spoiled papers and the drawer


async def test_a_spoiled_original_is_the_original_again_and_marked_void_first():
    one = till()
    one.printer.outcomes.append(NothingPrinted("paper_out", spoiled=True, trail=Trail(4, 2, 1)))
    one.hands.again.append(True)
    await sold(one)
    assert one.printer.tickets() == [ORIGINAL]
    assert one.printer.after_spoiled == [False, True]
    record = next(record for record in one.memory.records if record.body.get("cause") == "paper_out")
    assert (record.body["spoiled"], record.body["blocks"], record.body["sent"]) == (True, 4, 2)
    assert record.body["confirmed"] == 1


async def test_a_reprint_follows_a_spoiled_paper():
    one = till()
    one.printer.outcomes.append(UNSURE)
    one.hands.paper.append(False)
    await sold(one)
    assert one.printer.after_spoiled == [False, True]


async def test_the_drawer_stays_shut_at_a_sale_unless_the_owner_wants_it():
    one = till()
    await sold(one)
    assert one.printer.pulses == 0


async def test_the_drawer_opens_once_the_ticket_is_out():
    one = till(drawer_at_sale=True)
    pulses: list[int] = []
    one.printer.on_bytes = lambda digest: pulses.append(one.printer.pulses)
    await sold(one)
    assert (pulses, one.printer.pulses) == ([0], 1)


async def test_a_drawer_that_stays_shut_stops_nothing():
    one = till(drawer_at_sale=True)
    one.printer.drawer = NothingPrinted("paper_out")
    await sold(one)
    one.printer.drawer = RuntimeError("cable")
    assert (await one.services.sales.sell(CART)).stage is Stage.SOLD


async def test_the_half_of_a_slip_is_not_the_beginning_of_a_ticket():
    one = till()
    await one.open()
    one.printer.outcomes.append(UNSURE)
    assert not await one.services.printing.slip(PAYMENT)
    assert (await one.services.sales.sell(CART)).stage is Stage.SOLD
    assert (await one.services.sales.sell((play("124"),))).stage is Stage.SOLD
    assert one.printer.after_spoiled == [False, True, False]
