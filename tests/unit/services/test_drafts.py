"""Which wagers of a ticket a copy carries over, and which it loses, in every form a server may tell it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.secret import Secret
from app.domain.ticket import DraftWager, Ticket, TicketWager, Wager, sum_of
from app.i18n import use
from app.money import Money
from app.presenters.sale_repeat import lost_text
from app.services.tickets import Draft, draft_of

WAGER = st.builds(
    Wager,
    st.sampled_from([11, 12, 13]),
    st.just(1),
    st.sampled_from(["123", "456", "007"]),
    st.sampled_from([Money.units(5), Money.units(10)]),
)


def ticket(*wagers: Wager) -> Ticket:
    rows = tuple(TicketWager(one, "TRIPLE ZULIA A", 1, "12:45 pm") for one in wagers)
    return Ticket(1, Secret("1"), datetime(2024, 10, 22, tzinfo=UTC), rows, sum_of(wagers))


def moved(one: Wager, *, old: bool = True) -> DraftWager:
    return DraftWager(one._replace(event_id=one.event_id + 100), one.event_id if old else 0)


def gone(one: Wager) -> DraftWager:
    return DraftWager(one._replace(event_id=0), one.event_id)


@given(st.lists(st.tuples(WAGER, st.sampled_from(["kept", "null", "omitted"])), max_size=12), st.booleans())
def test_kept_and_lost_make_the_ticket(told, old):
    rows = [moved(one, old=old) if how == "kept" else gone(one) for one, how in told if how != "omitted"]
    draft = draft_of(ticket(*(one for one, _ in told)), rows)

    kept = [one for one, how in told if how == "kept"]
    lost = sorted(one.wager[2:] for one in draft.lost)
    assert len(draft.wagers) == len(kept)
    assert lost == sorted(one[2:] for one, how in told if how != "kept")
    if old:
        assert sorted(one.wager for one in draft.lost) == sorted(one for one, how in told if how != "kept")


def test_a_row_that_stands_for_nothing_loses_nothing():
    one = Wager(11, 1, "123", Money.units(5))
    other = one._replace(text="999")
    assert draft_of(ticket(one), [moved(one), moved(other)]).lost == ()


def test_the_draw_that_stands_for_the_old_one_now():
    one = Wager(11, 1, "123", Money.units(5))
    row = TicketWager(one, current_event_id=21)
    whole = Ticket(1, Secret("1"), datetime(2024, 10, 22, tzinfo=UTC), (row,), one.amount)
    assert draft_of(whole, [DraftWager(one._replace(event_id=31), 21)]).lost == ()


class TestWords:
    def test_nothing_lost(self):
        assert lost_text(Draft(1, ()), (), None) == ""

    def test_by_draw(self):
        use("es")
        one = Wager(11, 1, "123", Money.units(5))
        lost = ticket(one, one._replace(text="456")).wagers
        assert lost_text(Draft(1, (), lost), (one._replace(text="9"),), None) == (
            "3 jugadas no se pudieron repetir, sus sorteos no están abiertos: "
            "123, 456 (TRIPLE ZULIA A 12:45 pm); 9."
        )

    def test_many_are_counted(self):
        use("es")
        one = Wager(11, 1, "123", Money.units(5))
        told = lost_text(Draft(1, (), ticket(*[one] * 30).wagers), (), None)
        assert told.startswith("30 jugadas")
        assert told.endswith("… y 22 más.")
