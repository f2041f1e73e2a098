"""How long a person waits after wrong PINs.

A few may be a slip. Then each wrong one doubles the wait, and the tenth locks for half an hour (PCI DSS
8.3.4: at most ten tries, then at least thirty minutes), doubling up to a day.
"""

from __future__ import annotations

from dataclasses import dataclass

SLIPS = 4
MOST = 10
_FIRST_WAIT_S, _LOCKED_S, _LONGEST_S = 15, 30 * 60, 24 * 3600


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong ones in a row."""
    if wrong <= SLIPS:
        return 0
    if wrong < MOST:
        return _FIRST_WAIT_S << (wrong - SLIPS - 1)
    return min(_LONGEST_S, _LOCKED_S << min(wrong - MOST, 10))


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong ones in a row, and when the last one was (`at`, monotonic seconds).

    The moment is not kept over a restart: there the wait begins anew. So neither the PC's clock nor the
    plug shortens it.
    """

    wrong: int = 0
    at: float = 0

    def again(self, now: float) -> Tries:
        """One more wrong one."""
        return Tries(self.wrong + 1, now)

    def left(self, now: float) -> int:
        """Whole seconds still to wait; 0: try."""
        rest = self.at + wait_after(self.wrong) - now
        return max(0, -int(-rest // 1))
