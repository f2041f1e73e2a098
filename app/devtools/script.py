"""The tour's script: one step a line, read into values. Pure.

    # a comment
    type sale.entry 123*5
    key F12
    wait sale.state VENDIDO 10
    expect pay.prize Bs 330
    shot sold

Verbs: `key NAME`, `type NAME TEXT` (`type - TEXT`: into whatever has the focus), `tap NAME`,
`choose draw.ID …` (exactly these draws are chosen), `wait NAME TEXT SECONDS` (the text begins so),
`expect NAME TEXT` (the text contains it), `shot FILE`, `tree FILE`, `pause SECONDS`, `print-to FILE`
(copies the printed bytes), `scan TEXT` (a scanner's burst), `settle NAME VALUE` (the training server
draws VALUE in that draw now).
A NAME that ends in `*` is the first visible widget whose name begins so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import Known

_WORDS = {
    "key": (1, 1),
    "type": (2, None),
    "tap": (1, 1),
    "choose": (1, None),
    "wait": (3, None),
    "expect": (2, None),
    "shot": (1, 1),
    "tree": (1, 1),
    "pause": (1, 1),
    "print-to": (1, 1),
    "scan": (1, 1),
    "settle": (2, 2),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line: `name` the widget, key or file; `text` what is typed, awaited or expected."""

    line: int
    source: str
    verb: str
    name: str
    text: str = ""
    names: tuple[str, ...] = ()
    seconds: float = 0.0


def read(path: Path) -> tuple[Step, ...]:
    """The steps of a script file; `Known("tour.unreadable")` or what `parse` raises."""
    try:
        return parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Known("tour.unreadable", file=str(path), why=type(error).__name__) from error


def parse(text: str) -> tuple[Step, ...]:
    """The steps of a script; `Known("tour.step")` names the first line that is wrong."""
    steps = []
    for number, source in enumerate(text.splitlines(), start=1):
        line = source.strip()
        if line and not line.startswith("#"):
            steps.append(_step(number, line))
    return tuple(steps)


def _step(number: int, line: str) -> Step:
    verb, _, rest = line.partition(" ")
    words = rest.split()
    least, most = _WORDS.get(verb, (1, 0))
    if len(words) < least or (most is not None and len(words) > most):
        raise Known("tour.step", line=number, text=line, verbs=", ".join(_WORDS))
    name = words[0]
    text = rest.strip()[len(name) :].strip()
    if verb == "choose":
        return Step(number, line, verb, name, names=tuple(words))
    if verb == "wait":
        text, _, last = text.rpartition(" ")
        return Step(number, line, verb, name, text.strip(), seconds=_seconds(number, line, last))
    if verb == "pause":
        return Step(number, line, verb, "", seconds=_seconds(number, line, name))
    return Step(number, line, verb, name, text)


def _seconds(number: int, line: str, word: str) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise Known("tour.step", line=number, text=line, verbs=", ".join(_WORDS)) from error
