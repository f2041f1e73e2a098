"""How long a money call may take within the agency's cancel window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import money_deadline_s, quiet_s


@pytest.mark.parametrize(
    ("window", "deadline", "quiet"),
    [(0, 45, 30), (180, 45, 30), (120, 45, 30), (100, 25, 100 / 6), (60, 15, 10), (8, 5, 10)],
)
def test_a_short_window_shortens_both(window, deadline, quiet):
    assert (money_deadline_s(window), quiet_s(window)) == (deadline, quiet)


@given(st.integers(min_value=24, max_value=86_400))
def test_answer_and_doubt_leave_time_to_take_the_ticket_back(window):
    assert money_deadline_s(window) + quiet_s(window) <= window * 0.7
