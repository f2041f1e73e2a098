"""Tickets, Results and Reports in the window: what they show, where keys and fingers lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from app import i18n
from app.presenters.views import Screen
from app.presenters.views_office import DetailPhase, PictureView, ReportField, TicketRowView
from app.ui.widgets.picture_box import decoded
from app.ui.window import MainWindow
from tests.helpers import fake_office as on
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import drag, named, paint_now, press, tap, tap_at, type_text
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def open_screen(look, on_screen):
    """The real window over fakes: open_screen(screen, size, dark) -> window, fakes."""

    def build(screen: Screen, size=(1366, 768), *, dark=False):
        look.set_theme(dark)
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.tickets.list.set(on.ticket_list())
        fakes.tickets.detail.set(on.sold())
        fakes.results.state.set(on.results("lottery"))
        fakes.reports.state.set(on.reports("equal"))
        fakes.shell.screen.set(screen)
        paint_now()
        for one in (fakes.tickets, fakes.tickets.finder, fakes.tickets.desk, fakes.results, fakes.reports):
            one.calls.clear()
        return window, fakes

    return build


def page(window):
    return window.stack.currentWidget()


def calls(fake):
    found, fake.calls = list(fake.calls), []
    return found


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", on.DETAILS)
def test_a_ticket_reads_as_before(open_screen, language, name):
    i18n.use(language)
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.detail.set(on.detail(name))
    paint_now()
    check_golden(page(window).right, f"office-ticket-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", on.LISTS)
def test_the_list_reads_as_before(open_screen, language, name):
    i18n.use(language)
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.list.set(on.ticket_list(name))
    paint_now()
    check_golden(page(window).left, f"office-list-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", on.RESULTS)
def test_results_read_as_before(open_screen, language, name):
    i18n.use(language)
    window, fakes = open_screen(Screen.RESULTS)
    fakes.results.state.set(on.results(name))
    paint_now()
    check_golden(page(window), f"office-results-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", on.REPORTS)
def test_reports_read_as_before(open_screen, language, name):
    i18n.use(language)
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports(name))
    paint_now()
    check_golden(page(window), f"office-reports-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_screen, language, size):
    i18n.use(language)
    window, fakes = open_screen(Screen.TICKETS, size)
    fine(window)
    for name in on.DETAILS:
        fakes.tickets.detail.set(on.detail(name))
        fine(window, name)
    for name in on.LISTS:
        fakes.tickets.list.set(on.ticket_list(name))
        fine(window, name)
    named(window, "tickets.keypad").click()
    fine(window, "keypad")
    fakes.shell.screen.set(Screen.RESULTS)
    for name in on.RESULTS:
        fakes.results.state.set(on.results(name))
        fine(window, name)
    fakes.shell.screen.set(Screen.REPORTS)
    for name in on.REPORTS:
        fakes.reports.state.set(on.reports(name))
        fine(window, name)


def fine(window, name=""):
    paint_now()
    assert clipped(window) == [], name
    assert unusable(page(window)) == [], name


def test_a_later_scale_and_theme_reach_everything(open_screen, look):
    window, _ = open_screen(Screen.TICKETS, (1920, 1080))
    window.resize(1024, 768)
    look.set_theme(True)
    fine(window)


def test_nothing_needs_scrolling_sideways(open_screen):
    for size in SIZES:
        window, fakes = open_screen(Screen.TICKETS, size)
        screen = page(window)
        assert screen.rect().contains(screen.left.geometry())
        assert screen.rect().contains(screen.right.geometry())
        fakes.shell.screen.set(Screen.RESULTS)
        paint_now()
        assert page(window).board.horizontalScrollBar().maximum() == 0


def test_texts_from_outside_stay_texts(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    evil = "<b>&amp;</b>\n\x00"
    view = replace(on.sold(), status=evil, note=evil, number=evil)
    fakes.tickets.detail.set(view)
    paint_now()
    assert named(window, "tickets.status").text() == evil
    assert named(window, "tickets.detail_note").textFormat() is Qt.TextFormat.PlainText


# ---------------------------------------------------------------- the list


def test_keys_find_and_choose(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    finder = fakes.tickets.finder
    assert named(window, "tickets.search").hasFocus()
    for key, call in (
        (Key.Key_Down, ("move", (1,))),
        (Key.Key_Up, ("move", (-1,))),
        (Key.Key_Left, ("move_day", (-1,))),
        (Key.Key_Right, ("move_day", (1,))),
        (Key.Key_F8, ("next_filter", ())),
    ):
        press(window, key)
        assert calls(finder) == [call]
    press(window, Key.Key_PageDown)
    ((name, (rows,)),) = calls(finder)
    assert (name, rows > 3) == ("move", True)
    type_text(window, "4x1")
    assert named(window, "tickets.search").text() == "41"
    press(window, Key.Key_Escape)
    assert fakes.tickets.names() == ["escape"]
    press(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert fakes.tickets.names() == ["escape", "refresh"]


def test_with_a_number_typed_the_arrows_are_the_cursors(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.list.set(replace(on.ticket_list(), search="41"))
    press(window, Key.Key_Left)
    assert calls(fakes.tickets.finder) == []
    assert named(window, "tickets.search").cursorPosition() == 1


def test_digits_search_wherever_the_focus_is(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    named(window, "tickets.reprint").setFocus()
    type_text(window, "7")
    assert calls(fakes.tickets.finder) == [("press", ("7",))]


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("tickets.back", ("move_day", (-1,))),
        ("tickets.filter.winner", ("choose_filter", ("winner",))),
        ("tickets.filter.canceled", ("choose_filter", ("canceled",))),
    ],
)
def test_touch_finds(open_screen, name, call):
    window, fakes = open_screen(Screen.TICKETS)
    tap(window, name)
    assert calls(fakes.tickets.finder) == [call]
    assert named(window, "tickets.search").hasFocus()


def test_the_keypad_searches_for_who_has_no_keys(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    tap(window, "tickets.keypad")
    tap(window, "key.4")
    tap(window, "key.back")
    assert calls(fakes.tickets.finder) == [("press", ("4",)), ("backspace", ())]
    tap(window, "key.enter")
    assert page(window).left.keypad.isHidden()


def test_a_tap_chooses_a_row_and_a_drag_scrolls(open_screen, qtbot):
    window, fakes = open_screen(Screen.TICKETS)
    rows = page(window).left.rows
    second = rows.visualRect(rows.model().index(1, 0)).center()
    tap_at(rows.viewport(), second)
    assert calls(fakes.tickets.finder) == [("choose", (1,))]
    fakes.tickets.list.set(replace(on.ticket_list(), rows=on.many()))
    paint_now()
    start = rows.viewport().mapTo(window, rows.viewport().rect().center())
    bar = rows.verticalScrollBar()
    drag(window, start, QPoint(0, -150), lambda: qtbot.waitUntil(lambda: bar.value() > 0))
    assert calls(fakes.tickets.finder) == []


def test_five_thousand_rows_paint_only_what_is_seen(open_screen):
    _, fakes = open_screen(Screen.TICKETS)
    rows = on.many()
    seen = set()

    class Watched(tuple[TicketRowView, ...]):
        __slots__ = ()

        def __getitem__(self, index):
            seen.add(index)
            return rows[index]

    fakes.tickets.list.set(replace(on.ticket_list(), rows=Watched(rows), chosen=2500))
    paint_now()
    assert 2500 in seen
    assert len(seen) < 60


def test_the_chosen_row_is_scrolled_into_sight(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.list.set(replace(on.ticket_list(), rows=on.many(), chosen=4999))
    paint_now()
    rows = page(window).left.rows
    assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(4999, 0)).center())


def test_opening_the_screen_reads_it_anew(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    fakes.shell.screen.set(Screen.SALE)
    fakes.shell.screen.set(Screen.TICKETS)
    paint_now()
    assert fakes.tickets.names() == ["opened"]
    assert window.focusWidget() is not None


# ---------------------------------------------------------------- one ticket


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        (Key.Key_F7, "repeat"),
        (Key.Key_F9, "reprint"),
        (Key.Key_Delete, "cancel"),
    ],
)
def test_keys_act(open_screen, key, intent):
    window, fakes = open_screen(Screen.TICKETS)
    press(window, key)
    assert fakes.tickets.desk.names() == [intent]


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("tickets.repeat", "repeat"),
        ("tickets.reprint", "reprint"),
        ("tickets.cancel", "cancel"),
        ("tickets.image", "toggle_picture"),
    ],
)
def test_touch_acts(open_screen, name, intent):
    window, fakes = open_screen(Screen.TICKETS)
    tap(window, name)
    assert fakes.tickets.desk.names() == [intent]


def test_enter_shows_the_picture_or_looks_elsewhere(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    calls(fakes.tickets)
    press(window, Key.Key_Return)
    assert calls(fakes.tickets) == [("enter", ())]


def test_the_keypads_enter_looks_elsewhere_too(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    tap(window, "tickets.keypad")
    tap(window, "key.enter")
    assert fakes.tickets.finder.names() == ["enter"]
    assert page(window).left.keypad.isHidden()


def test_enter_on_a_button_presses_that_button(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    named(window, "tickets.reprint").setFocus()
    press(window, Key.Key_Return)
    assert fakes.tickets.desk.names() == ["reprint"]


def test_revert_stands_where_cancel_does_and_only_then(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    right = page(window).right
    assert (right.cancel.isVisible(), right.revert.isVisible()) == (True, False)
    fakes.tickets.detail.set(on.detail("unprinted"))
    paint_now()
    assert (right.cancel.isVisible(), right.revert.isVisible()) == (False, True)
    tap(window, "tickets.revert")
    assert fakes.tickets.desk.names() == ["revert"]
    assert right.reprint.text() == "Imprimir"


def test_what_cannot_be_done_says_why_and_still_takes_a_tap(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.detail.set(on.detail("winner"))
    paint_now()
    cancel = named(window, "tickets.cancel")
    assert cancel.sub == "Pasó el tiempo para anular"
    tap(window, "tickets.cancel")
    assert fakes.tickets.desk.names() == ["cancel"]


def test_while_a_void_is_on_its_way_nothing_else_is_done(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.detail.set(on.detail("verifying"))
    paint_now()
    for name in ("image", "repeat", "reprint", "cancel"):
        button = named(window, f"tickets.{name}")
        assert isinstance(button, QAbstractButton)
        assert not button.isEnabled(), name
    assert "No devuelva dinero" in named(window, "tickets.detail").text()


def test_the_ring_repaints_alone(open_screen):
    from tests.helpers.hands import PaintEye

    window, fakes = open_screen(Screen.TICKETS)
    eye = PaintEye(page(window))
    window_view = fakes.tickets.detail.value.window
    assert window_view is not None
    fakes.tickets.detail.set(replace(on.sold(), window=replace(window_view, left=152, text="2:32")))
    assert set(eye.look()) <= {"tickets.window", "tickets.right", "tickets.search"}


# ---------------------------------------------------------------- pictures


def test_a_picture_is_shown_whole_in_width_and_rolls(open_screen):
    window, fakes = open_screen(Screen.TICKETS, (1024, 768))
    fakes.tickets.detail.set(on.detail("picture"))
    paint_now()
    picture = page(window).right.picture
    assert picture.shown
    bar = picture.findChild(type(picture._area), "tickets.picture").verticalScrollBar()
    press(window, Key.Key_Down)
    assert bar.value() > 0
    assert calls(fakes.tickets.finder) == []


def test_a_picture_is_never_wider_than_its_place(open_screen):
    wide = QImage(2000, 100, QImage.Format.Format_Grayscale8)
    wide.fill(0)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    assert wide.save(held, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt text
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.detail.set(
        replace(on.sold(), picture=PictureView(True, False, bytes(held.data().data()), ""))
    )
    paint_now()
    area = page(window).right.picture.findChild(QScrollArea, "tickets.picture")
    assert 1 < area.widget().width() <= area.viewport().width()
    assert area.widget().height() == 100 * area.viewport().width() // 2000


@pytest.mark.qt_log_ignore("JPEG datastream contains no image")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a" + b"\x00" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        on.PNG[:40],
        on.PNG[:18] + b"\xff\xff\xff\x7f" * 2 + on.PNG[26:],
    ],
    ids=["nothing", "head", "gif", "svg", "jpeg head", "cut", "huge"],
)
def test_pictures_that_are_none(open_screen, content):
    assert decoded(content).isNull()
    window, fakes = open_screen(Screen.TICKETS)
    fakes.tickets.detail.set(replace(on.sold(), picture=PictureView(True, False, content, "")))
    paint_now()
    wanted = "La imagen que mandó el servidor no se puede leer" if content else ""
    assert named(window, "tickets.picture.caption").text() == wanted


def test_no_picture_is_decoded_while_none_is_wanted(open_screen):
    window, fakes = open_screen(Screen.TICKETS)
    assert fakes.tickets.detail.value.phase is DetailPhase.READY
    assert not page(window).right.picture.shown


# ---------------------------------------------------------------- results


def test_results_by_keys_and_touch(open_screen):
    window, fakes = open_screen(Screen.RESULTS)
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_F8, Key.Key_F12):
        press(window, key)
    press(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    expected: list[object] = [
        ("move_day", (-1,)),
        ("move_day", (1,)),
        ("next_tab", ()),
        ("print", ()),
        ("refresh", ()),
    ]
    assert calls(fakes.results) == expected
    for name in ("results.back", "results.tab.animalitos", "results.print", "results.refresh"):
        tap(window, name)
    expected = [("move_day", (-1,)), ("choose_tab", ("animalitos",)), ("print", ()), ("refresh", ())]
    assert calls(fakes.results) == expected


def test_results_roll(open_screen):
    window, fakes = open_screen(Screen.RESULTS)
    view = on.results("lottery")
    product = view.products[1]
    fakes.results.state.set(replace(view, products=(replace(product, draws=product.draws * 40),)))
    paint_now()
    bar = page(window).board.verticalScrollBar()
    assert bar.maximum() > 0
    press(window, Key.Key_Down)
    one = bar.value()
    assert one > 0
    press(window, Key.Key_End)
    assert bar.value() == bar.maximum()
    press(window, Key.Key_Home)
    assert bar.value() == 0


def test_nothing_to_print_nothing_to_tap(open_screen):
    window, fakes = open_screen(Screen.RESULTS)
    fakes.results.state.set(on.results("empty"))
    assert not named(window, "results.print").isEnabled()


# ---------------------------------------------------------------- reports


def test_periods_by_keys_and_touch(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    press(window, Key.Key_F8)
    tap(window, "reports.period.week")
    tap(window, "reports.refresh")
    assert calls(fakes.reports) == [("next_period", ()), ("choose_period", ("week",)), ("refresh", ())]


def test_pages_paper_and_file_by_keys_and_touch(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports("equal"))
    paint_now()
    calls(fakes.reports)
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_F12, Key.Key_F7):
        press(window, key)
    for name in ("reports.page.hours", "reports.print", "reports.export"):
        tap(window, name)
    assert calls(fakes.reports) == [
        ("move_page", (1,)), ("move_page", (-1,)), ("print", ()), ("export", ()),
        ("choose_page", ("hours",)), ("print", ()), ("export", ()),
    ]  # fmt: skip


def test_without_a_report_there_is_nothing_to_take_along(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports("trouble"))
    paint_now()
    assert not named(window, "reports.print").isEnabled()
    assert not named(window, "reports.export").isEnabled()


def test_arrows_stay_with_a_date_that_is_typed(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports("typing"))
    paint_now()
    named(window, "reports.last").setFocus()
    calls(fakes.reports)
    press(window, Key.Key_Left)
    assert calls(fakes.reports) == []


def test_a_period_is_typed_by_keys(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(replace(on.reports("typing"), writing=ReportField.FIRST))
    paint_now()
    assert named(window, "reports.first").hasFocus()
    type_text(window, "1")
    assert calls(fakes.reports)[-1] == ("set_first", ("1",))
    press(window, Key.Key_Return)
    assert calls(fakes.reports) == [("enter", ())]
    fakes.reports.state.set(on.reports("typing"))
    assert named(window, "reports.last").hasFocus()
    press(window, Key.Key_Escape)
    assert calls(fakes.reports) == [("escape", ())]


def test_a_period_is_typed_by_touch(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports("typing"))
    paint_now()
    calls(fakes.reports)
    for name in ("key.2", "key.back", "key.enter", "reports.ask"):
        tap(window, name)
    expected = [
        ("press", ("2",)),
        ("backspace", ()),
        ("enter", ()),
        ("focus", (ReportField.LAST,)),
        ("enter", ()),
    ]
    assert calls(fakes.reports) == expected


def test_a_wrong_date_is_marked_and_told(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    fakes.reports.state.set(on.reports("wrong"))
    paint_now()
    assert "no es una fecha" in named(window, "reports.problem").text()
    assert page(window).period.first._wrong


def test_the_dates_are_there_only_while_they_are_typed(open_screen):
    window, fakes = open_screen(Screen.REPORTS)
    assert page(window).period.isHidden()
    fakes.reports.state.set(on.reports("typing"))
    assert page(window).period.isVisible()


# ---------------------------------------------------------------- the way there


LEFT_FOR_LATER = ("tickets", "results", "reports")


def test_the_first_screen_does_not_wait_for_those_left_for_later(open_screen, monkeypatch):
    monkeypatch.setattr("app.ui.conductor._IDLE_MS", 3_600_000)
    window, _ = open_screen(Screen.SALE)
    assert not any(window.findChildren(QWidget, name) for name in LEFT_FOR_LATER)


def test_screens_left_for_later_are_built_when_there_is_time(open_screen, qtbot):
    window, _ = open_screen(Screen.SALE)
    qtbot.waitUntil(lambda: all(window.findChildren(QWidget, name) for name in LEFT_FOR_LATER))
    assert page(window).objectName() == "sale"


@pytest.mark.parametrize(
    ("key", "name", "screen"),
    [
        (Key.Key_F3, "tickets", Screen.TICKETS),
        (Key.Key_F4, "results", Screen.RESULTS),
        (Key.Key_F5, "reports", Screen.REPORTS),
    ],
)
def test_keys_and_rail_lead_there(open_screen, key, name, screen):
    window, fakes = open_screen(Screen.SALE)
    press(window, key)
    assert page(window).objectName() == name
    fakes.shell.screen.set(Screen.SALE)
    tap(window, f"nav.{name}")
    assert page(window).objectName() == name
    assert fakes.shell.calls[-1] == ("go", (screen,))
