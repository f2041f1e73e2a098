"""Whatever is typed, only valid plays get into the ticket, within the limits, at the price shown."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import limits
from app.domain.cart import Cart
from app.domain.games import LOTTERY
from app.domain.resolved import Resolved
from app.money import ZERO
from tests.helpers import shop
from tests.helpers.shop import DRAWS, REY_1, A, catalog, enter

CATALOG = catalog()
NUMBER = st.one_of(
    st.from_regex(r"[0-9]{2,3}/?", fullmatch=True),
    st.from_regex(r"[0-9]{2,3}-(0|[1-9]|1[0-2])", fullmatch=True),
    st.from_regex(r"12[0-4]/12[5-9]", fullmatch=True),
    st.from_regex(r"\.[0-9]{1,2}", fullmatch=True),
    st.integers(0, 36).map(str),
    st.sampled_from(["00", "leon", "DEL", "5-12-30", "0-00-7"]),
)
AMOUNT = st.sampled_from(["", "*1", "*5", "*5,50", "*99", "*100", "*0,25"])
LINE = st.builds(lambda items, amount: "+".join(items) + amount, st.lists(NUMBER, max_size=6), AMOUNT)
CHOSEN = st.lists(st.sampled_from(DRAWS), max_size=9).map(tuple)
COMMANDS = ("/", "//", "///", "-/")
KEPT = st.sampled_from([None, 1, 5])


@st.composite
def tickets(draw) -> Cart:
    """A ticket of lines that went in one after the other."""
    cart = Cart()
    for _ in range(draw(st.integers(0, 4))):
        found = enter(draw(LINE), *draw(CHOSEN), kept=draw(KEPT), cart=cart, shop=CATALOG)
        if not found.blocked:
            cart = cart.at_amounts(found.changes).add(found.lines)
    return cart


@given(st.one_of(LINE, st.text(max_size=12)), CHOSEN, KEPT, tickets())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_in_is_valid(text, chosen, kept, cart):
    found = enter(text, *chosen, kept=kept, cart=cart, shop=CATALOG)

    if found.lines:
        assert not found.blocked
        _check_lines(found, cart)
    elif not found.acts:
        assert found.blocked or found.cash or text.strip() in COMMANDS or text.strip().startswith("*")
    if found.lines or found.changes:
        after = cart.at_amounts(found.changes).add(found.lines)
        assert after.total == cart.total + found.cost
        assert not found.blocked


def _check_lines(found: Resolved, cart: Cart) -> None:
    wagers = [wager for line in found.lines for wager in line.wagers]
    assert found.count >= len(wagers)
    assert found.amount is not None
    assert found.cost == found.amount * found.count
    for wager in wagers:
        draw = CATALOG.draw_by_id[wager.event_id]
        game = CATALOG.template.games[wager.game_id]
        assert wager.text in game.plays
        assert game.kind in CATALOG.kinds(draw)
        assert wager.amount.minor % found.amount.minor == 0  # typed twice in the line: added up
        row = CATALOG.limits_for(wager.game_id, draw.product_id)
        assert row is not None
        assert limits.amount(wager.amount, row) is None
    whole = cart.add(found.lines)
    assert whole.count <= 100
    assert all(line.wagers for line in whole.lines)


@given(st.from_regex(r"[0-9]{2,3}/?", fullmatch=True), CHOSEN)
def test_what_went_in_comes_out_again(number, chosen):
    lottery = tuple(draw for draw in chosen if draw.category == LOTTERY)
    found = enter(number + "*5", *lottery, shop=CATALOG)
    cart = Cart().add(found.lines)

    if cart.lines:
        out = enter("-" + number, *lottery, cart=cart, shop=CATALOG)
        assert cart.remove(out.removes).total == ZERO
        assert (out.count, out.cost) == (cart.count, cart.total)


@given(st.integers(1, 120), st.integers(0, 120))
def test_the_count_limit_is_exact(numbers, before):
    cart = _cart_of(before)
    text = "+".join(f"{500 + n}" for n in range(numbers)) + "*1"

    found = enter(text, A, cart=cart, shop=CATALOG)

    fits = before + numbers <= 100
    assert bool(found.lines) is fits
    if not fits:
        assert found.problems[0].params == {"count": before + numbers, "limit": 100}


def _cart_of(count: int) -> Cart:
    lines = enter("+".join(f"{n:03}" for n in range(100)) + "*1", A, shop=CATALOG).lines
    cart = Cart().add(lines)
    return cart.add(lines[: count - 100]) if count > 100 else Cart().add(lines[:count])


@given(st.data())
def test_names_on_the_wire_change_no_ticket(data):
    text = "+".join(data.draw(st.lists(st.sampled_from(["0", "00", "7", "36", "leon"]), min_size=1))) + "*2"
    named = catalog(template=shop.template(names=True))

    plain, by_name = enter(text, REY_1, shop=CATALOG), enter(text, REY_1, shop=named)

    assert [line.label for line in plain.lines] == [line.label for line in by_name.lines]
    assert plain.cost == by_name.cost
