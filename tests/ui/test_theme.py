"""Colours that can be read, sizes that follow the window."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from app.paths import resources
from app.ui import icons, notices, rail, topbar
from app.ui.theme import DARK, LEAST_TEXT, LIGHT, TINTS, TOUCH, Look, Tokens

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
WORDS = [
    ("ink", "card"),
    ("ink", "ground"),
    ("ink", "field"),
    ("ink", "primary_soft"),
    ("muted", "card"),
    ("muted", "ground"),
    ("muted", "primary_soft"),
    ("rail_ink", "rail"),
    ("on_rail", "rail_chosen"),
    ("rail_ink", "rail_chosen"),
    ("on_practice", "practice"),
    *((f"{tone}_ink", f"{tone}_soft") for tone in ("primary", "go", "warn", "stop")),
    *((f"{tone}_ink", "card") for tone in ("primary", "go", "warn", "stop")),
]
FIGURES = [
    ("ink", "card"),
    ("ink", "primary_soft"),
    ("ink", "go_soft"),
    *((f"on_{tone}", f"{tone}_fill") for tone in ("primary", "go", "warn", "stop")),
]
SIGNS = [*((tint, "card") for tint in TINTS), ("primary", "card"), ("go", "card"), ("stop", "card")]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(tokens: Tokens, ink: str, ground: str) -> float:
    one, other = luminance(getattr(tokens, ink)), luminance(getattr(tokens, ground))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert (luminance("#FFFFFF") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


@pytest.mark.parametrize("tokens", THEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(tokens, ink, ground):
    assert contrast(tokens, ink, ground) >= 4.5


@pytest.mark.parametrize("tokens", THEMES)
@pytest.mark.parametrize(("ink", "ground"), FIGURES)
def test_money_and_numbers_can_be_read_from_afar(tokens, ink, ground):
    assert contrast(tokens, ink, ground) >= 7


@pytest.mark.parametrize("tokens", THEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_dots_and_frames_stand_out(tokens, sign, ground):
    assert contrast(tokens, sign, ground) >= 3


@pytest.mark.parametrize("tokens", THEMES)
def test_a_game_has_its_colour_and_an_unknown_one_is_grey(tokens):
    assert len({tokens.tint(name) for name in TINTS}) == len(TINTS)
    assert tokens.tint("another") == tokens.muted
    assert tokens.tint("stop") == tokens.muted


@pytest.mark.parametrize(
    ("size", "scale"), [((1366, 768), 1.0), ((1024, 768), 1024 / 1366), ((1920, 1080), 1920 / 1366)]
)
def test_one_scale_from_the_window(look, size, scale):
    look.set_size(*size)
    assert look.scale == pytest.approx(scale)
    assert look.px(100) == round(100 * scale)


def test_fingers_and_eyes_set_the_least_sizes(look):
    look.set_size(1024, 768)
    assert look.touch(48) == TOUCH
    assert look.touch(84) == look.px(84)
    assert look.font(12).pixelSize() == LEAST_TEXT


def test_a_dense_screen_counts_its_own_pixels(look):
    look.set_size(1093, 614, 1.25)  # 1366x768 at 125 %
    assert look.touch(48) == round(48 / 1.25)


def test_theme_changes_are_told_once(look):
    told = []
    look.changed.connect(lambda: told.append(look.tokens.dark))
    look.set_theme(dark=True)
    look.set_theme(dark=True)
    look.set_size(1366, 768)
    assert told == [True]
    assert look.color("card").name().upper() == DARK.card


def test_letters_are_ours_and_digits_have_one_width(look):
    font = look.font(26, 700)
    assert QFontInfo(font).family() == "Taquilla Sans"
    metrics = QFontMetricsF(font)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_an_icon_takes_the_colour_and_the_size_asked_for(look):
    picture = icons.pixmap("lock", look.color("stop"), 24, 2.0)
    assert picture.width() == 48
    image = picture.toImage()
    solid = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {look.color("stop").name()}


def test_an_icon_that_does_not_exist_is_an_error(look):
    with pytest.raises(OSError, match="no-such-icon"):
        icons.pixmap("no-such-icon", look.color("ink"), 24)


def test_every_icon_named_in_the_interface_exists():
    named = re.compile(r"(?:icon=|Icon\(look, |pixmap\(|set_icon\(|show_icon\()\"([a-z0-9-]+)\"")
    files = (resources().parent / "app" / "ui").rglob("*.py")
    names = {name for file in files for name in named.findall(file.read_text("utf-8"))}
    tables = (notices._ICONS, topbar._CONNECTION_ICONS, topbar._PRINTER_ICONS)
    names.update(name for table in tables for name in table.values())
    names.update(item.icon for item in rail.ITEMS)
    assert len(names) > 15
    assert {name for name in names if not (resources() / "icons" / f"{name}.svg").is_file()} == set()


def test_a_largest_scale_is_kept_and_never_beyond_the_window():
    look = Look(most=1.0)
    look.set_size(1920, 1080)
    assert look.scale == 1.0
    look.set_size(1024, 768)
    assert look.scale < 1.0
