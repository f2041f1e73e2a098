"""Every guess about the real server in one place, each with a switch for the other reading.

The API document leaves much unsaid. A field's default is the likeliest reading, or the documented
one where there is one; tests run the kiosk against the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Variant:
    """How this server reads the API document where it is silent. Immutable."""

    # -- envelopes and sign-in

    mirror_status: bool = True
    """HTTP status equals the envelope's; else it is 200, but for a refused token."""
    auth_status: int = 403
    """HTTP and envelope status of a missing or expired token (document: 403)."""
    login_status: int = 403
    """Status of a wrong password."""
    token_place: Literal["response", "root", "header"] = "response"  # noqa: S105 - a place, no secret
    """Where a sign-in's reply carries the token."""
    token_seconds: int = 24 * 3600
    """How long a token lives."""
    single_session: bool = False
    """A new sign-in of the same user ends the earlier one."""
    amount_form: Literal["number", "text"] = "number"
    """Amounts of replies as 5 or as "5.00"; requests may use both."""

    # -- create

    create_reply: Literal["ticket", "view", "numbers", "message"] = "ticket"
    """A sale's reply: the ticket as view shows it and its `id`; without it; numbers only; a text."""
    refuse_repeat_seconds: int = 0
    """Refuse an identical ticket of the same user within so many seconds; 0 never."""
    merge_equal_wagers: bool = False
    """Equal wagers of one ticket become one."""
    sort_wagers: bool = False
    """A ticket's wagers come back in the order of draw, game and wager, not of the request."""
    quota_nested: bool = False
    """`error_wagers` inside `error` instead of beside it."""
    advance_sale: bool = True
    """Tomorrow's draws are on sale today."""
    numbers_repeat: bool = False
    """Ticket numbers of one day come again on the next."""

    # -- reading tickets

    last_scope: Literal["user", "entity"] = "user"
    """Whose newest ticket `last` shows."""
    last_none: Literal["error", "empty"] = "error"
    """No ticket yet: an error envelope, or one without `response`."""
    ticket_scope: Literal["entity", "any"] = "entity"
    """Whose tickets can be viewed, copied and paid."""
    ticket_date: Literal["local", "utc"] = "local"
    """Which calendar the `date` of view, copy and pay is of."""
    list_id_none: Literal["null", "absent"] = "null"
    """How a wager says that its draw has no list."""
    list_scope: Literal["entity", "user"] = "entity"
    """Whose tickets are listed."""
    list_lag_seconds: int = 0
    """Lists show a new ticket only so many seconds later."""
    sold_includes_void: bool = False
    """`transaction_type: "wager"` lists canceled and rejected tickets too."""
    winners_keep_paid: bool = False
    """The winner list keeps tickets that were paid."""
    upper_bound_inclusive: bool = True
    """A period includes its second bound."""
    image: Literal["png", "base64", "nothing"] = "png"
    """The printed ticket: PNG bytes, base64 in an envelope, or 204."""

    # -- paying and taking back

    action_reply: Literal["object", "message", "empty"] = "object"
    """Success of pay, cancel and revert: an object, a text, or an envelope without `response`."""
    paid_status: str = "paid"
    """The word for a paid ticket and wager."""
    paid_again_status: int = 200
    """Status of a second payment."""
    paid_again_error: str = "ticket already paid"
    """Text of a second payment."""
    pay_pending: Literal["partial", "refuse"] = "partial"
    """A winner with draws still to come: pay what it has won so far, or not yet."""
    pin_tries: int = 0
    """Wrong PINs after which a ticket is locked; 0 never."""
    void_scope: Literal["entity", "user"] = "entity"
    """Whose tickets can be canceled and reverted."""
    seconds_to_cancel: int = 180
    """Seconds after the sale within which cancel works; told by get-data."""
    seconds_to_revert: int = 180
    """Seconds after the sale within which revert works."""
    ticket_expiration_days: int = 3
    """Days after its last winning result within which a prize is paid; told by get-data."""
    copy_sells: bool = False
    """Copy sells the draft that it shows."""
    copy_missing: Literal["omit", "zero"] = "omit"
    """A draw without an open equivalent is left out of the copy, or has event 0."""

    # -- results, reports, time

    results_closing_today: bool = True
    """`closing_timestamp` of a result carries today's date (as in the document's sample)."""
    results_padded: bool = False
    """Animal results are padded: "07"; "0" and "00" stay apart."""
    prize_counted_for: Literal["payer", "seller"] = "payer"
    """Whose report a prize is in, and when: who paid it, or who sold the ticket."""
    time_form: Literal["object", "number", "root", "milliseconds", "iso", "clock", "empty"] = "object"
    """The reply of /gaming/time; "empty" leaves the HTTP `Date` alone."""
