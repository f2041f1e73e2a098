"""From a reply to its bytes: the envelope around it, by variant."""

from __future__ import annotations

from typing import Any

from app.training.variant import Variant
from app.training.wire import Reply, encode

_UNHEARD_OF: dict[str, Any] = {"x_trace": {"node": "b-7", "tags": [], "since": None}}


def status_of(reply: Reply, variant: Variant) -> int:
    """The envelope's status."""
    if variant.success_status == "documented" or not 200 <= reply.status < 300:
        return reply.status
    return int(variant.success_status)


def http_status(reply: Reply, variant: Variant) -> int:
    """The HTTP status."""
    if reply.http is not None:
        return reply.http
    return status_of(reply, variant) if variant.mirror_status else 200


def written(reply: Reply, variant: Variant) -> bytes:
    """The body as sent, faults in it included."""
    content = reply.body if isinstance(reply.body, bytes) else _enveloped(reply, variant)
    return reply.reshape(content) if reply.reshape else content


def _enveloped(reply: Reply, variant: Variant) -> bytes:
    envelope = {"status": status_of(reply, variant), **_body(reply)}
    if reply.status >= 400 and "error" in envelope:
        envelope[variant.error_place] = envelope.pop("error")
    whole: Any = _with_extra(envelope) if variant.extra_fields else envelope
    return encode(whole, variant.amount_form)


def _body(reply: Reply) -> dict[str, Any]:
    return {} if isinstance(reply.body, bytes) else dict(reply.body)


def _with_extra(value: Any, name: str = "") -> Any:
    """A field more in every object; the keys of `error_wagers` are wagers, not fields."""
    if isinstance(value, list):
        return [_with_extra(one) for one in value]
    if not isinstance(value, dict):
        return value
    inside = {key: _with_extra(one, key) for key, one in value.items()}
    return inside if name == "error_wagers" else {**inside, **_UNHEARD_OF}
