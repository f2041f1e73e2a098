"""How well messages are read: the corpus, and messages that the reader was never adjusted to.

pytest tests/unit/domain/test_orders_corpus.py -s     prints the figures
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from app.domain.orders.reading import read
from tests.helpers.orders import Message, counter, messages, settle, wagers_of

#: Least shares, in percent: exact at once; exact at once or after answers.
FLOORS = {"corpus.txt": (70, 97), "heldout.txt": (55, 90)}


@cache
def outcomes(name: str) -> list[tuple[Message, str]]:
    """Every message with `exact`, `answers N` (right after N keys), `unreached` (told, but no answer
    leads there) or `wrong`."""
    return [(message, outcome(message)) for message in messages(name)]


def outcome(message: Message) -> str:
    found = read(message.text, counter())
    if not found.doubts:
        return "exact" if wagers_of(found) == message.wagers else "wrong"
    keys = settle(message)
    return "unreached" if keys is None else f"answers {keys}"


@pytest.mark.parametrize("name", FLOORS)
def test_the_accuracy(name: str, record_property):
    found = Counter(kind for _, kind in outcomes(name))
    count = found.total()
    exact = found["exact"]
    settled = sum(times for kind, times in found.items() if kind.startswith("answers"))
    told = f"{name}: {count} messages, {exact} exact, {settled} after answers {dict(sorted(found.items()))}"
    record_property("accuracy", told)
    print(told)
    least_exact, least_right = FLOORS[name]
    assert found["wrong"] == 0
    assert exact * 100 >= least_exact * count, told
    assert (exact + settled) * 100 >= least_right * count, told


def test_the_files_are_large_enough():
    assert len(messages("corpus.txt")) >= 150
    assert len(messages("heldout.txt")) >= 40


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_is_wrong_in_silence(name: str):
    wrong = [message.text for message, kind in outcomes(name) if kind == "wrong"]
    assert wrong == []


@pytest.mark.parametrize("name", FLOORS)
def test_what_can_be_read_in_two_ways_is_asked_about(name: str):
    doubtful = [message for message in messages(name) if message.doubtful]
    assert len(doubtful) > 4
    silent = [message.text for message in doubtful if not read(message.text, counter()).doubts]
    assert silent == []
