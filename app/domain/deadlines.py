"""How long a call that moves money, and the doubt after it, may take: pure rules, in seconds.

Answer, doubt and taking back must fit into the agency's cancel window (get-data,
`seconds_to_cancel`), so a short window shortens both.
"""

from __future__ import annotations

MONEY_S = 45.0
QUIET_S = 30.0
_SHORT_WINDOW_S = 120
_LEAST_MONEY_S = 5.0
_LEAST_QUIET_S = 10.0


def money_deadline_s(seconds_to_cancel: int) -> float:
    """A money call as a whole: 45, or a quarter of a cancel window under two minutes; 0 = no window told."""
    if not _is_short(seconds_to_cancel):
        return MONEY_S
    return max(_LEAST_MONEY_S, seconds_to_cancel / 4)


def quiet_s(seconds_to_cancel: int) -> float:
    """How long a ticket must stay away before it is held to be absent: 30, or a sixth of a short window."""
    if not _is_short(seconds_to_cancel):
        return QUIET_S
    return max(_LEAST_QUIET_S, seconds_to_cancel / 6)


def _is_short(seconds_to_cancel: int) -> bool:
    return 0 < seconds_to_cancel < _SHORT_WINDOW_S
