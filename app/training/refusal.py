"""What a handler raises to answer with an error envelope; the transaction is rolled back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_ROWS = "no rows in result set"  # the real server's raw SQL text: not found, not yours or too late


class Refused(Exception):
    """An error envelope: `status`, the English `error` text, and further keys `beside` it.

    A key `error` among these takes the text's place. `http` overrides the HTTP status that
    `Variant.mirror_status` would give.
    """

    def __init__(
        self,
        status: int,
        error: str,
        *,
        http: int | None = None,
        beside: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.http = http
        self.beside = beside or {}


def not_found() -> Refused:
    """The answer to whatever the server cannot see."""
    return Refused(400, NO_ROWS)
