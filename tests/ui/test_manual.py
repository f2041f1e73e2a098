"""The cashier's manual: two pages, all of the help on them."""

from __future__ import annotations

import re

import pytest

from app import i18n
from app.errors import Known
from app.presenters.help import help_of
from app.presenters.views import Screen
from app.ui.manual import PAGES, blocks, write_manual


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_has_two_pages(qapp, tmp_path, language):
    i18n.use(language)
    file = tmp_path / "manual.pdf"
    assert write_manual(file) == PAGES
    assert len(re.findall(rb"/Type /Page\b", file.read_bytes())) == PAGES


def test_every_row_of_every_screens_help_is_on_it():
    rows = {row for _heading, block, _words in blocks() for row in block}
    for screen in Screen:
        if screen is not Screen.STARTING:
            view = help_of(screen)
            assert {*view.keys, *view.states, *view.everywhere, *view.bar} <= rows, screen


@pytest.mark.qt_log_ignore("QPdfEngine", "QPainter::begin", "propagateSizeHints")
def test_a_folder_that_is_not_there_is_told(qapp, tmp_path):
    with pytest.raises(Known) as told:
        write_manual(tmp_path / "nowhere" / "manual.pdf")
    assert told.value.code == "help.manual_not_written"
