"""Which known words a misspelt one is near to, found in time that does not grow with the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_LEAST = 4


class Nearest:
    """Words by what is left of them with one letter taken out (symmetric deletion).

    Two words that share such a remainder are at most one insertion, deletion, change or exchange of
    neighbours apart, or nearly so; what is found is measured before it counts.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            if len(word) >= _LEAST and word.isalpha():
                for rest in _rests(word):
                    self._by_rest.setdefault(rest, []).append(word)

    def near(self, word: str) -> tuple[str, ...]:
        """Known words one slip of the finger away; none for words under four letters."""
        if len(word) < _LEAST or len(word) > 40:
            return ()
        found = {known for rest in _rests(word) for known in self._by_rest.get(rest, ())}
        return tuple(sorted(known for known in found if one_slip(word, known)))


def _rests(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_slip(one: str, other: str) -> bool:
    """Whether one insertion, deletion, change or exchange of neighbours makes `other` of `one`."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    rest, other_rest = one[at:], other[at:]
    return (
        rest[1:] == other_rest
        or rest == other_rest[1:]
        or rest[1:] == other_rest[1:]
        or (rest[2:] == other_rest[2:] and rest[:2] == other_rest[1::-1])
    )
