"""Tens of thousands of mutated replies: no escape, and memory that stays flat."""

from __future__ import annotations

import json
import tracemalloc
from random import Random

import pytest

from app.api import codec
from app.domain.outcome import BadReply, Offline, ReadRefused, SignInRequired
from tests.property.test_codec import PAIRS

DECLARED = (BadReply, Offline, ReadRefused, SignInRequired)
STATUSES = (200, 200, 200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 429, 500, 502)
TOKENS = (
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"NaN",
    b"[]",
    b"{}",
    b'""',
    b'"\\ud800"',
    b'"-"',
    b"9" * 40,
    b"0.001",
    b"[[[[",
    b'{"seconds":1}',
    b'"error":"x",',
    b'"status":401,',
    b",",
    b"}",
    b"\xff",
    b"\x00",
    b" ",
)
MEGABYTE = 1024 * 1024


def mutated(chance: Random, body: bytes) -> bytes:
    """A body with one to four places cut, doubled or replaced."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body) + 1)
        end = min(len(body), at + chance.choice((0, 1, 2, 5, 20)))
        middle = chance.choice((b"", chance.choice(TOKENS), body[at:end] * 2, chance.randbytes(2)))
        body = body[:at] + middle + body[end:]
    return body


def hammer(count: int, seed: int) -> int:
    """Decode `count` mutated replies; how many were values."""
    chance = Random(seed)
    accepted = 0
    for _ in range(count):
        call, body = chance.choice(PAIRS)
        try:
            codec.decode(call, chance.choice(STATUSES), {}, mutated(chance, body))
            accepted += 1
        except DECLARED:
            pass
    return accepted


def test_mutated_replies_never_escape():
    assert 0 < hammer(50_000, seed=1) < 50_000


@pytest.mark.long
def test_a_million_mutated_replies_leave_memory_flat():
    hammer(20_000, seed=2)
    tracemalloc.start()
    hammer(10_000, seed=3)
    before, _ = tracemalloc.get_traced_memory()
    hammer(1_000_000, seed=4)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < MEGABYTE


def test_mutation_is_repeatable():
    body = json.dumps({"status": 200}).encode()
    assert mutated(Random(5), body) == mutated(Random(5), body)
