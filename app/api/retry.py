"""When a call may be sent again, and after how long. Pure: chance and time are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.api.call import Call, Safety
from app.api.errors import TryLater
from app.domain.outcome import Offline

FIRST_CAP_S = 0.5
CAP_S = 8.0
RETRY_AFTER_CAP_S = 30.0
_POINTLESS = frozenset({"redirect", "portal", "tls", "tls_expired", "clock_wrong", "too_big"})


@dataclass(slots=True)
class Budget:
    """Ten retries in stock, one more every ten seconds: a sick server is not hammered."""

    size: float = 10.0
    refill_per_s: float = 0.1
    tokens: float = 10.0
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Use one retry at monotonic `now`; False when there is none left."""
        self.tokens = min(self.size, self.tokens + max(0.0, now - self.at) * self.refill_per_s)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


def pause(call: Call[Any], failed: Offline, attempt: int, chance: float) -> float | None:
    """Seconds to wait after failed `attempt` (from 1), or None: do not try again.

    Full jitter: `chance` (0..1) of min(8, 0.5 * 2^n); a `Retry-After` of at most 30 s is obeyed
    instead, a longer one ends the attempts. UNSAFE calls are never sent again.
    """
    if call.safety is Safety.UNSAFE or attempt >= call.tries or failed.cause in _POINTLESS:
        return None
    asked = failed.retry_after if isinstance(failed, TryLater) else None
    if asked is not None:
        return asked if asked <= RETRY_AFTER_CAP_S else None
    return chance * min(CAP_S, FIRST_CAP_S * 2.0**attempt)
