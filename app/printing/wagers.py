"""A ticket's wagers as blocks: draw by draw, equal amounts together, a few numbers a line."""

from __future__ import annotations

from app.domain.games import Kind
from app.domain.paper import PrintedWager, TicketPaper
from app.money import Money
from app.printing.clean import Clean, Cleaner
from app.printing.document import BOLD, TALL, Block, Gap, Grid, GridRow, Row, Section, Span, Style
from app.printing.heading import AIR
from app.printing.words import day, word

_LEAD_GAP = 2
_PLAY_CAP = 48
_HOUR_CAP = 16
_MOST_ACROSS = 4

_NAMED = frozenset({Kind.TERMINAL, Kind.TERMINAL_SIGN, Kind.TRIPLETA})

_Draw = tuple[str, str, str]
_ByAmount = dict[Money, list[PrintedWager]]


def wager_blocks(paper: TicketPaper, clean: Cleaner, *, tight: bool) -> Section:
    """Draws in the order they were played; inside a draw equal amounts together."""
    amounts = {wager.amount for wager in paper.wagers}
    lead = max((len(amount.text()) for amount in amounts), default=0) + _LEAD_GAP
    across = paper.layout.numbers_across or _MOST_ACROSS
    sold_on = day(paper.ticket.created_at, paper.header.zone)
    blocks: list[Block] = []
    for draw, groups in _grouped(paper.wagers).items():
        if blocks:
            blocks.append(Gap(AIR))
        blocks.append(_draw_row(draw, sold_on, BOLD if tight else TALL, clean))
        rows = tuple(_amount_row(*group, clean) for group in groups.items())
        blocks.append(Grid(rows, lead, across))
    return tuple(blocks)


def _grouped(wagers: tuple[PrintedWager, ...]) -> dict[_Draw, _ByAmount]:
    draws: dict[_Draw, _ByAmount] = {}
    for wager in wagers:
        amounts = draws.setdefault((_title(wager), wager.draw_day, wager.draw_time), {})
        amounts.setdefault(wager.amount, []).append(wager)
    return draws


def _title(wager: PrintedWager) -> str:
    """The draw, and the kind of play where the title does not say it: rules want both on the paper."""
    if wager.kind not in _NAMED:
        return wager.draw_title
    kind = word(f"kind.{wager.kind.value}")
    known = kind.casefold() in wager.draw_title.casefold()
    return wager.draw_title if known else f"{wager.draw_title} · {kind}"


def _draw_row(draw: _Draw, sold_on: str, style: Style, clean: Cleaner) -> Row:
    """Title and hour; the day too when it is not the day of the sale."""
    title, on, at = draw
    when = at if on in ("", sold_on) else f"{on} {at}"
    return Row((Span(clean.line(title), style),), (Span(clean.line(when, 2 * _HOUR_CAP), style),))


def _amount_row(amount: Money, wagers: list[PrintedWager], clean: Cleaner) -> GridRow:
    return GridRow(clean.line(amount.text()), tuple(_play(wager, clean) for wager in wagers))


def _play(wager: PrintedWager, clean: Cleaner) -> Clean:
    """`123`, or `5 LEON` for a figure."""
    return clean.line(f"{wager.text} {wager.label.upper()}" if wager.label else wager.text, _PLAY_CAP)
