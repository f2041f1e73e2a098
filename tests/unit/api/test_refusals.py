"""Error texts and what they mean."""

import pytest

from app.api.errors import reason_of, refusal
from app.domain.outcome import Reason

TEXTS = {
    Reason.CLOSED: ["events are not open", "events are not open. closed events: [18859]", "Event is closed"],
    Reason.QUOTA: ["quota exceeded", "wager 341 has no inventory", "sold out"],
    Reason.LIMITS: ["amount is greater than max bet", "amount_multiple not met", "limit of wagers exceeded"],
    Reason.FUNDS: ["not enough funds", "unable to create transaction due to insufficient funds"],
    Reason.NOT_WINNER: ["not a winner", "ticket is not a winner"],
    Reason.NOT_FOUND: ["no rows in result set", "sql: no rows in result set", "ticket not found"],
    Reason.WRONG_PIN: ["wrong pin", "invalid pin number", "pin number is incorrect"],
    Reason.ALREADY_PAID: ["already paid", "ticket already paid", "ticket has already been paid"],
    Reason.ALREADY_VOID: ["ticket already rejected by user", "ticket already canceled", "already cancelled"],
    Reason.EXPIRED: ["ticket expired", "ticket has expired", "expired"],
    Reason.NOT_OURS: ["ticket belongs to another agency"],
    Reason.SIGN_IN: ["token is expired", "invalid token", "Unauthorized", "session expired", "please log in"],
    Reason.OTHER: ["", "pq: deadlock detected", "opinion", "boarding"],
}


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason in TEXTS for text in TEXTS[reason]])
def test_a_text_means(reason, text):
    assert reason_of(text) is reason
    assert reason_of(text.upper()) is reason


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("events are not open. closed events: [18859]", (18859,)),
        ("events are not open. closed events: [1, 22,333]", (1, 22, 333)),
        ("events are not open. closed events: [1 22]", (1, 22)),
        ("events are not open. closed events: []", ()),
        ("events are not open. closed events: [x]", ()),
        ("events are not open. closed events: [" + "9" * 30 + "]", ()),
    ],
)
def test_closed_events_are_read(text, ids):
    assert refusal(text).closed_events == ids


def test_a_text_from_outside_is_cleaned_and_cut():
    assert refusal("a\x00\x1b[1m\u202eb\n" + "x" * 900).text == "a [1m b " + "x" * 192
