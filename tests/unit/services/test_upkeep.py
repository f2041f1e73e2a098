"""The copy and check of the journal, day by day: when, what is told, and that a broken book is shut."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import Known
from app.journal import open_journal
from app.presenters.notices import Level, Notices
from app.presenters.upkeep import UpkeepRounds
from app.services.upkeep import AGAIN_S, QUIET_S, Upkeep
from tests.helpers.till import Till, play, settle, till


class Care:
    """A journal's keeper that notes what it was asked."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.fails = False
        self.broken: int | None = None

    async def backup(self, folder: Path, day: date) -> Path:
        if self.fails:
            raise Known("journal.backup_failed", folder=str(folder))
        self.days.append(day)
        return folder / f"journal-{day}.db"

    async def verify_chain(self) -> int | None:
        return self.broken


class Watch:
    """A till with its upkeep, and somebody who sells now and then."""

    def __init__(self, one: Till) -> None:
        self.till, self.care, self.busy = one, Care(), False
        self.notices = Notices()
        self.upkeep = Upkeep(one.context, one.journal, self.care, Path("backups"), lambda: self.busy)
        self.rounds = UpkeepRounds(self.upkeep, self.notices)

    async def wait(self, seconds: float) -> None:
        self.till.clock.elapsed += seconds
        self.rounds.tick()
        await settle()

    @property
    def told(self) -> tuple[Level, str] | None:
        notice = self.notices.notice.value
        return (notice.level, notice.text) if notice else None


@pytest.fixture
async def watch() -> Watch:
    return Watch(await till().open())


async def test_once_a_day_when_it_is_quiet(watch: Watch):
    await watch.wait(QUIET_S - 1)
    assert watch.care.days == []
    await watch.wait(1)
    await watch.wait(AGAIN_S)
    assert watch.care.days == [date(2024, 10, 22)]
    await watch.wait(24 * 3600)
    assert watch.care.days == [date(2024, 10, 22), date(2024, 10, 23)]


async def test_not_while_money_is_on_its_way(watch: Watch):
    watch.busy = True
    await watch.wait(QUIET_S)
    watch.busy = False
    await watch.wait(QUIET_S - 1)
    assert watch.care.days == []
    await watch.wait(1)
    assert len(watch.care.days) == 1


async def test_not_again_after_a_restart_on_the_same_day(watch: Watch):
    await watch.wait(QUIET_S)
    again = Watch(await watch.till.again().open())
    await again.wait(QUIET_S)
    assert again.care.days == []


async def test_a_copy_that_fails_is_told_and_tried_again(watch: Watch):
    watch.care.fails = True
    await watch.wait(QUIET_S)
    assert watch.told is not None
    assert watch.told[0] is Level.WARN
    watch.care.fails = False
    await watch.wait(AGAIN_S - 1)
    assert watch.care.days == []
    await watch.wait(1)
    assert len(watch.care.days) == 1


async def test_a_changed_row_stops_everything(watch: Watch):
    watch.care.broken = 3
    await watch.wait(QUIET_S)
    assert watch.told is not None
    assert watch.told[0] is Level.STOP


async def test_on_a_real_journal(tmp_path: Path):
    journal = await open_journal(tmp_path / "profile")
    try:
        one = await till(journal=journal).open()
        await one.services.sales.sell((play("123"),))
        upkeep = Upkeep(one.context, journal, journal, tmp_path / "copies", lambda: False)
        await upkeep.run()
        assert [file.name for file in (tmp_path / "copies").iterdir()] == ["journal-2024-10-22.db"]
        await journal._run(lambda: journal._store._db.execute("DROP TRIGGER journal_never_changes"))
        await journal._run(lambda: journal._store._db.execute("UPDATE journal SET amount = 1 WHERE seq = 1"))
        await journal.keep("upkeep_day", None)
        with pytest.raises(Known, match=r"journal\.damaged"):
            await upkeep.run()
        with pytest.raises(Known, match=r"journal\.broken"):
            await one.services.sales.sell((play("456"),))
    finally:
        await journal.close()
