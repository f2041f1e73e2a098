"""`taquilla doubts`: what a package asks before it replaces the program."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.__main__ import WRONG_USE, main
from app.domain.payment import PayState
from app.domain.sale import SaleState
from app.journal import open_journal
from app.money import Money
from app.ports import OperationType, Record

AT = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


def write(profile: Path, type_: OperationType, state: str, number: int | None = None) -> None:
    """One operation in that state."""

    async def writing() -> None:
        journal = await open_journal(profile)
        try:
            await journal.write(
                Record(
                    "a",
                    type_,
                    state,
                    AT,
                    number=number,
                    day=AT.date(),
                    amount=Money.from_decimal(Decimal("12.50")),
                    body={},
                )
            )
        finally:
            await journal.close()

    asyncio.run(writing())


def doubts(profile: Path, *more: str) -> int:
    return main(["--profile", str(profile), "doubts", *more])


def test_a_till_that_never_sold_has_none_and_gets_no_journal(tmp_path, capsys):
    assert doubts(tmp_path / "new", "--exit-code") == 0
    assert capsys.readouterr().out == "No hay nada pendiente\n"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("type_", "state", "status"),
    [
        (OperationType.SALE, SaleState.AMBIGUOUS.value, 1),
        (OperationType.SALE, SaleState.PRINT_UNSURE.value, 1),
        (OperationType.SALE, SaleState.REFUND_DUE.value, 1),
        (OperationType.SALE, SaleState.DELIVERED.value, 0),
        (OperationType.PAY, PayState.AMBIGUOUS.value, 1),
        (OperationType.PAY, PayState.DISBURSING.value, 1),
        (OperationType.PAY, PayState.CLAIM.value, 0),
        (OperationType.PAY, PayState.DISBURSED.value, 0),
    ],
)
def test_what_is_not_settled_ends_with_one(tmp_path, capsys, type_, state, status):
    write(tmp_path, type_, state, 23315522)
    assert doubts(tmp_path, "--exit-code") == status
    told = capsys.readouterr().out
    assert ("Ticket 23315522" in told) is (status == 1 or state == PayState.CLAIM.value)
    assert doubts(tmp_path) == 0  # without the option it only tells


def test_it_says_what_how_much_and_since_when(tmp_path, capsys):
    write(tmp_path, OperationType.SALE, SaleState.AMBIGUOUS.value)
    doubts(tmp_path)
    assert capsys.readouterr().out == "Venta sin ticket  Verificando  Bs 12,50  2026-03-02 16:30 UTC\n"


def test_a_running_kiosk_is_no_answer(tmp_path, capsys):
    async def held() -> int:
        journal = await open_journal(tmp_path)
        try:
            return await asyncio.to_thread(doubts, tmp_path, "--exit-code")
        finally:
            await journal.close()

    assert asyncio.run(held()) == WRONG_USE
    assert "ya está abierta" in capsys.readouterr().err
