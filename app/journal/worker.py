"""The journal behind one named thread: the `Journal` port for an asyncio loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.domain.ticket import TicketKey
from app.errors import Bug
from app.ports import Json, Operation, OperationType, Record, Stretch

if TYPE_CHECKING:
    from app.journal.environment import Environment
    from app.journal.store import Head, Store

T = TypeVar("T")
_SLICE = 1000  # rows of the chain checked before a waiting write has its turn: some 20 ms


async def open_journal(
    folder: Path, environment: Environment | None = None, *, thread_name: str = "journal"
) -> SqliteJournal:
    """Open the journal of a profile folder on a new thread; the errors are those of `opening.open_store`.

    SQLite is first imported there, and the cipher is loaded behind the opening: nothing here holds
    up the loop.
    """
    executor = ThreadPoolExecutor(1, thread_name_prefix=thread_name)
    try:
        store = await _on(executor, partial(_open, folder, environment))
    except BaseException:
        executor.shutdown(wait=False)
        raise
    executor.submit(store.warm)
    return SqliteJournal(store, executor)


def _open(folder: Path, environment: Environment | None) -> Store:
    from app.journal.opening import open_store

    return open_store(folder, environment)


async def _on(executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    """Run on the thread. Once asked for, it is done even when the asking task is cancelled.

    Not `loop.run_in_executor`: qasync logs its arguments, and ours are money.
    """
    return await asyncio.shield(asyncio.wrap_future(executor.submit(work)))


class SqliteJournal:
    """The `Journal` port over a `Store` and its thread; calls are served in the order they are made."""

    def __init__(self, store: Store, executor: ThreadPoolExecutor) -> None:
        self._store = store
        self._executor = executor
        self._closed = False

    async def write(self, *records: Record) -> None:
        """See `Journal.write` and `Store.write`."""
        await self._run(partial(self._store.write, *records))

    async def operation(self, operation: str) -> Operation | None:
        """See `Journal.operation`."""
        return await self._run(partial(self._store.operation, operation))

    async def open_operations(self, final: Mapping[OperationType, frozenset[str]]) -> tuple[Operation, ...]:
        """See `Journal.open_operations`."""
        return await self._run(partial(self._store.open_operations, final))

    async def by_ticket(self, key: TicketKey, type_: OperationType) -> tuple[Operation, ...]:
        """See `Journal.by_ticket`."""
        return await self._run(partial(self._store.by_ticket, key, type_))

    async def numbers(self, day: date) -> frozenset[int]:
        """See `Journal.numbers`."""
        return await self._run(partial(self._store.numbers, day))

    async def sold(self, day: date) -> tuple[Operation, ...]:
        """See `Journal.sold`."""
        return await self._run(partial(self._store.sold, day))

    async def recent(self, type_: OperationType, limit: int) -> tuple[Operation, ...]:
        """See `Journal.recent`."""
        return await self._run(partial(self._store.recent, type_, limit))

    async def place(self) -> int:
        """See `Journal.place`."""
        return await self._run(self._store.place)

    async def stretch(self, after: int, limit: int, until: int | None = None) -> Stretch:
        """See `Journal.stretch`."""
        return await self._run(partial(self._store.stretch, after, limit, until))

    async def history(self, operation: str) -> tuple[Record, ...]:
        """See `Store.history`."""
        return await self._run(partial(self._store.history, operation))

    async def keep(self, name: str, value: Json) -> None:
        """See `Journal.keep`."""
        await self._run(partial(self._store.keep, name, value))

    async def kept(self, name: str) -> Json:
        """See `Journal.kept`."""
        return await self._run(partial(self._store.kept, name))

    async def head(self) -> Head:
        """See `Store.head`."""
        return await self._run(self._store.head)

    async def verify_chain(self) -> int | None:
        """See `Store.verify_chain`; the whole book in slices, writes go in between them.

        A broken one is written to no more.
        """
        broken, done = None, 0
        while broken is None and done < (await self.head()).seq:
            broken = await self._run(partial(self._store.verify_chain, done, _SLICE))
            done += _SLICE
        if broken is None:
            broken = await self._run(partial(self._store.verify_chain, (await self.head()).seq))
        if broken is not None:
            await self._run(self._store.freeze)
        return broken

    async def backup(self, folder: Path, day: date) -> Path:
        """See `nightly_backup`; writes wait while the file is copied, not while the copy is checked."""
        from app.journal import backup

        draft = await self._run(partial(backup.draft_of, self._store, folder, day))
        return await asyncio.to_thread(backup.finish, draft, folder, day)

    async def tidy(self) -> None:
        """See `Store.tidy`; for a quiet moment, it costs a few disk syncs."""
        await self._run(self._store.tidy)

    async def close(self) -> None:
        """See `Journal.close`; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        await _on(self._executor, self._store.close)
        self._executor.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise Bug("journal.closed")
        return await _on(self._executor, work)
