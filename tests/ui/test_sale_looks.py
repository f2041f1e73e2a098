"""What the sale screen shows in each state: as text, with room for every word, big enough for a finger."""

from __future__ import annotations

import pytest

from app import i18n
from app.presenters.views import (
    CashView,
    ClosingView,
    EntryMode,
    EntryView,
    ParkedView,
    Screen,
    TicketView,
)
from app.ui.window import MainWindow
from tests.helpers import fake_sale as on
from tests.helpers.trees import check_golden, clipped, unusable
from tests.ui.conftest import settle

SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
EMPTY = EntryView(title="Jugada", kept="monto anterior 20", quick_amounts=on.QUICK)
NOTHING = TicketView(empty="Elija sorteos, escriba la jugada y pulse Enter.")
STATES = {
    "digits": (on.triples(), on.typed_digits(), on.ticket(), on.ready()),
    "problem": (on.triples(), on.wrong_digits(), on.ticket(), on.ready()),
    "warning": (on.triples(), on.warned_digits(), on.ticket(), on.ready()),
    "animalitos": (
        on.animal_draws(),
        on.figures(EntryMode.FIGURES_38, "5+10+36*50", "5", "10", "36"),
        on.animal_ticket(),
        on.ready("Bs 300"),
    ),
    "guacharo": (
        on.animal_draws("animalitos77", "guacharo"),
        on.figures(EntryMode.FIGURES_77, "0+00+55+75", "0", "00", "55", "75"),
        on.animal_ticket(),
        on.ready("Bs 1.234,50"),
    ),
    "tripleta": (
        on.animal_draws("tripleta", "tripleta"),
        on.figures(EntryMode.TRIPLETA, "5-12-30", "5", "12", "30"),
        on.animal_ticket(),
        on.ready("Bs 300"),
    ),
    "selling": (on.triples(), EMPTY, on.ticket(), on.selling()),
    "verifying": (on.triples(), EMPTY, on.ticket(), on.verifying()),
    "sold": (on.triples(), EMPTY, NOTHING, on.sold()),
    "not-sold": (on.triples(), EMPTY, on.ticket(), on.not_sold()),
    "hands-full": (on.triples(), on.cash_typed(), on.hands_full()[0], on.ready()),
    "searched": (on.searched(), EMPTY, on.ticket(), on.ready()),
    "moving": (on.moving(), EMPTY, on.ticket(), on.ready()),
    "sold-out": (on.sold_out_draws(), on.warned_digits(), on.ticket(), on.ready()),
    "sold-out-figures": (
        on.animal_draws(),
        on.sold_out_figures(EntryMode.FIGURES_77),
        on.animal_ticket(),
        on.ready(),
    ),
    "nothing-open": (on.no_draws(), EMPTY, on.big_ticket(), on.ready("Bs 125.000")),
}


def set_state(desk, name):
    draws, entry, ticket, sell = STATES[name]
    desk.sale.draws.set(draws)
    desk.sale.entry.set(entry)
    desk.sale.ticket.set(ticket)
    desk.sale.sell.set(sell)
    full = name == "hands-full"
    _, closing, parked, cash = on.hands_full()
    desk.sale.closing.state.set(closing if full else ClosingView())
    desk.sale.parked.state.set(parked if full else ParkedView(can_park=True))
    desk.sale.cash.state.set(cash if full else CashView())
    settle()


@pytest.fixture
def open_sale(look, on_screen):
    """The real window with the sale screen over fakes: open_sale(size, dark)."""

    def build(size=(1366, 768), dark=False):
        look.set_theme(dark)
        desk = on.Desk()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(desk.presenters)
        desk.shell.screen.set(Screen.SALE)
        settle()
        return window, desk

    return build


def search(window, desk):
    """Somebody has found something with the search, by its key."""
    sale_of(window).draws.find_key.click()
    sale_of(window).draws.search.setText("zul 4")
    desk.sale.draws.set(on.searched())
    settle()


def sale_of(window):
    return window.stack.currentWidget()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_the_sale_reads_as_before(open_sale, language, name):
    i18n.use(language)
    window, desk = open_sale()
    set_state(desk, name)
    check_golden(sale_of(window), f"sale-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_sale, language, size):
    i18n.use(language)
    window, desk = open_sale(size)
    for name in STATES:
        set_state(desk, name)
        assert clipped(sale_of(window)) == [], name
        assert unusable(sale_of(window)) == [], name


@pytest.mark.parametrize("size", SIZES)
def test_the_pad_for_an_amount_has_room(open_sale, size):
    window, desk = open_sale(size)
    set_state(desk, "guacharo")
    sale = sale_of(window)
    sale.findChild(type(sale.entry.to_grid), "key.amount").click()
    settle()
    assert clipped(sale) == []
    assert unusable(sale) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_open_search_reads_as_before(open_sale, language):
    i18n.use(language)
    window, desk = open_sale()
    search(window, desk)
    check_golden(sale_of(window), f"sale-searching-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_letters_of_the_search_have_room_and_hide_nothing_found(open_sale, language, size):
    i18n.use(language)
    window, desk = open_sale(size)
    sale = sale_of(window)
    for name in ("digits", "guacharo"):  # the widest and the narrowest column of draws
        set_state(desk, name)
        height = sale.draws.list.height()
        search(window, desk)
        assert clipped(sale) == [], name
        assert unusable(sale) == [], name
        assert sale.entry.rect().contains(sale.entry.stack.geometry())
        assert sale.draws.list.height() > height - sale.look.touch(58) - sale.look.px(16)
        sale.draws.end_search()
        desk.sale.draws.set(on.triples())
        settle()


def test_a_later_scale_and_theme_reach_everything(open_sale, look):
    window, desk = open_sale((1920, 1080))
    set_state(desk, "digits")
    window.resize(1024, 768)
    look.set_theme(True)
    settle()
    assert clipped(sale_of(window)) == []
    assert unusable(sale_of(window)) == []


def test_nothing_needs_scrolling_sideways(open_sale):
    for size in SIZES:
        window, desk = open_sale(size)
        set_state(desk, "guacharo")
        sale = sale_of(window)
        for column in (sale.draws, sale.entry, sale.ticket):
            assert sale.rect().contains(column.geometry())
        assert sale.draws.list.horizontalScrollBar().maximum() == 0
        assert sale.ticket.list.horizontalScrollBar().maximum() == 0
