"""The ticket being typed."""

from __future__ import annotations

from app.domain.cart import Cart
from app.domain.ticket import same_wagers
from app.money import Money
from tests.helpers.shop import A, B, sold


def test_count_and_total_are_of_all_wagers():
    cart = sold("123/*5", A, B)

    assert (cart.count, cart.total) == (12, Money.units(60))
    assert [line.cost for line in cart.lines] == [Money.units(30)] * 2


def test_an_id_never_comes_back():
    cart = sold("123*5", A, B)
    emptied = cart.remove([1, 2])

    assert emptied.lines == ()
    assert [line.id for line in sold("456*5", A, cart=emptied).lines] == [3]
    assert sold("456*5", A, cart=cart.cleared()).lines[0].id == 3


def test_lines_by_draw():
    cart = sold("456*5", B, cart=sold("123*5", A, B))

    assert cart.draws() == (A.event_id, B.event_id)
    assert [line.label for line in cart.in_draw(B.event_id)] == ["123", "456"]
    assert cart.without_draws([B.event_id]).draws() == (A.event_id,)


def test_a_cart_never_changes():
    empty = Cart()
    sold("123*5", A, cart=empty)

    assert empty == Cart()


def test_the_same_wagers_in_another_order_are_the_same_ticket():
    wagers = sold("123/*5", A).wagers

    assert same_wagers(wagers, wagers[::-1])
    assert not same_wagers(wagers, wagers[1:])
    assert not same_wagers(wagers, (*wagers, wagers[0]))
