"""Every text from outside passes here before it may stand on paper.

NFC, typographic signs to plain ones, Unicode categories C* and M* dropped (controls, bidi and
zero-width signs, private use, lone surrogates, left-over combining marks), then one code page, else
the ASCII base letter, else `?`. What comes out holds no control character and encodes strictly.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NewType

Clean = NewType("Clean", str)
"""A text that passed the `Cleaner`: one line, printable, in the printer's code page."""

LINE_CAP = 96
"""Characters of a one-line text: two lines of the widest paper."""
LINES_CAP = 12
"""Lines of a header or footer."""
_INPUT_CAP = 4_000
_MOST_SIGNS = 4_000
"""Code points remembered; a flood of different ones must not fill the memory."""

CODE_PAGES = ("cp437", "cp850", "cp858", "cp860", "cp1252")
"""Single-byte pages of which every byte from 0x80 on is a printing sign, never a control."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("•‣∙●", "·"),
        "…": "...",
        "€": "EUR",
        "№": "N.",
        "™": "TM",
    }
)
_BOXES = range(0x2500, 0x2600)
"""Box drawing and blocks: a text from outside could fake our rules and bands with them."""


class Cleaner:
    """Cleans texts for one code page (a Python codec name out of `CODE_PAGES`)."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self._signs = _Signs(codec)
        self._known = lru_cache(maxsize=2_048)(self.secret)

    def line(self, text: str, cap: int = LINE_CAP) -> Clean:
        """One line: every line break and run of white space becomes one space; cut at `cap` characters."""
        return self._known(text[:_INPUT_CAP], cap)

    def secret(self, text: str, cap: int = LINE_CAP) -> Clean:
        """The same for a text that must not be remembered."""
        plain = text if text.isascii() and text.isprintable() else self._printable(text[:_INPUT_CAP])
        return Clean(" ".join(plain.split())[:cap].rstrip())

    def lines(self, text: str, cap: int = LINES_CAP) -> tuple[Clean, ...]:
        """The first `cap` lines that are not empty, each clean."""
        cleaned = (self.line(line) for line in text[:_INPUT_CAP].splitlines())
        return tuple(line for line in cleaned if line)[:cap]

    def _printable(self, text: str) -> str:
        return unicodedata.normalize("NFC", text).translate(self._signs)


class _Signs(dict[int, str]):
    """What stands for each code point in one code page, found out when it is first met."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self._codec = codec

    def __missing__(self, code: int) -> str:
        sign = "".join(map(self._sign, _PLAIN.get(code, chr(code))))
        if len(self) < _MOST_SIGNS:
            self[code] = sign
        return sign

    def _sign(self, sign: str) -> str:
        category = unicodedata.category(sign)
        if sign.isspace() or category[0] == "Z":
            return " "
        if category[0] in "CM" or ord(sign) in _BOXES:
            return ""
        return sign if self._has(sign) else _ascii(sign)

    def _has(self, sign: str) -> bool:
        try:
            sign.encode(self._codec)
        except UnicodeEncodeError:
            return False
        return True


def _ascii(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode("ascii")
    return base if base.isprintable() and base.strip() else "?"
