"""Numbers typed without anything between them: "123456" is 123 and 456, "051036" is 5, 10 and 36.

A run goes by the game's full width, so that one digit too many or too few never becomes another
number: triples by three digits, figures by two, tripletas by six. A terminal or a figure of one digit
stands alone or between `+` signs.
"""

from __future__ import annotations

from app.domain import games
from app.domain.typed import Incomplete, Segment

#: Digits of one number in a run, by game category.
SIZES = {games.LOTTERY: 3, games.ANIMALITOS: 2, games.ANIMALITOS77: 2, games.TRIPLETA: 6}


def split(piece: Segment, size: int) -> tuple[Segment, ...]:
    """The numbers of a run; any other piece as it is, also a run that is not whole."""
    if not _is_run(piece.text, size) or len(piece.text) % size:
        return (piece,)
    return tuple(
        Segment(piece.text[at : at + size], piece.start + at) for at in range(0, len(piece.text), size)
    )


def unfinished(piece: Segment, size: int) -> Incomplete | None:
    """What a run that is not whole lacks."""
    if not _is_run(piece.text, size) or len(piece.text) % size == 0:
        return None
    return piece.more("run_more", text=piece.text, size=size)


def _is_run(text: str, size: int) -> bool:
    return 0 < size < len(text) and text.isascii() and text.isdigit()
