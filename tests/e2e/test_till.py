"""A shift on the real window, from its first sale to its Z: the drawer is the journal, to the cent.

Real process, real SQLite journal, real HTTP codec, real ESC/POS bytes; only the hands are a script's.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.payment import PayState
from app.domain.sale import SaleState
from app.domain.shift import ShiftState
from app.journal import open_journal
from app.money import Money, total
from app.ports import OperationType
from app.services.shift_records import movement_of, shift_of
from app.services.till_papers import difference
from tests.e2e.test_main_job import SCRIPTS, papers, settings, taquilla


async def test_a_shift_from_its_first_sale_to_its_z(tmp_path: Path) -> None:
    out, profile = tmp_path / "out", tmp_path / "profile"
    done = taquilla(
        *["--training", "--profile", str(profile), *settings(tmp_path), "tour"],
        *["--script", str(SCRIPTS / "till.tour"), "--out", str(out)],
    )
    assert (done.returncode, done.stderr) == (0, "")
    journal = await open_journal(profile)
    try:
        sales = await journal.recent(OperationType.SALE, 10)
        prizes = await journal.recent(OperationType.PAY, 10)
        moved = [movement_of(one) for one in await journal.recent(OperationType.MOVEMENT, 10)]
        (kept,) = await journal.recent(OperationType.SHIFT, 10)
        assert await journal.verify_chain() is None
    finally:
        await journal.close()
    assert {one.state for one in sales} == {SaleState.DELIVERED.value}
    assert {one.state for one in prizes} == {PayState.DISBURSED.value}
    drawer = (
        total(one.amount or Money() for one in sales)
        - total(one.amount or Money() for one in prizes)
        + total(-one.amount if one.kind.outward else one.amount for one in moved)
    )
    shift = shift_of(kept)
    assert shift.closing is not None
    assert shift.state is ShiftState.CLOSED
    assert shift.opening + shift.closing.figures.net == drawer == Money.units(25 - 330 + 500)
    assert shift.closing.count.cash == Money.units(200)
    assert difference(shift) == Money.units(200) - drawer
    sheet = next(one for one in papers((tmp_path / "printer.bin").read_bytes()) if "CIERREZ" in _plain(one))
    text = _plain(sheet)
    assert "DEBEHABERBs195,00" in text
    assert "SOBRANBs5,00" in text
    assert "Entrada:sencilloBs500,00" in text
    assert f"Sello{shift.closing.seal[:16].upper()}" in text


def _plain(sheet: object) -> str:
    return "".join(getattr(sheet, "lines", ())).replace(" ", "")
