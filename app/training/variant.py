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
    token_seconds: int = 24 * 3600
    single_session: bool = False
    """A new sign-in of the same user ends the earlier one."""

    # -- create
    create_reply: Literal["ticket", "numbers", "message"] = "ticket"
    """The whole ticket; number, PIN and uuid; or nothing but success."""
    refuse_repeat_seconds: int = 0
    """Refuse an identical ticket of the same user within so many seconds; 0 never."""
    merge_equal_wagers: bool = False
    sort_wagers: bool = False
    quota_nested: bool = False
    """`error_wagers` inside `error` instead of beside it."""
    advance_sale: bool = True
    """Tomorrow's draws are on sale today."""

    # -- reading tickets
    last_scope: Literal["user", "entity"] = "user"
    last_none: Literal["error", "empty"] = "error"
    ticket_scope: Literal["entity", "any"] = "entity"
    """Whose tickets can be viewed, copied and paid."""
    ticket_date: Literal["local", "utc"] = "local"
    list_id_none: Literal["null", "absent"] = "null"
    list_scope: Literal["entity", "user"] = "entity"
    list_lag_seconds: int = 0
    """Lists show a new ticket only so many seconds later."""
    sold_includes_void: bool = False
    """`transaction_type: "wager"` lists canceled and rejected tickets too."""
    winners_keep_paid: bool = False
    paid_status: str = "paid"
    upper_bound_inclusive: bool = True
    image: Literal["png", "base64", "nothing"] = "png"

    # -- paying and taking back
    paid_again_status: int = 200
    paid_again_error: str = "ticket already paid"
    pay_pending: Literal["partial", "refuse"] = "partial"
    """A winner with draws still to come: pay what it has won so far, or not yet."""
    pin_tries: int = 0
    """Wrong PINs after which a ticket is locked; 0 never."""
    void_scope: Literal["entity", "user"] = "entity"
    seconds_to_cancel: int = 180
    seconds_to_revert: int = 180
    ticket_expiration_days: int = 3
    copy_sells: bool = False
    copy_missing: Literal["omit", "zero"] = "omit"
    """A draw without an open equivalent is left out of the copy, or has event 0."""

    # -- catalogue, results, reports, time
    results_closing_today: bool = True
    """`closing_timestamp` of a result carries today's date (as in the document's sample)."""
    results_padded: bool = False
    """Animal results are padded: "07"; "0" and "00" stay apart."""
    prize_counted_for: Literal["payer", "seller"] = "payer"
    time_form: Literal["object", "number", "root", "milliseconds", "iso", "clock", "empty"] = "object"
    amount_form: Literal["number", "text"] = "number"
