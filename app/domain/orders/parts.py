"""What a message is taken apart into: tokens, atoms of meaning, doubts, and the marks on the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Role(Enum):
    """What became of a piece of the message."""

    READ = "read"
    NOISE = "noise"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Mark:
    """The text from `start` to `end` and what became of it. Marks touch and cover the whole message."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to settle a doubt: `value` goes into `settled`; `code` is a key of `order.answer`."""

    value: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could mean two things or nothing: `code` is a key of `order.doubt`.

    `id` stays the same when the message is edited elsewhere. One to nine answers, the likeliest first.
    """

    id: str
    code: str
    params: Mapping[str, object]
    start: int
    end: int
    answers: tuple[Answer, ...]


class Asker:
    """Collects doubts, and knows those already settled (doubt id -> answer value)."""

    MOST_ANSWERS = 9

    def __init__(self, settled: Mapping[str, str]) -> None:
        self._settled = settled
        self._times: dict[str, int] = {}
        self.doubts: list[Doubt] = []

    def ask(
        self, code: str, about: str, span: tuple[int, int], answers: tuple[Answer, ...], **params: object
    ) -> str | None:
        """The settled answer's value; None when it is open, and then the doubt is on the list.

        The same question about the same words is asked again for each place it stands at.
        """
        name = f"{code}:{about}"
        self._times[name] = self._times.get(name, 0) + 1
        times = self._times[name]
        return self.ask_once(code, f"{about}#{times}" if times > 1 else about, span, answers, **params)

    def ask_once(
        self, code: str, about: str, span: tuple[int, int], answers: tuple[Answer, ...], **params: object
    ) -> str | None:
        """As `ask`, but one answer holds wherever the question comes up again."""
        name = f"{code}:{about}"
        shown = answers[: self.MOST_ANSWERS]
        chosen = self._settled.get(name)
        if chosen is not None and any(answer.value == chosen for answer in shown):
            return chosen
        if all(doubt.id != name for doubt in self.doubts[-8:]):
            self.doubts.append(Doubt(name, code, params, *span, shown))
        return None


Phrase = tuple[str, ...]
Table = Mapping[str, tuple[Phrase, ...]]


def table(phrases: Iterable[Phrase]) -> Table:
    """Phrases by their first word, the longest first."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


class TokenKind(Enum):
    """Digits, a word, a sign of punctuation, the end of a line."""

    DIGITS = "digits"
    WORD = "word"
    SIGN = "sign"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the message: `text` without accents in lower case; `tight`: no blank before it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    tight: bool
    upper: bool = False


class K(Enum):
    """What an atom is."""

    NUMBER = "number"
    FIGURE = "figure"
    SIGN = "sign"
    RANGE = "range"
    PATTERN = "pattern"
    PERMUTA = "permuta"
    TRIPLETA = "tripleta"
    WIDTH = "width"
    AMOUNT = "amount"
    TOTAL = "total"
    PRODUCT = "product"
    HOUR = "hour"
    LIST = "list"
    WHICH = "which"
    SIGNED = "signed"
    AND = "and"
    COMMA = "comma"
    DASH = "dash"
    GLUE = "glue"
    BREAK = "break"
    NOISE = "noise"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece with a meaning: `value` depends on the kind (digits, figure code, product ids, `Hour` ...).

    `tight`: it touches what stands before it. `plural`: "permutados", "todos".
    """

    kind: K
    value: object
    start: int
    end: int
    tight: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as spoken: `hour` 0-24, `minute` None when only the hour was said, `half` "am", "pm" or "".

    `until`: the last hour of a span ("de 2 a 6"); `open_end`: a span to the end of the day.
    """

    hour: int
    minute: int | None = None
    half: str = ""
    until: Hour | None = None
    open_end: bool = False


#: Kinds that belong to a play, to the place it goes to, and those that say nothing by themselves.
PLAY_KINDS = frozenset({K.NUMBER, K.FIGURE, K.RANGE, K.PATTERN})
PLACE_KINDS = frozenset({K.PRODUCT, K.HOUR, K.LIST, K.WHICH, K.SIGNED})
QUIET_KINDS = frozenset({K.GLUE, K.NOISE, K.AND, K.COMMA, K.DASH})
