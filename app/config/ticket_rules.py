"""Rules of the ticket's layout: which blocks stand on it and in which order, and the owner's own lines."""

from __future__ import annotations

from app.config.rules import Rule, Unfit, near, text

BLOCKS = (
    "agency",
    "seller",
    "header",
    "top",
    "number",
    "wagers",
    "total",
    "expiry",
    "authorisation",
    "probability",
    "footer",
    "warning",
    "bottom",
    "code",
    "pin",
)
"""All blocks, in the order in which they stand unless the settings say otherwise."""

REQUIRED = (
    "agency",
    "seller",
    "number",
    "wagers",
    "total",
    "expiry",
    "authorisation",
    "probability",
    "warning",
    "pin",
)
"""What Venezuelan rules or the collection of a prize demand (a block without text takes no paper)."""

LAST = ("code", "pin")
"""They stand last, so that a torn ticket cannot be cashed."""


def blocks(value: object) -> tuple[str, ...]:
    """Names out of `BLOCKS`: each once, all of `REQUIRED`, `LAST` at the end."""
    expected = f"[{', '.join(BLOCKS)}]"
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Unfit(expected, wrong_type=True)
    for name in value:
        if name not in BLOCKS:
            raise Unfit(expected, wrong_type=False, suggestion=near(name, BLOCKS))
    missing = next((name for name in REQUIRED if name not in value), "")
    if missing:
        raise Unfit(f'"{missing}"', wrong_type=False, code="block_missing")
    twice = next((name for name in value if value.count(name) > 1), "")
    if twice:
        raise Unfit(f'"{twice}"', wrong_type=False, code="block_twice")
    end = [name for name in LAST if name in value]
    if value[-len(end) :] != end:
        raise Unfit(", ".join(f'"{name}"' for name in end), wrong_type=False, code="blocks_end")
    return tuple(value)


def lines(most: int, letters: int) -> Rule:
    """A text of up to `most` lines of up to `letters` each."""

    def check(value: object) -> str:
        found = text(value).strip().splitlines()
        if len(found) > most or any(len(line) > letters for line in found):
            raise Unfit(f"{most} × {letters}", wrong_type=False, code="text_too_long")
        return text(value)

    return check
