"""Who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in API user. The token lives in memory only."""

    email: str
    token: Secret
    user_id: int = 0
    name: str = ""
