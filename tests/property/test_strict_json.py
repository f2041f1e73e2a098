"""The strict reading of replies that move money against a slow, plain one: what is refused, what is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.api import codec, endpoints, parse
from app.domain.outcome import BadReply, Offline
from app.domain.ticket import Wager
from app.money import Money
from tests.unit.api.support import KEY, ok, ticket

SPACES = ("", "", "", " ", "\n", "\t ", "\r\n")
TEXTS = st.text(alphabet='ab:",{}[] \\\n', max_size=5)


@dataclass(frozen=True)
class Written:
    """An object as the pairs it is written with, a key perhaps twice."""

    pairs: list[tuple[str, Any]]


leaves = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.lists(st.tuples(TEXTS, inner), max_size=4).map(Written),
    max_leaves=12,
)


def written(value: Any, space: str) -> str:
    """JSON with `space` wherever it may stand."""
    if isinstance(value, Written):
        pairs = (f"{json.dumps(key)}{space}:{space}{written(inner, space)}" for key, inner in value.pairs)
        return "{" + space + f"{space},".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + f",{space}".join(written(inner, space) for inner in value) + space + "]"
    return json.dumps(value, ensure_ascii=False)


def deep(value: Any) -> int:
    """How many containers are nested."""
    if isinstance(value, Written):
        return 1 + max((deep(inner) for _, inner in value.pairs), default=0)
    return 1 + max(map(deep, value), default=0) if isinstance(value, list) else 0


def twice(value: Any) -> bool:
    """Whether an object anywhere names a key twice."""
    if isinstance(value, Written):
        keys = [key for key, _ in value.pairs]
        return len(set(keys)) < len(keys) or any(twice(inner) for _, inner in value.pairs)
    return isinstance(value, list) and any(map(twice, value))


def obj(*pairs: tuple[str, Any]) -> Written:
    return Written(list(pairs))


@given(st.lists(st.tuples(TEXTS, values), max_size=4), st.sampled_from(SPACES))
@example([("a", 1), ("a", 1)], " ")
@example([("a", obj(("b", ":"), ("b", 2)))], "")
@example([("a", ':"'), ("b", [obj(("a", '":'), ("a", ":"))])], "")
def test_a_key_given_twice_is_found_wherever_it_stands(pairs, space):
    whole = obj(*pairs)
    body = written(whole, space).encode()
    if twice(whole):
        with pytest.raises(Offline):
            parse.strict_envelope(body)
        return
    opened = parse.strict_envelope(body)
    assert isinstance(opened.root, parse.Read)
    assert opened.root.value == json.loads(body)


@given(st.integers(1, 60), st.booleans(), TEXTS)
def test_nesting_is_bounded_whatever_the_texts_say(depth, objects, text):
    inner: Any = text
    for _ in range(depth - 1):
        inner = obj(("a", inner), ("b", "]}")) if objects else [inner, "]", "["]
    whole = obj(("response", inner))
    assert deep(whole) == depth
    try:
        parse.strict_envelope(written(whole, "").encode())
    except Offline:
        assert depth > parse.MAX_DEPTH
    else:
        assert depth <= parse.MAX_DEPTH


CREATE = endpoints.create((Wager(1, 1, "1", Money(100)),), "op")
VIEW = endpoints.ticket(KEY)
names = st.sampled_from(sorted(ticket()))
plain = st.recursive(
    leaves | st.decimals(-100, 100, places=2).map(float),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)


def outcome(call: Any, body: bytes) -> Any:
    try:
        return codec.decode(call, 200, {}, body)
    except (BadReply, Offline) as error:
        return type(error), getattr(error, "path", "")


@given(st.dictionaries(names, plain, max_size=2))
def test_both_ways_of_reading_agree(changes):
    body = ok(ticket(**changes), 201)
    assert outcome(CREATE, body) == outcome(VIEW, body)
