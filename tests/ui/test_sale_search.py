"""The search over draws with the real presenter: what fingers find is chosen, the line stays as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from tests.helpers.hands import named
from tests.helpers.sale_window import sale_window
from tests.helpers.till import Desk, settle

CHANCE_A, LOTTO_REY = 201, 302


@pytest.fixture
async def desk(look, qapp):
    return await Desk().enter()


def tap(window, name):
    """A finger on a button that can be reached. No event loop within the one that runs this coroutine."""
    button = named(window, name)
    assert button.isEnabled(), name
    assert not button.visibleRegion().isEmpty(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QCoreApplication.sendPostedEvents()


async def active(opened):
    """The window, once it has the focus: only then do its widgets."""
    opened.window.activateWindow()
    for _ in range(100):
        if opened.window.isActiveWindow():
            break
        await settle()
    assert opened.window.isActiveWindow()
    return opened.window


def tap_keys(window, *names):
    for name in names:
        tap(window, name)


def tap_letters(window, text):
    tap_keys(window, *(f"find.{'space' if letter == ' ' else letter}" for letter in text))


def shown(desk):
    return [draw for product in desk.sale.draws.value.products for draw in product.draws]


def chosen(desk):
    return [draw.event_id for draw in shown(desk) if draw.chosen]


async def test_a_draw_is_found_and_chosen_by_touch_alone(look, desk):
    with sale_window(look, desk) as opened:
        window = await active(opened)
        tap_keys(window, "key.1", "key.2", "key.3", "draws.search")
        tap_letters(window, "cha a")
        assert [draw.event_id for draw in shown(desk)] == [CHANCE_A]
        tap(window, "find.enter")
        assert desk.sale.draws.value.search is None
        assert chosen(desk) == [CHANCE_A]
        assert named(window, "sale.entry").hasFocus()
        assert named(window, "sale.entry").text() == "123"
        tap_keys(window, "key.times", "key.5", "key.enter")
        await settle()
        assert len(desk.sale.ticket.value.groups) == 1


async def test_a_draw_of_another_game_is_tapped_among_those_found(look, desk):
    with sale_window(look, desk) as opened:
        window = await active(opened)
        tap(window, "draws.search")
        tap_letters(window, "rey 2")
        tap_keys(window, f"draw.{LOTTO_REY}", "find.close")
        assert desk.sale.draws.value.search is None
        tap(window, "tab.animalitos")
        assert chosen(desk) == [LOTTO_REY]
        assert opened.screen.entry.figures_shown


@pytest.mark.parametrize("close", ["find.close", "draws.search"])
async def test_a_search_given_up_leaves_all_as_it_was(look, desk, close):
    with sale_window(look, desk) as opened:
        window = await active(opened)
        before = desk.sale.draws.value
        tap_keys(window, "key.7", "draws.search")
        tap_letters(window, "ñ")
        assert shown(desk) == []
        tap_keys(window, "find.back", close)
        assert desk.sale.draws.value == before
        assert named(window, "sale.entry").text() == "7"
        assert named(window, "sale.entry").hasFocus()
        tap(window, "draws.search")
        assert named(window, "sale.search").text() == ""


async def test_leaving_the_screen_ends_the_search(look, desk):
    with sale_window(look, desk) as opened:
        window = await active(opened)
        tap(window, "draws.search")
        tap_letters(window, "rey")
        opened.screen.hide()
        opened.screen.show()
        assert desk.sale.draws.value.search is None
        assert named(window, "sale.entry").hasFocus()
