"""A message without its noise, as tokens: digits, words, signs, ends of lines."""

from __future__ import annotations

import re

from app.domain.orders.parts import Token, TokenKind

_TOKEN = re.compile(r"(?P<digits>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<line>\n\s*)|(?P<sign>[^\s])")
_KINDS = {
    "digits": TokenKind.DIGITS,
    "word": TokenKind.WORD,
    "line": TokenKind.LINE,
    "sign": TokenKind.SIGN,
}


def tokens(line: str, text: str) -> list[Token]:
    """The tokens of a blanked message; `text` is the original, for its capitals."""
    found, before = [], -1
    for match in _TOKEN.finditer(line):
        kind = _KINDS[match.lastgroup or "sign"]
        start, end = match.span()
        piece = "\n" if kind is TokenKind.LINE else match.group()
        found.append(Token(kind, piece, start, end, start == before, text[start].isupper()))
        before = end
    return found
