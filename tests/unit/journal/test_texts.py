"""Every refusal of the journal has its sentence in both languages, with the parameters it is given."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import app.journal
from app.i18n import LANGUAGES, catalogue, text_in

SOURCES = "".join(file.read_text("utf-8") for file in Path(app.journal.__file__).parent.glob("*.py"))
RAISED = re.findall(r'Known\(\s*"(journal\.\w+)"((?:,\s*\w+=)?)', SOURCES)
CODES = sorted({code for code, _ in RAISED} | {"journal.paid", "journal.duplicate_ticket"})


def test_the_codes_are_found():
    assert {"journal.busy", "journal.in_use", "journal.no_space", "journal.backup_failed"} <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_sentence(language, code):
    assert len(text_in(language, code).split(".")) >= 3  # what happened, what is safe, what to do


@pytest.mark.parametrize("code", CODES)
def test_both_languages_take_the_same_parameters(code):
    fields = [
        {name for _, name, _, _ in Formatter().parse(catalogue(each)[code]) if name} for each in LANGUAGES
    ]
    assert fields[0] == fields[1]


def test_no_sentence_is_left_over():
    assert {key for key in catalogue("es") if key.startswith("journal.")} == set(CODES)
