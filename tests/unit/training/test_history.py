"""Yesterday's practice tickets: a winner of Bs 330 and a loser, every day anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.money import Money
from app.training import build
from tests.helpers.training import START, StillClock


def test_each_account_has_a_winner_and_a_loser_of_yesterday() -> None:
    server = build(machine=StillClock(), start=START, history=True)
    tickets = server.control().tickets()
    winners = [ticket for ticket in tickets if ticket.status == "winner"]
    losers = [ticket for ticket in tickets if ticket.status == "loser"]
    server.close()
    assert len(winners) == len(losers) == len(server.accounts)
    assert (winners[0].number, winners[0].pin) == (23_315_522, 84_038_675)
    assert {ticket.prize for ticket in winners} == {Money.units(330)}
    assert {ticket.prize for ticket in losers} == {Money(0)}
    assert {ticket.day for ticket in tickets} == {"2024-10-21"}


def test_a_restart_adds_none_twice_and_the_next_day_has_its_own(tmp_path: Path) -> None:
    counts = []
    for later in (timedelta(0), timedelta(hours=1), timedelta(days=1)):
        machine = StillClock(START + later)
        server = build(machine=machine, start=START, database=tmp_path / "server.sqlite", history=True)
        counts.append(len(server.control().tickets()))
        server.close()
    assert counts == [6, 6, 12]


def test_without_history_there_is_no_ticket() -> None:
    server = build(machine=StillClock(), start=START)
    tickets = server.control().tickets()
    server.close()
    assert tickets == ()
