"""Variants by name: presets, `name=value` texts, and every other reading of every guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_type_hints

from app.errors import Known
from app.training.variant import Variant

_MOST = 10**9

PRESETS: dict[str, dict[str, Any]] = {
    "document": {},
    "terse": {
        "create_reply": "message", "action_reply": "empty", "time_form": "empty", "image": "nothing",
        "token_place": "header", "logout_reply": "no_content", "last_none": "empty", "closed_ids": False,
        "list_id_none": "absent", "draw_closing": "absent", "template_rows": "triples",
    },
    "always-200": {"mirror_status": False, "success_status": "200", "auth_status": 401, "login_status": 200},
    "texts": {
        "amount_form": "text", "created_form": "iso", "draw_moments": "iso", "time_form": "iso",
        "list_id_none": "dash", "image": "base64", "token_place": "data", "token_name": "access_token",
    },
    "older": {
        "auth_status": 401, "auth_body": "html", "animal_wager": "code", "draw_keys": "older",
        "error_place": "message", "quota_nested": True, "closed_ids": False, "empty_list": "null",
    },
    "other-words": {
        "paid_status": "payed", "lost_status": "lost", "expired_status": "overdue",
        "canceled_status": "cancelled", "rejected_status": "reverted", "prize_name": "amount",
        "paid_again_error": "already paid out", "paid_again_status": 409,
    },
    "replica": {"list_lag_seconds": 30, "lag_reaches": "reads", "page_rows": 50, "list_scope": "user"},
    "strict": {
        "single_session": True, "idempotency_key": "refused", "refuse_repeat_seconds": 60, "pin_tries": 3,
        "requests_per_minute": 120, "void_scope": "user", "revert_newest_only": True, "advance_sale": False,
        "commit_when_abandoned": False, "last_scope": "session", "seconds_to_revert": 60,
    },
    "surprising": {
        "copy_sells": True, "copy_missing": "zero", "merge_equal_wagers": True, "sort_wagers": True,
        "numbers_repeat": True, "ticket_date": "utc", "draw_closing": "today", "results_padded": True,
        "last_scope": "entity", "winners_keep_paid": True, "sold_includes_void": True, "swap_games": True,
        "tripleta_event": "animal", "upper_bound_inclusive": False, "extra_fields": True,
    },
}  # fmt: skip
"""Servers that could be behind the document, each several guesses at once."""

_OTHERS: dict[str, tuple[Any, ...]] = {
    "requests_per_minute": (20,), "auth_status": (401,), "login_status": (200, 400, 401),
    "token_seconds": (600,), "entity_status": ("blocked",), "multiple_cents": (1, 50),
    "refuse_repeat_seconds": (60,), "quota_status": (200, 400), "funds": (1000,),
    "list_lag_seconds": (1, 60), "page_rows": (2,), "paid_status": ("payed",), "lost_status": ("lost",),
    "expired_status": ("overdue",), "canceled_status": ("cancelled",), "rejected_status": ("canceled",),
    "paid_again_status": (400, 409), "paid_again_error": ("already paid out",), "pin_tries": (3,),
    "missing_status": (404,), "seconds_to_cancel": (0, 60), "seconds_to_revert": (0, 600),
    "ticket_expiration_days": (0, 30),
}  # fmt: skip
"""Other readings of the guesses that are numbers or words."""


@cache
def _types() -> dict[str, Any]:
    hints = get_type_hints(Variant)
    return {one.name: hints[one.name] for one in fields(Variant)}


def parse(text: str) -> Variant:
    """See `Variant.parse`."""
    variant = Variant()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        variant = replace(variant, **_changes(part))
    return variant


def _changes(part: str) -> dict[str, Any]:
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if not equals:
        if name in PRESETS:
            return PRESETS[name]
        if name in _types():
            raise Known("training.variant_form", text=name)
        raise _unknown(name, [*PRESETS, *_types()])
    name = name.replace("-", "_")
    if name not in _types():
        raise _unknown(name, list(_types()))
    return {name: _value(name, value)}


def _unknown(name: str, known: list[str]) -> Known:
    close = get_close_matches(name, known, n=1)
    if close:
        return Known("training.misspelt_variant", name=name, meant=close[0])
    return Known("training.unknown_variant", name=name, known=", ".join(sorted(known)))


def _value(name: str, text: str) -> Any:
    kind = _types()[name]
    if kind is str and text:
        return text
    if kind is int and text.isascii() and text.isdigit() and int(text) <= _MOST:
        return int(text)
    readings = {_written(one): one for one in readings_of(name)}
    if kind is not int and text in readings:
        return readings[text]
    allowed = "0, 1, 2, …" if kind is int else ", ".join(readings) or "…"
    raise Known("training.variant_value", name=name, value=text, allowed=allowed)


def readings_of(name: str) -> tuple[Any, ...]:
    """Every value of a guess with a fixed choice; `()` for numbers and words."""
    kind = _types()[name]
    return (False, True) if kind is bool else get_args(kind)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_text(variant: Variant) -> str:
    """What differs from the defaults, as `parse` reads it; empty for the default."""
    usual = Variant()
    return ",".join(
        f"{name}={_written(getattr(variant, name))}"
        for name in _types()
        if getattr(variant, name) != getattr(usual, name)
    )


def alternatives() -> Iterator[Variant]:
    """One variant for every other reading of every guess, the rest as usual."""
    usual = Variant()
    for name in _types():
        for value in readings_of(name) or _OTHERS[name]:
            if value != getattr(usual, name):
                yield replace(usual, **{name: value})
