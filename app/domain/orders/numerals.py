"""Numbers in words: "ciento veintitrés" 123, "cero cinco" 05, "uno veintitrés" 123, "dos mil" 2000."""

from __future__ import annotations

from collections.abc import Sequence

UNITS = {
    word: value
    for value, words in enumerate(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
        "veintiseis veintisiete veintiocho veintinueve".split()
    )
    for word in (words,)
}
TENS = {
    word: value
    for value, word in enumerate(
        "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), start=3
    )
}
HUNDREDS = {
    "cien": 1, "ciento": 1, "doscientos": 2, "trescientos": 3, "cuatrocientos": 4, "quinientos": 5,
    "seiscientos": 6, "setecientos": 7, "ochocientos": 8, "novecientos": 9,
}  # fmt: skip
WORDS = frozenset({*UNITS, *TENS, *HUNDREDS})
_AND, _THOUSAND = "y", "mil"


def cardinal(words: Sequence[str], at: int) -> tuple[int, int]:
    """The number in words at `words[at]` and where it ends; `(0, at)` when there is none."""
    value, end = _below_thousand(words, at)
    if words[end : end + 1] == [_THOUSAND]:
        more, after = _below_thousand(words, end + 1)
        return (value if end > at else 1) * 1000 + more, after
    return value, end


def spoken(words: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    """The parts of a number dictated at `words[at]`, each with the digits said, and where they end.

    "ciento veintitres" is one part, "uno veintitres" two, "cero cero siete" three.
    """
    parts: list[str] = []
    while at < len(words):
        value, end = _below_thousand(words, at)
        if end == at:
            break
        parts.append(str(value))
        at = end
    return tuple(parts), at


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    hundreds = HUNDREDS.get(_word(words, at))
    if hundreds is None:
        return _below_hundred(words, at)
    rest, end = _below_hundred(words, at + 1)
    if end > at + 1 and rest == 0:  # "cien cero" are two numbers
        return hundreds * 100, at + 1
    return hundreds * 100 + rest, end


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    word = _word(words, at)
    if word in UNITS:
        return UNITS[word], at + 1
    if word not in TENS:
        return 0, at
    unit = UNITS.get(_word(words, at + 2), 0)
    if _word(words, at + 1) == _AND and 0 < unit < 10:
        return TENS[word] * 10 + unit, at + 3
    return TENS[word] * 10, at + 1


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
