"""Every guess about the real server in one place, each with a switch for the other readings.

The API document leaves much unsaid. A field's default is the likeliest reading, or the documented
one where there is one; tests run the kiosk against the others. Numbers are never negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Variant:
    """How this server reads the API document where it is silent. Immutable."""

    # -- envelopes

    mirror_status: bool = True
    """HTTP status equals the envelope's; else it is 200, but for a refused token."""
    success_status: Literal["documented", "200", "201", "202"] = "documented"
    """Envelope status of successes: each endpoint's own as documented, or one for all."""
    error_place: Literal["error", "message", "msg", "response", "detail"] = "error"
    """The key that holds the text of a refusal with a failure status."""
    empty_list: Literal["absent", "null", "empty"] = "absent"
    """A list without rows: no `response`, `null`, or `[]`."""
    extra_fields: bool = False
    """Every object of a reply has fields that no document knows."""
    amount_form: Literal["number", "text", "decimal"] = "number"
    """Amounts of replies as 5, as "5.00" or as 5.00; requests may use all of them."""
    created_form: Literal["seconds", "object", "iso"] = "seconds"
    """`created_at` of tickets: epoch seconds, `{"seconds": …}`, or ISO text."""
    idempotency_key: Literal["ignored", "honoured", "refused"] = "ignored"
    """A request's `Idempotency-Key`: unknown header, the first reply again, or a bad request."""
    commit_when_abandoned: bool = True
    """A request whose client hung up before its turn is still carried out."""
    requests_per_minute: int = 0
    """Requests of a user in one minute after which it is told 429 until the next; 0 no limit."""

    # -- sign-in

    auth_status: int = 403
    """HTTP and envelope status of a missing or expired token (document: 403)."""
    auth_body: Literal["envelope", "html", "empty"] = "envelope"
    """What comes with that status."""
    login_status: int = 403
    """Status of a wrong password."""
    token_place: Literal["response", "root", "data", "header"] = "response"  # noqa: S105 - a place
    """Where a sign-in's reply carries the token."""
    token_name: Literal["x_auth_token", "x-auth-token", "token", "access_token"] = "x_auth_token"  # noqa: S105
    """What it is called there; as a header it is always `x-auth-token`."""
    token_seconds: int = 24 * 3600
    """How long a token lives."""
    single_session: bool = False
    """A new sign-in of the same user ends the earlier one."""
    logout_reply: Literal["text", "no_content"] = "text"
    """Sign-out: an envelope with a text, or 204."""

    # -- agency and games

    entity_status: str = "active"
    """The agency's state; one that is not "active" sells nothing."""
    legal_text: bool = False
    """Header and footer of tickets are several lines, with an authorisation number."""
    multiple_cents: int = 100
    """Stakes are multiples of so many cents; told by get-data."""
    swap_games: bool = False
    """game_id 6 is the tripleta and 7 the 77 animals; else the other way round."""
    animal_wager: Literal["number", "code"] = "number"
    """An animal is played as "0" or as "DEL"."""
    tripleta_wager: Literal["dash", "slash", "space"] = "dash"
    """Three animals are written "0-5-36", "0/5/36" or "0 5 36"."""
    tripleta_event: Literal["own", "animal"] = "own"
    """A tripleta names a draw of its own product, or the first animal draw of its window."""
    template_rows: Literal["all", "triples"] = "all"
    """Valid plays of every game, or of game 1 alone as in the document's sample."""

    # -- draws, results, time

    advance_sale: bool = True
    """Tomorrow's draws are on sale today."""
    draw_keys: Literal["results", "older"] = "results"
    """A draw's keys: `id` and `game_product_id` as in results, or `event_id` and `product_id`."""
    draw_moments: Literal["object", "seconds", "iso"] = "object"
    """Times of draws and results: `{"seconds": …}`, a number, or ISO text."""
    draw_closing: Literal["own", "today", "absent"] = "own"
    """`closing_timestamp` of a draw: its own, with today's date as results have it, or none."""
    draw_range: Literal["held", "created"] = "held"
    """`between_created_at` of draws means when they are held, or 00:01 of that day."""
    results_closing_today: bool = True
    """`closing_timestamp` of a result carries today's date (as in the document's sample)."""
    results_padded: bool = False
    """Animal results are padded: "07"; "0" and "00" stay apart."""
    time_form: Literal[
        "object", "number", "root", "server_time", "timestamp", "now", "bare", "milliseconds", "iso",
        "clock", "empty",
    ] = "object"  # fmt: skip
    """The reply of /gaming/time; "bare" has no envelope, "empty" leaves the HTTP `Date` alone."""

    # -- create

    create_reply: Literal["ticket", "view", "numbers", "root", "message", "empty"] = "ticket"
    """A sale's reply: the ticket as view shows it and its `id`; without it; numbers only, in
    `response` or at the root; a text; nothing."""
    closed_ids: bool = True
    """The refusal of a closed draw names the draws."""
    refuse_repeat_seconds: int = 0
    """Refuse an identical ticket of the same user within so many seconds; 0 never."""
    merge_equal_wagers: bool = False
    """Equal wagers of one ticket become one."""
    sort_wagers: bool = False
    """A ticket's wagers come back in the order of draw, game and wager, not of the request."""
    quota_status: int = 409
    """Status of a quota refusal."""
    quota_nested: bool = False
    """`error_wagers` inside `error` instead of beside it."""
    quota_left: Literal["inventory", "available", "remaining", "absent"] = "inventory"
    """What a refused wager's row calls the money still sellable."""
    quota_counts: Literal["wager", "draw", "nothing"] = "wager"
    """A product's `quota` limits each number of a draw, the draw in all, or nothing."""
    funds: int = 0
    """Whole bolívares an agency may sell in a day, then `not enough funds`; 0 no limit."""
    numbers_repeat: bool = False
    """Ticket numbers of one day come again on the next."""

    # -- reading tickets

    last_scope: Literal["user", "entity", "session"] = "user"
    """Whose newest ticket `last` shows."""
    last_none: Literal["error", "empty"] = "error"
    """No ticket yet: an error envelope, or one without `response`."""
    view_uuid: bool = False
    """View and last tell the ticket's uuid as `id`."""
    ticket_scope: Literal["entity", "any"] = "entity"
    """Whose tickets can be viewed, copied and paid."""
    ticket_date: Literal["local", "utc"] = "local"
    """Which calendar the `date` of view, copy and pay is of."""
    list_id_none: Literal["null", "absent", "dash"] = "null"
    """How a wager says that its draw has no list."""
    list_scope: Literal["entity", "user"] = "entity"
    """Whose tickets are listed."""
    list_lag_seconds: int = 0
    """Lists show a new ticket, or a new state of one, only so many seconds later."""
    lag_reaches: Literal["lists", "reads"] = "lists"
    """The lag is of the lists alone, or of view and last too."""
    page_rows: int = 0
    """Lists give so many rows and `total`, further ones by `page` (1, 2, …); 0 all at once."""
    sold_includes_void: bool = False
    """`transaction_type: "wager"` lists canceled and rejected tickets too."""
    winners_keep_paid: bool = False
    """The winner list keeps tickets that were paid."""
    lower_bound_inclusive: bool = True
    """A period includes its first bound."""
    upper_bound_inclusive: bool = True
    """A period includes its second bound."""
    image: Literal["png", "jpeg", "pdf", "html", "text", "base64", "url", "empty", "nothing"] = "png"
    """The printed ticket: bytes of that kind, base64 or an address in an envelope, 200 or 204 without."""
    paid_status: str = "paid"
    """The word for a paid ticket and wager."""
    lost_status: str = "loser"
    """The word for a ticket and wager that won nothing."""
    expired_status: str = "expired"
    """The word for a winner that nobody claimed in time."""
    canceled_status: str = "canceled"
    """The word for a canceled ticket."""
    rejected_status: str = "rejected"
    """The word for a reverted ticket; the same as the canceled one's makes one state of both."""

    # -- paying and taking back

    action_reply: Literal["object", "message", "empty"] = "object"
    """Success of pay, cancel and revert: an object, a text, or an envelope without `response`."""
    prize_name: Literal["prize", "amount", "total", "paid"] = "prize"
    """What pay's reply calls the money."""
    paid_again_status: int = 200
    """Status of a second payment."""
    paid_again_error: str = "ticket already paid"
    """Text of a second payment."""
    pay_pending: Literal["refuse", "listed", "partial"] = "refuse"
    """A ticket that has won while draws of it are still to come. A ticket is paid once, so likeliest
    it is listed as sold, and not paid, until its last draw is out ("refuse"); or it is listed as a
    winner and not paid ("listed"); or it is paid what it has won so far, and again later ("partial")."""
    pin_tries: int = 0
    """Wrong PINs after which a ticket is locked; 0 never."""
    missing_status: int = 400
    """Status of `no rows in result set`."""
    void_scope: Literal["entity", "user"] = "entity"
    """Whose tickets can be canceled and reverted."""
    void_again: Literal["refuse", "repeat"] = "refuse"
    """A second cancel or revert of a ticket is refused, or succeeds like the first."""
    revert_newest_only: bool = False
    """Revert takes back the user's newest ticket alone."""
    seconds_to_cancel: int = 180
    """Seconds after the sale within which cancel works; told by get-data."""
    seconds_to_revert: int = 180
    """Seconds after the sale within which revert works."""
    ticket_expiration_days: int = 3
    """Days after its last winning result within which a prize is paid; told by get-data."""
    copy_sells: bool = False
    """Copy sells the draft that it shows."""
    copy_missing: Literal["omit", "zero", "null"] = "omit"
    """A draw without an open equivalent is left out of the copy, or has event 0 or `null`."""

    # -- reports

    prize_counted_for: Literal["payer", "seller"] = "payer"
    """Whose report a prize is in, and when: who paid it, or who sold the ticket."""
    report_rows: bool = False
    """A report has a row for each user in `response` beside `total`."""

    @classmethod
    def parse(cls, text: str) -> Variant:
        """A variant as the command line writes it: names of presets and `name=value`, by commas.

        Later parts win. `Known` for a name or value that there is not: `training.misspelt_variant` (with
        the likeliest name), `training.unknown_variant`, `training.variant_form`, `training.variant_value`.
        """
        from app.training.variant_text import parse

        return parse(text)
