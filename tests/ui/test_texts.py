"""Every text of the window exists in both languages, and none is left over."""

from __future__ import annotations

import re

import pytest

from app.i18n import LANGUAGES, catalogue
from app.paths import resources
from app.presenters.views import Screen
from app.ui import rail

SOURCES = [file.read_text("utf-8") for file in (resources().parent / "app").rglob("*.py")]
COMPUTED = {f"ui.nav.{item.screen}" for item in rail.ITEMS} | {"ui.nav.lock", "ui.nav.help"}


def used() -> set[str]:
    literal = {key for text in SOURCES for key in re.findall(r"\"(ui\.[a-z_.]+)\"", text)}
    errors = {code for text in SOURCES for code in re.findall(r"(?:Bug|Known)\(\"(ui\.[a-z_.]+)\"", text)}
    return (literal | COMPUTED) - errors


def keys(language: str) -> set[str]:
    return {key for key in catalogue(language) if key.startswith("ui.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_used_are_texts_there(language):
    assert used() == keys(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    assert [key for key in keys(language) if not catalogue(language)[key].strip()] == []


def test_the_rail_names_screens_that_exist():
    assert {item.screen for item in rail.ITEMS} <= {screen.value for screen in Screen}
