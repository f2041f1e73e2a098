"""Values that must never be shown, logged or compared carelessly: PINs, passwords, tokens."""

from __future__ import annotations

import hmac


class Secret:
    """A text that hides itself: `repr` and `str` give stars; `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself: for the wire, the paper or the sealed journal, never for a log."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        """Pickling would write the text in clear."""
        raise TypeError("a secret is not pickled")
