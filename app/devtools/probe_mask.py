"""What a probe's report may show of a reply: forms instead of values, and no known secret anywhere.

A form keeps the kind of every character: `76479163` is `########`, `"444-ARI"` is `###-AAA`. Runs
longer than eight are counted, and what could identify somebody becomes a word: `<uuid>`, `<e-mail>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

STARS = "***"
_LONGEST_RUN, _CUT = 8, 40
_SHORTEST_SECRET, _ANYWHERE_FROM = 4, 8
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMAIL = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,255}")
_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("<uuid>", _UUID),
    ("<e-mail>", _EMAIL),
    ("<jwt>", re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")),
    ("<url>", re.compile(r"https?://\S+")),
    ("<hex>", re.compile(r"(?=.*\d)[0-9a-fA-F]{16,}")),
    ("<base64>", re.compile(r"(?=.*[\d+/])[A-Za-z0-9+/]{40,}={0,2}")),
)
_KEY = re.compile(r"[A-Za-z_][A-Za-z_.-]*[0-9]{0,2}[A-Za-z_.-]*")
_LONGEST_KEY, _LONGEST_WORD = 40, 24
_DIGIT = re.compile(r"\d")
_SECRET_KEY = re.compile(
    r"(?i)pin(?:_?number|_?code)?|.*(?:token|password|secret|session|authorization|e-?mail|uuid)"
)
_ID_KEYS = frozenset({"id", "_id"})


@lru_cache(maxsize=4096)
def form(text: str) -> str:
    """The form of a text or of a number as written."""
    for word, pattern in _WHOLE:
        if pattern.fullmatch(text):
            return word
    kinds = "".join(_runs(text))
    return kinds if len(kinds) <= _CUT else f"{kinds[:_CUT]}… ({len(text)})"


def _runs(text: str) -> Iterator[str]:
    for kind, group in groupby(text, _kind):
        length = len(list(group))
        yield kind * length if length <= _LONGEST_RUN else f"{kind}{{{length}}}"


def _kind(char: str) -> str:
    if char.isdigit():
        return "#"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char if char.isascii() and char.isprintable() else "·"


def sentence(text: str) -> str:
    """An error text of the server: its words, with e-mails, ids and every word with a digit masked."""
    kept = " ".join("".join(char if char.isprintable() else " " for char in text[:400]).split())
    kept = _UUID.sub("<uuid>", _EMAIL.sub("<e-mail>", kept))
    words = (
        form(word) if len(word) > _LONGEST_WORD or _DIGIT.search(word) else word for word in kept.split(" ")
    )
    return " ".join(words)[:120]


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A JSON object's key: as it is when it looks like a field's name, else its form in braces."""
    if len(name) <= _LONGEST_KEY and _KEY.fullmatch(name):
        return name
    return "{" + form(name) + "}"


def is_secret(name: str, value: str) -> bool:
    """Whether the value under key `name` must never be shown, wherever it may turn up again."""
    if _SECRET_KEY.fullmatch(name) or (name in _ID_KEYS and not value.isdigit()):
        return True
    return bool(_EMAIL.fullmatch(value) or _UUID.fullmatch(value))


class Scrubber:
    """Stars every secret that was learnt, in any text."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def learn(self, word: str) -> None:
        """Star `word` from now on; texts under four characters would star half of the report."""
        if len(word) >= _SHORTEST_SECRET:
            self._words.add(word)

    def clean(self, text: str) -> str:
        """`text` without secrets; short ones are starred where they stand alone."""
        for word in sorted(self._words, key=lambda one: (-len(one), one)):
            if len(word) >= _ANYWHERE_FROM:
                text = text.replace(word, STARS)
            elif word in text:
                text = re.sub(rf"(?<![\w.:]){re.escape(word)}(?![\w.:])", STARS, text)
        return text
