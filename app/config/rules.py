"""What a setting may be: rules that turn a TOML value into the setting's, or say what was expected.

A rule answers with the value or raises `Unfit`, whose texts are in TOML's own notation and so need no
translation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Rule = Callable[[object], Any]
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_CODE_PAGES = ("CP858", "CP850", "CP437", "CP860", "CP1252")


@dataclass(eq=False)
class Unfit(Exception):
    """A value that a rule refuses: `expected` as one would write it, `suggestion` the likely meaning.

    `code` names a sentence of its own (`config.<code>`) where the general ones do not tell enough.
    """

    expected: str
    wrong_type: bool
    suggestion: str = ""
    code: str = ""


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise Unfit('"…"', wrong_type=True)
    return value


def name(value: object) -> str:
    """A text that is not empty."""
    if not text(value).strip():
        raise Unfit('"…"', wrong_type=False)
    return text(value).strip()


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unfit("true | false", wrong_type=True)
    return value


def choice(*values: str | int) -> Rule:
    """One of `values`."""
    expected = " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)

    def check(value: object) -> str | int:
        if type(value) is not type(values[0]):
            raise Unfit(expected, wrong_type=True)
        found = next((known for known in values if known == value), None)
        if found is None:
            raise Unfit(expected, wrong_type=False, suggestion=near(str(value), map(str, values)))
        return found

    return check


def whole(least: int, most: int, *, zero: bool = False) -> Rule:
    """A whole number from `least` to `most`; with `zero`, also 0."""
    expected = f"{'0 | ' if zero else ''}{least} … {most}"

    def check(value: object) -> int:
        if type(value) is not int:
            raise Unfit(expected, wrong_type=True)
        if not (least <= value <= most or (zero and value == 0)):
            raise Unfit(expected, wrong_type=False)
        return value

    return check


def factor(least: float, most: float) -> Rule:
    """A number from `least` to `most`, or 0."""
    expected = f"0 | {least} … {most}"

    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unfit(expected, wrong_type=True)
        if not (least <= value <= most or value == 0):
            raise Unfit(expected, wrong_type=False)
        return float(value)

    return check


def amounts(most: int) -> Rule:
    """A list of up to `most` whole amounts above zero, in bolívares."""
    expected = f"[5, 10, …] (1 … {most})"

    def check(value: object) -> tuple[int, ...]:
        if not isinstance(value, list) or any(type(item) is not int for item in value):
            raise Unfit(expected, wrong_type=True)
        if not 1 <= len(value) <= most or any(item < 1 for item in value):
            raise Unfit(expected, wrong_type=False)
        return tuple(value)

    return check


def some(*values: str) -> Rule:
    """A list of any of `values`, each once; kept in the order of `values`."""
    expected = "[" + ", ".join(f'"{value}"' for value in values) + "]"

    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise Unfit(expected, wrong_type=True)
        strange = next((item for item in value if item not in values), None)
        if strange is not None or len(set(value)) < len(value):
            raise Unfit(expected, wrong_type=False, suggestion=near(str(strange or ""), values))
        return tuple(one for one in values if one in value)

    return check


def code_page(value: object) -> str:
    """A character set that papers can be printed in, in letters of any case."""
    if text(value).upper() not in _CODE_PAGES:
        expected = " | ".join(f'"{page}"' for page in _CODE_PAGES)
        raise Unfit(expected, wrong_type=False, suggestion=near(text(value), _CODE_PAGES))
    return text(value)


def web_address(value: object) -> str:
    """An https address without user, query or fragment; plain http for this machine only. Ends with `/`."""
    wrong = Unfit('"https://…/"', wrong_type=False)
    try:
        parts = urlsplit(text(value))
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)
    if not safe or not host or parts.username is not None or parts.query or parts.fragment:
        raise wrong
    return text(value).rstrip("/") + "/"


def near(word: str, known: Any) -> str:
    """The one of `known` that `word` was probably meant to be, or nothing."""
    from difflib import get_close_matches  # 2 ms that a right setting need not wait for

    by_lower = {item.lower(): item for item in known}
    found = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else ""
