"""`taquilla pins`: who has one, and a way on when nobody knows a supervisor's any more."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.__main__ import main
from app.domain.secret import Secret
from app.domain.staff import Member, Role
from app.journal import open_journal
from app.ports import OperationType
from app.services.staff import Enrolled, StaffBook
from app.vault import open_vault

PIN = Secret("904817")


async def enrolled(profile: Path) -> None:
    journal = await open_journal(profile)
    book = StaffBook(journal)
    await book.put(Enrolled(Member("1", "Luis", Role.SUPERVISOR), await open_vault(profile).hash(PIN)))
    await book.set_admin("made")
    await journal.close()


def pins(profile: Path, *more: str) -> int:
    return main(["--profile", str(profile), "pins", *more])


def test_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert pins(tmp_path / "profile") == 0
    assert capsys.readouterr().out == "Nadie tiene PIN en esta taquilla.\n"


def test_they_are_listed_and_forgotten_on_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    profile = tmp_path / "profile"
    asyncio.run(enrolled(profile))
    assert pins(profile) == 0
    assert capsys.readouterr().out == "Luis · Supervisor\n"
    assert pins(profile, "--forget") == 0
    assert "Se olvidaron todos los PIN" in capsys.readouterr().out

    async def left() -> tuple[tuple[Member, ...], bool, str, object]:
        journal = await open_journal(profile)
        book = StaffBook(journal)
        await book.load(0)
        (record,) = await journal.recent(OperationType.ACCESS, 5)
        await journal.close()
        return book.members, book.powers.admin, record.state, record.body["whom_name"]

    assert asyncio.run(left()) == ((), False, "FORGOTTEN", "Luis")


async def test_not_beside_a_running_kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    profile = tmp_path / "profile"
    journal = await open_journal(profile)
    try:
        assert await asyncio.to_thread(pins, profile, "--forget") == 2
    finally:
        await journal.close()
    assert "ya está abierta" in capsys.readouterr().err
