"""The picture of a ticket: an undocumented reply, recognised by its content."""

from __future__ import annotations

import base64
import binascii
import re

from app.api.call import Answer
from app.api.models import ImageShape
from app.api.parse import typed
from app.domain.outcome import BadReply, Offline
from app.ports import TicketImage

NO_IMAGE = TicketImage("", b"")
LINK = "text/uri-list"
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)
_HTML = re.compile(rb"\s{0,100}<(?:!doctype|html|body|div|table|pre|svg)\b", re.IGNORECASE)
_WRITTEN = frozenset({"text/html", "text/plain"})
_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
_DATA = re.compile(r"data:[a-z0-9.+/-]{1,60};base64,", re.IGNORECASE)


def ticket_image(answer: Answer) -> TicketImage:
    """PNG, JPEG, PDF, HTML or plain text as bytes; JSON with base64 of one, or a link; empty = none."""
    body = answer.body
    if not body.strip():
        return NO_IMAGE
    media = _recognise(body)
    if media:
        return TicketImage(media, body)
    if body.lstrip()[:1] in (b"{", b'"'):
        return _in_json(answer)
    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told in _WRITTEN:
        return TicketImage(told, body)
    raise BadReply("$", "image")


def _recognise(content: bytes) -> str:
    for magic, media in _MAGIC:
        if content.startswith(magic):
            return media
    return "text/html" if _HTML.match(content) else ""


def _in_json(answer: Answer) -> TicketImage:
    for value in _texts(answer.body):
        if _LINK.fullmatch(value):
            return TicketImage(LINK, value.encode())
        try:
            content = base64.b64decode("".join(_DATA.sub("", value, count=1).split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        media = _recognise(content)
        if media:
            return TicketImage(media, content)
    if any(_texts(answer.body)):
        raise BadReply("$.response", "image")
    return NO_IMAGE


def _texts(body: bytes) -> list[str]:
    """The texts of a JSON reply that may hold an image."""
    try:
        if body.lstrip()[:1] == b'"':
            return [typed(str, body)]
        found = typed(ImageShape, body)
    except Offline as error:
        raise BadReply("$", "image") from error
    inner = found.response
    values = [inner, found.image, found.url]
    if isinstance(inner, dict):
        values += [inner.get("image"), inner.get("url"), inner.get("data")]
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]
