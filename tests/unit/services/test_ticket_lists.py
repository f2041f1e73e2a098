"""Lists by day, a ticket looked at, its picture in every shape, its wagers again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.outcome import BadReply, Offline
from app.domain.ticket import TicketKey, TicketStatus
from app.domain.void import VoidAct
from app.errors import Known
from app.ports import Listing, NothingPrinted
from app.training.variant import Variant
from tests.helpers.office import Office, office
from tests.helpers.training import START


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield found


async def test_the_three_lists_of_a_day(desk: Office):
    sold, other = await desk.sell("123"), await desk.sell("456")
    void = await desk.sell("789")
    await desk.voids.void(void, VoidAct.CANCEL)
    desk.server.control().settle(desk.draw().event_id, "123")
    day = sold.day
    listed = await desk.lists.of_day(Listing.WINNER, day)
    assert [row.number for row in listed.rows] == [sold.number]
    assert listed.rows[0].prize
    assert [row.number for row in (await desk.lists.of_day(Listing.CANCELED, day)).rows] == [void.number]
    everything = await desk.lists.of_day(Listing.SOLD, day)
    assert {sold.number, other.number} <= {row.number for row in everything.rows}
    assert everything.ours == {sold.number, other.number, void.number}
    assert not everything.own


async def test_what_never_came_on_paper_is_told(desk: Office):
    await desk.sell()
    desk.printer.outcomes.append(NothingPrinted("paper_out"))
    key = await desk.sell()
    assert (await desk.lists.of_day(Listing.SOLD, key.day)).unprinted == {key.number}


async def test_a_day_is_the_agencys(tmp_path):
    before = START.replace(hour=3, minute=59, second=0)
    async with office(tmp_path, start=before) as desk:
        old = await desk.sell("111")
        await desk.wait(120)
        new = await desk.sell("222")
        assert new.day == old.day + timedelta(days=1)
        for key in (old, new):
            rows = (await desk.lists.of_day(Listing.SOLD, key.day)).rows
            assert [row.number for row in rows] == [key.number]


async def test_without_a_line_our_own_book_answers(desk: Office):
    first, second = await desk.sell("123"), await desk.sell("456")
    await desk.voids.void(first, VoidAct.CANCEL)
    desk.line.down = True
    with pytest.raises(Offline):
        await desk.lists.of_day(Listing.SOLD, first.day)
    own = await desk.lists.own_of_day(Listing.SOLD, first.day)
    assert (own.own, [row.number for row in own.rows]) == (True, [second.number])
    gone = await desk.lists.own_of_day(Listing.CANCELED, first.day)
    assert [(row.number, row.status) for row in gone.rows] == [(first.number, TicketStatus.CANCELED)]
    assert (await desk.lists.own_of_day(Listing.WINNER, first.day)).rows == ()


async def test_a_ticket_of_ours_is_shown_without_a_line(desk: Office):
    key = await desk.sell("123", "456")
    desk.line.down = True
    looked = await desk.lists.look(key)
    assert (looked.offline, len(looked.ticket.wagers)) == (True, 2)
    assert not looked.ticket.pin
    with pytest.raises(Offline):
        await desk.lists.look(TicketKey(key.number + 1, key.day))


async def test_a_foreign_ticket_has_no_holding(desk: Office):
    ticket = (await desk.line._client.create(desk.wagers("321"), "elsewhere")).value
    looked = await desk.lists.look(desk.key(ticket))
    assert looked.holding is None
    assert len(looked.ticket.wagers) == 1


@pytest.mark.parametrize("image", ["png", "jpeg", "base64"])
async def test_a_picture_of_the_servers_is_shown(tmp_path, image):
    async with office(tmp_path, Variant(image=image)) as desk:
        picture = await the_picture(desk)
        assert picture.content
        assert not picture.preview


@pytest.mark.parametrize(
    ("image", "kept"),
    [("pdf", "application/pdf"), ("html", "text/html"), ("text", "text/plain"), ("url", "text/uri-list")],
)
async def test_instead_of_another_kind_our_own_paper_is_drawn(tmp_path, image, kept):
    async with office(tmp_path, Variant(image=image)) as desk:
        picture = await the_picture(desk)
        assert picture.kept == kept
        assert picture.content
        assert picture.preview


@pytest.mark.parametrize("image", ["empty", "nothing"])
async def test_without_one_our_own_paper_is_drawn(tmp_path, image):
    async with office(tmp_path, Variant(image=image)) as desk:
        assert (await the_picture(desk)).preview


@pytest.mark.parametrize("error", [Offline("timeout"), BadReply("$", "image")])
async def test_a_picture_that_cannot_be_read_is_never_needed(desk: Office, error):
    key = await desk.sell()
    looked = await desk.lists.look(key)
    desk.line.next("ticket_image", lambda: error)
    assert (await desk.lists.picture(looked, "00000000-0000-4000-8000-000000000000")).preview


async def the_picture(desk: Office):
    key = await desk.sell()
    (row,) = (await desk.lists.of_day(Listing.SOLD, key.day)).rows
    return await desk.lists.picture(await desk.lists.look(key), row.uuid)


async def test_a_draft_of_a_ticket_sells_nothing(desk: Office):
    key = await desk.sell("123", "456")
    draft = await desk.lists.draft(await desk.lists.look(key))
    assert (draft.number, len(draft.wagers), draft.lost) == (key.number, 2, ())
    assert len(desk.server.control().tickets()) == 1


async def test_a_draft_tells_what_found_no_draw(desk: Office):
    key = await desk.sell("123", "456")
    looked = await desk.lists.look(key)
    desk.line.next("copy", lambda: ())
    assert [one.wager.text for one in (await desk.lists.draft(looked)).lost] == ["123", "456"]


async def test_a_lost_session_is_told(desk: Office):
    key = await desk.sell()
    desk.line.next("ticket", "no_session")
    with pytest.raises(Known) as caught:
        await desk.lists.look(key)
    assert caught.value.code == "api.sign_in_lost"
