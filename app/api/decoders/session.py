"""Signing in: the token, wherever the server puts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.api.call import Answer
from app.api.models import LoginShape
from app.api.parse import Kind, Part, kind, typed
from app.api.values import clean
from app.domain.outcome import BadReply
from app.domain.secret import Secret
from app.domain.session import Session

TOKEN_HEADER = "x-auth-token"  # noqa: S105 - a header's name
_LONGEST = 8192


def login(email: str) -> Callable[[Answer], Session]:
    """The session of a login reply: the token at the root, in `response` or `data`, or as a header."""

    def read(answer: Answer) -> Session:
        places = tuple(_places(answer))
        tokens = (token for place in places for token in _tokens(place) if token)
        token = next(tokens, "") or answer.headers.get(TOKEN_HEADER, "")
        if not token:
            raise BadReply("$.x_auth_token", "required")
        if len(token) > _LONGEST or not token.isascii() or not token.isprintable() or " " in token:
            raise BadReply("$.x_auth_token", "token")
        user = next((place.user for place in places if isinstance(place.user, dict)), {})
        id_, name = user.get("id"), user.get("name")
        return Session(
            email=email,
            token=Secret(token),
            user_id=id_ if type(id_) is int else 0,
            name=clean(name) if isinstance(name, str) else "",
        )

    return read


def _places(answer: Answer) -> Iterator[LoginShape]:
    found = typed(LoginShape, answer.body)
    parts: list[tuple[Part, str]] = [(answer.envelope.response, "$.response"), (found.data, "$.data")]
    yield found
    for part, path in parts:
        if kind(part) is Kind.OBJECT:
            inner = typed(LoginShape, part, path)
            yield inner
            if kind(inner.data) is Kind.OBJECT:
                yield typed(LoginShape, inner.data, f"{path}.data")


def _tokens(place: LoginShape) -> tuple[str | None, ...]:
    return (place.x_auth_token, place.dashed_token, place.token, place.access_token)


def nothing(answer: Answer) -> None:
    """A reply of which nothing is read."""
    del answer
