"""The port on its thread: same results, in order, whatever happens to who asked."""

from __future__ import annotations

import asyncio
import threading

import pytest

from app.domain.ticket import TicketKey
from app.errors import Bug, Known
from app.journal import SqliteJournal, open_journal
from app.journal.environment import Environment
from app.ports import Journal
from tests.unit.journal.support import DAY, SALE, journal, record


async def test_the_port_serves_what_the_store_holds(tmp_path):
    book: Journal = await open_journal(tmp_path)
    await book.write(record("a", "SENDING", in_flight=True))
    await book.write(record("a", "ACCEPTED", number=3, pin="1"), record("a", "PRINTING"))
    await book.keep("draft", [1])
    found = await book.operation("a")
    assert found is not None
    assert found.state == "PRINTING"
    assert await book.open_operations({}) == (found,)
    assert await book.by_ticket(TicketKey(3, DAY), SALE) == (found,)
    assert await book.recent(SALE, 5) == (found,)
    assert await book.numbers(DAY) == {3}
    assert await book.kept("draft") == [1]
    await book.close()
    with journal(tmp_path) as store:
        assert store.operation("a") == found


async def test_everything_of_sqlite_happens_on_one_named_thread(tmp_path):
    threads = set()
    outside = Environment(crash=lambda point: threads.add(threading.current_thread().name))
    book = await open_journal(tmp_path, outside, thread_name="book")
    await asyncio.gather(*(book.write(record(f"op{n}", "SENDING")) for n in range(20)))
    assert [found.id for found in await book.open_operations({})] == [f"op{n}" for n in range(20)]
    await book.close()
    assert threads == {"book_0"}


async def test_a_write_is_done_though_its_caller_is_cancelled(tmp_path):
    started, go = threading.Event(), threading.Event()

    def hold(point: str) -> None:
        started.set()
        assert go.wait(30)

    book = await open_journal(tmp_path, Environment(crash=hold))
    running = asyncio.create_task(book.write(record("running", "SENDING")))
    queued = asyncio.create_task(book.write(record("queued", "SENDING")))
    await asyncio.to_thread(started.wait, 30)
    running.cancel()
    queued.cancel()
    assert [type(done) for done in await asyncio.gather(running, queued, return_exceptions=True)] == [
        asyncio.CancelledError,
        asyncio.CancelledError,
    ]
    go.set()
    assert [found.id for found in await book.open_operations({})] == ["running", "queued"]
    await book.close()


async def test_refusals_reach_the_caller(tmp_path):
    book = await open_journal(tmp_path)
    await book.write(record("a", "SENDING", in_flight=True))
    with pytest.raises(Known) as raised:
        await book.write(record("b", "SENDING", in_flight=True))
    assert raised.value.code == "journal.busy"
    with pytest.raises(Known) as second:
        await open_journal(tmp_path)
    assert second.value.code == "journal.in_use"
    await book.close()


async def test_closing_finishes_what_is_queued_and_refuses_the_rest(tmp_path):
    book = await open_journal(tmp_path)
    writes = [asyncio.create_task(book.write(record(f"op{n}", "SENDING"))) for n in range(5)]
    await asyncio.sleep(0)
    await book.close()
    await asyncio.gather(*writes)
    await book.close()
    with pytest.raises(Bug):
        await book.write(record("late", "SENDING"))
    with journal(tmp_path) as store:
        assert len(store.open_operations({})) == 5


async def test_the_whole_book_is_proved_in_slices(tmp_path):
    with journal(tmp_path) as store:
        store.write(*(record(f"op{n}", "ACCEPTED", number=n) for n in range(2500)))
    book = await open_journal(tmp_path)
    assert await book.verify_chain() is None
    await _spoil(book, 1234)
    assert await book.verify_chain() == 1234
    assert (await book.head()).seq == 2500
    assert [found.state for found in await book.history("op7")] == ["ACCEPTED"]
    await book.close()


async def _spoil(book: SqliteJournal, seq: int) -> None:
    def change() -> None:
        book._store._db.execute("DROP TRIGGER journal_never_changes")
        book._store._db.execute(f"UPDATE journal SET state = 'VOIDED' WHERE seq = {seq}")

    await book._run(change)


async def test_a_copy_and_a_tidying_are_served_on_the_same_thread(tmp_path):
    book = await open_journal(tmp_path / "profile")
    await book.write(record("a", "SENDING"))
    copy = await book.backup(tmp_path / "copies", DAY)
    await book.tidy()
    await book.close()
    assert copy.name == "journal-2026-03-14.db"
    assert (tmp_path / "profile" / "journal.db").stat().st_size == copy.stat().st_size
