"""A printer's words, told apart however they arrive."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.printing.replies import InOrder, ProcessId, RealTime, Replies

TALK = b"\x11\x12\x14\x00\x0f\x00\x03\x137\x221234\x00_TM-T88\x007\x2112\x00\x16"


def heard(*pieces):
    replies = Replies()
    for piece in pieces:
        replies.feed(piece)
    return replies


def test_each_kind_is_taken_in_order():
    replies = heard(TALK)
    assert replies.take(RealTime) == RealTime(0x12)
    assert replies.take(InOrder) == InOrder(0x03)
    assert replies.take(ProcessId) == ProcessId(b"1234")
    assert replies.take(RealTime) == RealTime(0x16)
    assert replies.take(RealTime) is None


@given(st.lists(st.integers(0, len(TALK)), max_size=8))
def test_it_does_not_matter_how_they_are_cut(cuts):
    edges = [0, *sorted(cuts), len(TALK)]
    pieces = [TALK[start:end] for start, end in pairwise(edges)]
    replies = heard(*pieces)
    assert [replies.take(kind) for kind in (RealTime, InOrder, ProcessId, RealTime)] == [
        RealTime(0x12),
        InOrder(0x03),
        ProcessId(b"1234"),
        RealTime(0x16),
    ]


def test_an_automatic_status_is_never_taken_for_an_answer():
    replies = heard(b"\x14\x00\x00\x0f\x12")
    assert replies.take(RealTime) == RealTime(0x12)
    assert replies.take(InOrder) is None


def test_a_block_without_end_does_not_swallow_what_follows_for_ever():
    assert heard(b"7" + b"\x31" * 90 + b"\x12" * 2).take(RealTime) == RealTime(0x12)


@pytest.mark.parametrize("piece", [b"", b"7\x22123", b"\x14\x00\x00"])
def test_half_a_message_is_no_reply(piece):
    replies = heard(piece)
    assert all(replies.take(kind) is None for kind in (RealTime, InOrder, ProcessId))
