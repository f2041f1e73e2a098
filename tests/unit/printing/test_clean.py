"""Outside texts, cleaned."""

import pytest

from app.printing.clean import LINE_CAP, Cleaner

clean = Cleaner("cp858")


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("Lotería ÁÉÍÓÚ Ñandú ¡sí! ¿no?", "Lotería ÁÉÍÓÚ Ñandú ¡sí! ¿no?"),
        ("Nin\u0303o", "Niño"),
        ("a\x1b@b\x1dVc\x10\x14d", "a@b Vcd"),
        ("uno\ndos\r\ntres\x0bcuatro\u2028cinco", "uno dos tres cuatro cinco"),
        ("\u202eLATOT\u202c", "LATOT"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("“hola” — ‘que’… 5€", "\"hola\" - 'que'... 5EUR"),
        ("Łódź ﬁn ①", "?ódz fin 1"),
        ("hi 🎰🎰", "hi ??"),
        ("日本", "??"),
        ("\ud800x", "x"),
        ("z\u0335\u0336\u0337", "z"),
        ("──█ TOTAL", "TOTAL"),
        ("  many   blanks\t\u00a0 ", "many blanks"),
        ("e\u0301" * 3, "ééé"),
        ("", ""),
    ],
)
def test_line(dirty, plain):
    assert clean.line(dirty) == plain


def test_a_page_without_capital_accents_prints_base_letters():
    assert Cleaner("cp437").line("ÁREA Ñ é") == "AREA Ñ é"


def test_a_line_is_capped():
    assert len(clean.line("x" * 10_000)) == LINE_CAP
    assert clean.line("abcdef", 3) == "abc"


def test_a_flood_of_lines_is_capped():
    assert clean.lines("\n" * 10_000 + "far away") == ()
    assert clean.lines("a\n\n \nb\r\nc") == ("a", "b", "c")
    assert len(clean.lines("x\n" * 1_000)) == 12
