"""Printing again: marked, numbered on the books before the first byte, worthless at the paying desk."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.paper import Mark
from app.domain.ticket import TicketKey
from app.domain.void import VoidAct
from app.errors import Known
from app.ports import NothingPrinted, PrintUnsure
from app.services.copies import Copied
from app.services.ticket_lists import Looked
from tests.helpers.office import Office, office


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield found


async def test_copies_are_marked_and_numbered(desk: Office):
    key = await desk.sell("123")
    assert await desk.copies.reprint(key) == Copied(1, done=True)
    assert await desk.copies.reprint(key) == Copied(2, done=True)
    original, *copies = desk.printer.tickets
    assert (original.mark, bool(original.ticket.pin)) == (Mark.ORIGINAL, True)
    assert [(copy.mark, copy.copy_number) for copy in copies] == [(Mark.COPY, 1), (Mark.COPY, 2)]
    assert all(not copy.ticket.pin and not copy.with_code for copy in copies)
    assert copies[0].ticket.number == key.number
    assert [row.text for row in copies[0].wagers] == ["123"]
    assert (await desk.operation(key)).state == "DELIVERED"


async def test_the_number_is_on_record_before_the_first_byte(desk: Office):
    key = await desk.sell()
    desk.printer.outcomes.extend([NothingPrinted("paper_out"), PrintUnsure("interrupted")])
    assert await desk.copies.reprint(key) == Copied(1, done=False, cause="paper_out")
    assert await desk.copies.reprint(key) == Copied(2, done=False, cause="interrupted", unsure=True)
    assert (await desk.operation(key)).body["copies"] == 2
    assert (await desk.copies.reprint(key)).number == 3


async def test_two_taps_are_two_numbers_never_the_same(desk: Office):
    key = await desk.sell()
    both = await asyncio.gather(desk.copies.reprint(key), desk.copies.reprint(key))
    assert {one.number for one in both} == {1, 2}


async def test_it_needs_no_line(desk: Office):
    key = await desk.sell()
    desk.line.down = True
    assert (await desk.copies.reprint(key)).done


async def test_the_original_that_never_came_out_is_still_the_original(desk: Office):
    desk.printer.outcomes.append(NothingPrinted("paper_out"))
    key = await desk.sell()
    assert await desk.copies.reprint(key) == Copied(0, done=True)
    (paper,) = desk.printer.tickets
    assert (paper.mark, bool(paper.ticket.pin)) == (Mark.ORIGINAL, True)
    assert (await desk.operation(key)).state == "DELIVERED"
    assert (await desk.copies.reprint(key)).number == 1


async def test_a_void_ticket_is_not_printed(desk: Office):
    key = await desk.sell()
    await desk.voids.void(key, VoidAct.CANCEL)
    with pytest.raises(Known) as caught:
        await desk.copies.reprint(key)
    assert caught.value.code == "tickets.copy.void"
    assert len(desk.printer.tickets) == 1


async def test_only_tickets_of_this_terminal(desk: Office):
    key = await desk.sell()
    with pytest.raises(Known) as caught:
        await desk.copies.reprint(TicketKey(key.number + 1, key.day))
    assert caught.value.code == "tickets.copy.not_ours"


async def test_no_copy_while_it_is_being_taken_back(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "gone")
    desk.line.next("tickets", "ok", "ok", "no_session")
    await desk.voids.void(key, VoidAct.CANCEL)
    with pytest.raises(Known) as caught:
        await desk.copies.reprint(key)
    assert caught.value.code == "tickets.copy.unsettled"


async def test_after_a_refused_void_copies_go_on_and_so_does_the_state(desk: Office):
    key = await desk.sell()
    desk.line.next("cancel", "not_sent")
    await desk.voids.void(key, VoidAct.CANCEL)
    assert (await desk.copies.reprint(key)).done
    assert (await desk.operation(key)).state == "DELIVERED"


async def test_the_preview_is_the_paper_of_the_next_copy(desk: Office):
    key = await desk.sell()
    looked = await desk.lists.look(key)
    assert isinstance(looked, Looked)
    picture = await desk.lists.picture(looked, "")
    assert picture.preview
    assert not desk.printer.papers_seen.ticket.pin  # type: ignore[union-attr]
