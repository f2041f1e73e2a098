"""What a message carries beside the order: WhatsApp's headings, payments, telephones, list numbers.

Noise is blanked, never cut: every offset stays the one in the message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]

_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
_HEADINGS = re.compile(
    rf"^[ \t]*(?:\[(?:{_TIME},?\s{_DAY}|{_DAY},?\s{_TIME})\]|{_DAY},?\s{_TIME}\s-)(?:[^:\n]{{1,40}}:)?",
    re.MULTILINE,
)
_SYSTEM = re.compile(
    r"<[^<>\n]{1,40}>|^[^\n]{0,40}(?:mensaje fue eliminado|se elimino este mensaje|omitid[oa]s?)[^\n]{0,20}$",
    re.MULTILINE,
)
_LINK = re.compile(r"https?://\S{1,200}")
_PHONE = re.compile(r"(?<!\d)(?:\+?58[ -]?|0)(?:4\d{2}|2\d{2})[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\d)")
_IDENTITY = re.compile(r"(?<![a-z\d])(?:c\.?i\.?|cedula|rif)?[ :.]{0,3}[vejg]-?\d{1,2}\.?\d{3}\.?\d{3}(?!\d)")
_REFERENCE = re.compile(
    r"(?<![a-z])(?:ref(?:erencia)?|nro\.? de ref\w*|operacion|comprobante|cuenta|cta|c\.?i|cedula|serial)"
    r"[ :.#nº°-]{0,6}\d{3,20}(?!\d)"
)
_PAID = re.compile(
    r"(?<![a-z])(?:pago ?movil|pagomovil|transferencia|transferi|deposito|banesco|mercantil|bancamiga|"
    r"bdv|bnc|provincial)(?![a-z])(?:[ :]{0,3}(?:de|por|banco|listo|ya|ahi va)){0,2}"
    r"[ :]{0,3}(?:(?:bs\.? ?)?\d[\d.,]{0,12}(?: ?bs\.?)?(?![\d ]{0,3}(?:a|x|y|por|con|en|[,*=+])[ \d]))?"
)
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+(?=\S)", re.MULTILINE)
_BULLETS = re.compile(r"^[ \t]*[-*•·>–—]+[ \t]*(?=\S)", re.MULTILINE)
_QUIET = re.compile(r"[_\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3\ufeff`\"“”«»()\[\]{}¡!¿?'’´]+")


def folded(text: str) -> str:
    """`text` without accents in lower case, character by character, so that offsets stay true."""
    return "".join(map(_fold, text))


def _fold(char: str) -> str:
    if char.isascii():
        return " " if char.isspace() and char != "\n" else char.lower()
    if char.isspace():
        return "\n" if char in "\u2028\u2029\x85" else " "
    return unicodedata.normalize("NFD", char)[0].lower()[0]


def blanked(text: str) -> tuple[str, list[Span]]:
    """The folded message with its noise as blanks, and where the noise was."""
    line = folded(text)
    spans: list[Span] = []
    for pattern in (_HEADINGS, _SYSTEM, _LINK, _PHONE, _IDENTITY, _REFERENCE, _PAID):
        found = [match.span() for match in pattern.finditer(line) if match.group().strip()]
        line = _without(line, found)
        spans += found
    for found in (_list_numbers(line), [match.span() for match in _BULLETS.finditer(line)], _quiet(line)):
        line = _without(line, found)
        spans += found
    return line, sorted(spans)


def _without(line: str, spans: list[Span]) -> str:
    if not spans:
        return line
    pieces, at = [], 0
    for start, end in spans:
        pieces += [line[at:start], re.sub(r"[^\n]", " ", line[start:end])]
        at = end
    return "".join((*pieces, line[at:]))


def _list_numbers(line: str) -> list[Span]:
    """The numbers of a numbered list: 1, 2, 3 ... at the beginning of lines, at least two."""
    found = list(_NUMBERED.finditer(line))
    counted = [int(match[1]) for match in found] == list(range(1, len(found) + 1))
    return [match.span() for match in found] if len(found) > 1 and counted else []


def _quiet(line: str) -> list[Span]:
    """Signs that say nothing, and the asterisks of bold letters: an amount's has digits on both sides."""
    spans = [match.span() for match in _QUIET.finditer(line)]
    spans += [(at, at + 1) for at in _bold(line)]
    return sorted(spans)


def _bold(line: str) -> Iterator[int]:
    for at, char in enumerate(line):
        if char != "*":
            continue
        before, after = line[max(0, at - 2) : at], line[at + 1 : at + 3]
        tight = before[-1:].isalnum() and after[:1].isdigit()
        spaced = before[-1:] == " " and before[:1].isalnum() and after[:1] == " " and after[1:].isdigit()
        running = before[-1:].isdigit() or after[:1].isdigit()
        if not (tight or spaced or (running and line[at - 1 : at] == "x")):
            yield at
