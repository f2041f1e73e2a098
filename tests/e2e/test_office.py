"""Tickets, Results and Reports on the real window: one ticket taken back, another printed again and repeated.

Real process, real SQLite journal, real HTTP codec, real ESC/POS bytes; only the hands are a script's.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.sale import SaleState
from app.journal import open_journal
from app.ports import OperationType
from tests.e2e.test_main_job import SCRIPTS, papers, settings, taquilla


async def test_takes_back_prints_again_and_repeats(tmp_path: Path) -> None:
    out, profile = tmp_path / "out", tmp_path / "profile"
    done = taquilla(
        *["--training", "--profile", str(profile), *settings(tmp_path), "tour"],
        *["--script", str(SCRIPTS / "office.tour"), "--out", str(out)],
    )
    assert (done.returncode, done.stderr) == (0, "")
    sheets = papers((tmp_path / "printer.bin").read_bytes())
    first, second, slip, copy, report = ("".join(sheet.lines).replace(" ", "") for sheet in sheets)
    assert "PIN" in first
    assert "PIN" in second
    assert "ANULADO" in slip
    assert "DEVOLVERBs20,00" in slip
    assert "COPIA1" in copy
    assert "PIN" not in copy
    assert "Ventas" in report
    assert [len(sheet.qr) for sheet in sheets] == [1, 1, 0, 0, 0]
    (saved,) = (profile / "exports").iterdir()
    assert saved.read_bytes().startswith("\ufeffSección;".encode())
    number = next(line for line in sheets[0].lines if "TICKET" in line).split()[1:]
    assert "".join(number)[:8] in copy
    journal = await open_journal(profile)
    try:
        newer, older = await journal.recent(OperationType.SALE, 5)
        assert (newer.state, newer.pin) == (SaleState.REFUNDED.value, None)
        assert (older.state, older.body["copies"]) == (SaleState.DELIVERED.value, 1)
    finally:
        await journal.close()


async def test_money_owed_is_listed_and_handed_back_later(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    done = taquilla(
        *["--training", "--profile", str(profile), *settings(tmp_path), "tour"],
        *["--script", str(SCRIPTS / "doubts.tour"), "--out", str(tmp_path / "out")],
    )
    assert (done.returncode, done.stderr) == (0, "")
    journal = await open_journal(profile)
    try:
        newer, older = await journal.recent(OperationType.SALE, 5)
        assert [one.state for one in (newer, older)] == [SaleState.REFUNDED.value, SaleState.DELIVERED.value]
        states = [record.state for record in await journal.history(newer.id)]
        assert states[-4:] == ["VOIDING", "VOIDED", "REFUND_DUE", "REFUNDED"]
    finally:
        await journal.close()
