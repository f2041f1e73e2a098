"""What a handler raises to answer with an error envelope; the transaction is rolled back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_ROWS = "no rows in result set"  # the real server's raw SQL text: not found, not yours or too late


class Refused(Exception):
    """An error envelope: `status`, the English `error` text, and further keys `beside` it.

    A key `error` among these takes the text's place. `http` overrides the HTTP status that
    `Variant.mirror_status` would give; `headers` are the reply's; `instead` is
    a page of HTML, or nothing, in place of the envelope.
    """

    def __init__(
        self,
        status: int,
        error: str,
        *,
        http: int | None = None,
        beside: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        instead: bytes | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.http = http
        self.beside = beside or {}
        self.headers = headers or {}
        self.instead = instead


def not_found(status: int = 400) -> Refused:
    """The answer to whatever the server cannot see."""
    return Refused(status, NO_ROWS)
