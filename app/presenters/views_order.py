"""The frozen view states of an order being read: the message, its lines, its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.presenters.views import TicketGroup


class Ink(Enum):
    """How a piece of the message is written."""

    NOISE = "noise"
    DOUBT = "doubt"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Stroke:
    """The characters from `start` to `end` (code points) in an ink; the rest is plain."""

    start: int
    end: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class DoubtView:
    """The doubt that is next: the question, and answers in the order of the keys 1 to 9."""

    question: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderView:
    """The panel. `problem`: why nothing was read; `doubts_text` "2 dudas"; `note` a warning.

    `answered`: whether an answer can be taken back.
    """

    shown: bool = False
    text: str = ""
    strokes: tuple[Stroke, ...] = ()
    groups: tuple[TicketGroup, ...] = ()
    count_text: str = ""
    total_text: str = ""
    doubt: DoubtView = DoubtView()
    doubts_text: str = ""
    note: str = ""
    problem: str = ""
    empty: str = ""
    ready: bool = False
    answered: bool = False
