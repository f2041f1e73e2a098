"""The report: Markdown out of findings, in both languages, with nothing in it that was scrubbed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from string import Formatter

import pytest

from app import i18n
from app.devtools import probe_report
from app.devtools.probe_findings import Answer, Difference, Exchange, Field, Findings, State, Told, Verdict
from app.devtools.probe_mask import Scrubber
from app.probing import questions

EXCHANGE = Exchange(
    "tickets",
    "sold, today",
    "POST",
    "/user/ticket/",
    0.25,
    200,
    201,
    "json",
    "application/json",
    14,
    Verdict.OK,
)
FINDINGS = Findings(
    server="https://server.example",
    at=datetime(2024, 10, 22, 13, 30, tzinfo=UTC),
    version="1.2.3",
    exchanges=(EXCHANGE,),
    fields={"tickets": (Field("$.response[].x|y", {"text": 2, "null": 1}, ("a|b", "`c`"), 3, 4),)},
    differences=(Difference("tickets", "type", "$.response[].total", "text", "integer"),),
    answers=(
        Answer("status_mirror", State.ANSWERED, "status_same", {"count": 14}),
        Answer("statuses", State.PARTLY, "status_words", {"rows": "sold (2)", "wagers": "<b>*x*"}),
        Answer("second_pay", State.OPEN),
    ),
    sale=(Told("probe.sale.sold", {"number": 61917549}),),
    notes=(Told("probe.left", {"number": 61917549, "day": "2024-10-22", "at": "2024-10-22T13:30"}),),
)


@pytest.fixture(params=["es", "en"])
def language(request):
    """Both languages; the present one is back afterwards."""
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.mark.usefixtures("language")
class TestMarkdown:
    """The whole report."""

    def test_every_part_is_there(self):
        text = probe_report.markdown(FINDINGS, Scrubber())
        assert "https://server.example" in text
        assert "14" in text
        assert "/user/ticket/ | 200 | 201 |" in text
        assert "`$.response[].total`" in text
        assert not re.search(r"probe\.(?!jsonl)", text), "a text is missing"

    def test_tables_stay_tables(self):
        text = probe_report.markdown(FINDINGS, Scrubber())
        (row,) = (line for line in text.splitlines() if "x\\|y" in line)
        assert len(re.findall(r"(?<!\\)\|", row)) == 5
        assert "`a\\|b` `'c'` +3" in row
        assert "| 3/4 |" in row

    def test_words_from_the_wire_are_no_markdown(self):
        assert "\\<b>\\*x\\*" in probe_report.markdown(FINDINGS, Scrubber())

    def test_ticket_numbers_are_masked(self):
        text = probe_report.markdown(FINDINGS, Scrubber())
        assert "61917549" not in text
        assert text.count("########") >= 3

    def test_what_is_learnt_is_starred_wherever_it_stands(self):
        scrubber = Scrubber()
        scrubber.learn("server.example")
        text = probe_report.markdown(FINDINGS, scrubber) + "".join(probe_report.short(FINDINGS, scrubber))
        assert "server.example" not in text

    def test_in_short(self):
        lines = probe_report.short(FINDINGS, Scrubber())
        assert len(lines) == 5
        assert not any("probe." in line for line in lines)


def test_a_file_is_named_without_its_folders():
    text = probe_report.sentence(Told("probe.trail", {"file": "/home/ana/.local/probe.jsonl"}))
    assert "probe.jsonl" in text
    assert "ana" not in text


def _texts(language):
    return {key: text for key, text in i18n.catalogue(language).items() if key.startswith("probe.")}


def test_both_languages_say_the_same_things():
    spanish, english = _texts("es"), _texts("en")
    assert spanish.keys() == english.keys()
    for key, text in spanish.items():
        assert _named(text) == _named(english[key]), key


def _named(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("name", questions.NAMES)
def test_every_question_has_a_text_and_a_way_to_find_out_or_an_answer(name):
    texts = _texts("es")
    assert f"probe.question.{name}" in texts
    assert f"probe.how.{name}" in texts
