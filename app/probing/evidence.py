"""What the questions are answered from, and how an answer is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from app.devtools.probe_findings import Answer, Exchange, Field, State, Verdict
from app.probing.observed import Observed

_MOST = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finished walk: what was learnt, every exchange, and the paths of every endpoint's replies."""

    observed: Observed
    exchanges: tuple[Exchange, ...]
    fields: Mapping[str, tuple[Field, ...]]
    zone: tzinfo
    token_seconds: int | None = None

    def of(self, name: str, *abouts: str) -> Iterator[Exchange]:
        """The answered exchanges of an endpoint, of some occasions or of all."""
        return (
            one
            for one in self.exchanges
            if one.name == name and one.http is not None and (not abouts or one.about in abouts)
        )

    def good(self, name: str) -> Exchange | None:
        """The first exchange of an endpoint that went well."""
        return next((one for one in self.of(name) if one.verdict is Verdict.OK), None)

    def paths(self, name: str, prefix: str = "$") -> tuple[Field, ...]:
        """The paths of an endpoint below a prefix."""
        return tuple(one for one in self.fields.get(name, ()) if one.path.startswith(prefix))


def answered(question: str, text: str, **params: object) -> Answer:
    """A question that is settled."""
    return Answer(question, State.ANSWERED, text, params)


def partly(question: str, text: str, **params: object) -> Answer:
    """A question of which something is known now."""
    return Answer(question, State.PARTLY, text, params)


def still_open(question: str, text: str = "", **params: object) -> Answer:
    """A question that stays open."""
    return Answer(question, State.OPEN, text, params)


def listed(words: Iterable[str], most: int = _MOST) -> str:
    """The first few of some words, each once, in order."""
    kept = list(dict.fromkeys(words))
    more = f" +{len(kept) - most}" if len(kept) > most else ""
    return ", ".join(kept[:most]) + more


def counted(words: Iterable[str]) -> str:
    """Words with how often they came, the commonest first."""
    return listed(f"{word} ({count})" for word, count in Counter(words).most_common())
