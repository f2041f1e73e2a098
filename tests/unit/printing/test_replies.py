"""A printer's words, told apart however they arrive."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.printing.replies import (
    MARKS,
    Cleared,
    Info,
    InOrder,
    ProcessId,
    RealTime,
    Replies,
    State,
    mark_of,
)

TALK = b"\x11\x12\x14\x00\x0f\x00\x03\x137\x221234\x00_TM-T88\x007\x2112\x007\x25\x00\x16"
SAID = [
    RealTime(0x12),
    State(b"\x14\x00\x0f\x00"),
    InOrder(0x03),
    ProcessId(b"1234"),
    Info(b"TM-T88"),
    Cleared(),
    RealTime(0x16),
]


def heard(*pieces):
    replies = Replies()
    return [reply for piece in pieces for reply in replies.feed(piece)]


def test_each_kind_is_told_apart_and_in_order():
    assert heard(TALK) == SAID


@given(st.lists(st.integers(0, len(TALK)), max_size=8))
def test_it_does_not_matter_how_they_are_cut(cuts):
    edges = [0, *sorted(cuts), len(TALK)]
    assert heard(*[TALK[start:end] for start, end in pairwise(edges)]) == SAID


@given(st.binary(max_size=200))
def test_garbage_neither_fails_nor_piles_up(noise):
    replies = Replies()
    replies.feed(noise)
    replies.feed(b"\x00\x00\x00\x00" + b"\xff" * 100)  # ends whatever the noise began
    assert replies.feed(b"\x16") == [RealTime(0x16)]


def test_an_automatic_status_is_never_taken_for_an_answer():
    assert heard(b"\x14\x00\x00\x0f\x12") == [State(b"\x14\x00\x00\x0f"), RealTime(0x12)]


def test_what_only_begins_like_an_automatic_status_swallows_nothing():
    assert heard(b"\x14\x00\x127\x221234\x00") == [InOrder(0), RealTime(0x12), ProcessId(b"1234")]


def test_a_block_without_end_does_not_swallow_what_follows_for_ever():
    assert RealTime(0x12) in heard(b"7" + b"\x31" * 90 + b"\x12" * 2)


@pytest.mark.parametrize("piece", [b"", b"7\x22123", b"\x14\x00\x00"])
def test_half_a_message_is_no_reply(piece):
    assert heard(piece) == []


@given(st.integers(0, 2 * MARKS))
def test_marks_are_four_signs_a_printer_may_echo(number):
    mark = mark_of(number)
    assert len(mark) == 4
    assert all(0x20 <= sign <= 0x7E for sign in mark)
    assert heard(b"7\x22" + mark + b"\x00") == [ProcessId(mark)]


def test_marks_differ_until_they_wrap():
    assert len({mark_of(number) for number in range(20_000)}) == 20_000
    assert mark_of(MARKS) == mark_of(0) != mark_of(MARKS - 1)
