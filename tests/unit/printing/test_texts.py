"""Every code that printing can end with has its sentence."""

import ast
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, catalogue
from app.printing.clean import LINE_CAP

FOLDER = Path(__file__).resolve().parents[3] / "app" / "printing"


def arguments_of(*names):
    """First arguments of all calls of these names in the printing package."""
    found = set()
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence(language):
    codes = arguments_of("Known", "Bug")
    assert len(codes) > 10
    assert codes <= catalogue(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_words(language):
    from app.printing.causes import BY_NUMBER

    causes = arguments_of("Trouble", "NothingPrinted", "PrintUnsure") | set(BY_NUMBER.values())
    causes |= {"interrupted", "unreachable"}
    assert {f"printer.cause.{cause}" for cause in causes} <= catalogue(language).keys()
    assert len(causes) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_paper_exists_and_fits_the_narrow_paper(language):
    words = arguments_of("word", "moment")
    texts = catalogue(language)
    assert len(words) > 20
    for word in words:
        found = [key for key in texts if key == f"paper.{word}" or key.startswith(f"paper.{word}.")]
        assert found, word
        assert all(len(texts[key].split("{")[0]) <= 32 for key in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_claims_have_their_title_and_advice(language):
    texts = catalogue(language)
    for claim in ("verifying", "owed"):
        assert len(texts[f"paper.{claim}.title"]) <= 32
        assert len(texts[f"paper.{claim}.advice"]) <= LINE_CAP
