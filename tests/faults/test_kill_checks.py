"""The checks of the killed kiosk's shop see what they are there for: each fault planted, each one found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.journal.opening import open_store
from app.ports import OperationType, Record
from tests.helpers.headless import EMAIL, PASSWORD
from tests.helpers.headless_world import CUT, DRAWER, PAPER, Door, sheets, written
from tests.helpers.lives import Forks, Op, Shop, read_sheet, server
from tests.helpers.training import START

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kiosks are forked: not on Windows")


@pytest.fixture(scope="module")
def street() -> Iterator[tuple[Forks, str, Door]]:
    with Forks() as forks, server(3) as url, Door(url) as door:
        yield forks, url, door


@pytest.fixture
def shop(street: tuple[Forks, str, Door], tmp_path: Path) -> Shop:
    """One that has sold, and paid a prize."""
    forks, url, door = street
    door.post("reset")
    shop = Shop(url, door, tmp_path / "shop", 3, forks)
    shop.day()
    assert shop.can("pay")
    shop.day()
    shop.look()
    return shop


def ticket(shop: Shop, state: str = "DELIVERED") -> Op:
    return next(op for op in shop.book.of("SALE") if op.state == state)


def sheet_of(shop: Shop, number: int | None) -> bytes:
    found = sheets(written(shop.folder / PAPER))
    return next(one for one in found if read_sheet(one).number == number)


def more_paper(shop: Shop, content: bytes) -> None:
    with (shop.folder / PAPER).open("ab") as file:
        file.write(content)


def more_cash(shop: Shop, number: object) -> None:
    with (shop.folder / DRAWER).open("a") as file:
        file.write(f"{number}\n")


def write(shop: Shop, *states: str, number: int | None, operation: str = "planted") -> None:
    """More rows of the journal, by its own hand."""
    store = open_store(shop.folder / "profile")
    for state in states:
        day = START.date() if number is not None else None
        store.write(Record(operation, OperationType.SALE, state, START, number=number, day=day))
    store.close()


def ask(shop: Shop, path: str, body: object, operation: str = "") -> None:
    """A call of the lottery API by somebody on our user."""
    with httpx.Client(base_url=shop.url) as client:
        told = client.post("/auth/login", json={"email": EMAIL, "password": PASSWORD}).json()
        headers = {"x-auth-token": told["response"]["x_auth_token"], "idempotency-key": operation}
        assert client.post(f"/user/ticket/{path}", json=body, headers=headers).is_success


def sold_elsewhere(shop: Shop) -> None:
    shop.door.post("other-terminal", email=EMAIL)


def invented(shop: Shop) -> None:
    write(shop, "SENDING", "ACCEPTED", number=99)


def second_original(shop: Shop) -> None:
    more_paper(shop, sheet_of(shop, ticket(shop).number))


def altered_paper(shop: Shop) -> None:
    more_paper(shop, sheet_of(shop, ticket(shop).number).replace(b"5,00", b"9,00"))


def torn_paper(shop: Shop) -> None:
    sheet = sheet_of(shop, ticket(shop).number)
    more_paper(shop, sheet[: len(sheet) // 2])


def paid_out_again(shop: Shop) -> None:
    more_cash(shop, shop.book.of("PAY")[0].number)


def paid_out_for_nothing(shop: Shop) -> None:
    more_cash(shop, next(key[0] for key, one in shop.tickets.items() if one["status"] == "sold"))


def paid_by_hand(shop: Shop) -> None:
    won = {op.number for op in shop.book.of("PAY")}
    winner = next(one for one in shop.tickets.values() if one["number"] not in won)
    for event, value in {one["event_id"]: one["wager"] for one in winner["wagers"]}.items():
        shop.door.post("result", event_id=event, value=value)
    asked = {"ticket_number": winner["number"], "date": winner["day"], "pin_number": winner["pin"]}
    ask(shop, "pay", asked)


def void_in_the_book_alone(shop: Shop) -> None:
    found = ticket(shop)
    write(shop, "VOIDING", "VOIDED", number=found.number, operation=found.id)


def void_by_hand(shop: Shop) -> None:
    number = next(key[0] for key, one in shop.tickets.items() if one["status"] == "sold")
    ask(shop, "cancel", {"ticket_number": number})


def forgotten_rows(shop: Shop) -> None:
    profile, kept = shop.folder / "profile", shop.folder / "kept"
    shutil.copytree(profile, kept)
    shop.day()
    shutil.rmtree(profile)
    shutil.move(kept, profile)


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (sold_elsewhere, "I1"),
        (invented, "I2"),
        (second_original, "I4"),
        (altered_paper, "I5"),
        (torn_paper, "I5"),
        (void_in_the_book_alone, "I6"),
        (paid_out_again, "I8"),
        (paid_out_for_nothing, "I8"),
        (paid_by_hand, "I11"),
        (void_by_hand, "I11"),
        (forgotten_rows, "I12"),
    ],
)
def test_after_a_death(shop: Shop, plant: Callable[[Shop], None], rule: str) -> None:
    plant(shop)
    with pytest.raises(AssertionError, match=rf"{rule}:"):
        shop.look()


def test_a_well_kept_shop_passes(shop: Shop) -> None:
    shop.look()
    shop.last()


def sent_twice(shop: Shop) -> None:
    found = ticket(shop)
    event, game, text, _ = found.body["wagers"][0]
    wager = {"event_id": event, "game_id": game, "wager": text, "amount": 5}
    shop.door.post("quota", product_id=40, quota=1)
    shop.door.post("quota", product_id=27, quota=1)
    with pytest.raises(AssertionError):  # refused, and sent all the same
        ask(shop, "create", {"ticket": {"wagers": [wager]}}, found.id)


def still_open(shop: Shop) -> None:
    write(shop, "NEEDS_HUMAN", number=None)


def never_printed(shop: Shop) -> None:
    content = written(shop.folder / PAPER)
    (shop.folder / PAPER).write_bytes(content.replace(sheet_of(shop, ticket(shop).number), b""))


@pytest.mark.parametrize(
    ("plant", "rule"), [(sent_twice, "I10:"), (still_open, "I14:"), (never_printed, "never came out")]
)
def test_at_rest(shop: Shop, plant: Callable[[Shop], None], rule: str) -> None:
    plant(shop)
    assert CUT in written(shop.folder / PAPER)
    with pytest.raises(AssertionError, match=rule):
        shop.last()
