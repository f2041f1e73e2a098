"""A circuit breaker: when the line is dead, ask rarely. Pure: chance and time are given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

IN_A_ROW = 3
OF_TEN = 5
FIRST_S = 5.0
LONGEST_S = 60.0


@dataclass(slots=True)
class Breaker:
    """Opens after 3 failures in a row or 5 of the last 10 calls, for 5 s doubling to 60 s, jittered.

    When that time is over one call may pass as a probe: its answer closes the breaker, its failure
    opens it for longer.
    """

    outcomes: deque[bool] = field(default_factory=lambda: deque(maxlen=10))
    open_until: float | None = None
    wait_s: float = FIRST_S

    def allows(self, now: float) -> bool:
        """Whether an ordinary call may go out at monotonic `now`; a probe that does holds back others."""
        if self.open_until is None:
            return True
        if now < self.open_until:
            return False
        self.open_until = now + self.wait_s
        return True

    def heard(self, answered: bool, now: float, chance: float) -> None:
        """Take in how a call ended; `chance` (0..1) spreads the next attempt over half the wait."""
        self.outcomes.append(answered)
        if answered:
            self.open_until, self.wait_s = None, FIRST_S
            return
        last = list(self.outcomes)
        if self.open_until is not None:
            self.wait_s = min(LONGEST_S, 2 * self.wait_s)
        elif last[-IN_A_ROW:] != [False] * IN_A_ROW and last.count(False) < OF_TEN:
            return
        self.open_until = now + self.wait_s * (0.5 + chance / 2)
