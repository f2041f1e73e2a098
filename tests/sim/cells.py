"""What must have been met for a run to prove anything: state x event x fault, counted cell by cell.

A cell is (state before, state after, fate of the last money call) or (state, place of a power cut, that
fate). `reachable` derives those that can be met from the tables of the domain and from the fates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain import payment, sale
from app.domain.payment import PayEvent, PayState
from app.domain.sale import SaleEvent, SaleState
from app.errors import Bug
from tests.sim.faults import CREATE_ONLY, Net

Cell = tuple[str, str, str]
_JOURNAL = ("journal:before_begin", "journal:before_commit", "journal:after_commit")
_STRANGE = {Net.ALTERED, Net.DUPLICATED}
_IN_FLIGHT = {"SENDING": ("create",), "PAY_SENDING": ("pay",), "VOIDING": ("cancel", "revert")}
_AT = {
    "PRINTING": ("printer:before", "printer:half", "printer:after"),
    "PRINT_UNSURE": ("operator:paper_complete",),
    "ACCEPTED": ("operator:print_again",),
    "DISBURSING": ("cash:before", "cash:after"),
    "REFUND_DUE": ("refund:before", "refund:after"),
}
_NEVER_ALONE = {"PAY_CONFIRMED", "VOIDED"}  # written in one transaction with what follows
#: Moves of the tables that the simulated cashier never makes, or that need a stranger world, and why.
NEVER = {
    ("NEEDS_HUMAN", "*"): "only what another terminal or an altering server does leads there",
    ("*", "NEEDS_HUMAN"): "likewise",
    ("*", "CLAIM"): "claimants wait for their cash",
    ("CLAIM", "*"): "likewise",
    ("*", "HOUSE_DUE"): "the simulated cashier leaves such a ticket to the supervisor",
    ("HOUSE_DUE", "*"): "likewise",
    ("VOID_REFUSED", "PRINTING"): "a kept ticket is not printed any more by this cashier",
    ("PAY_AMBIGUOUS", "PAY_DENIED"): "only two payments of one ticket could meet there; they take turns",
    ("VOID_REFUSED", "DELIVERED"): "told by the cashier on the screen of doubts alone",
    ("PRINT_UNSURE", "VOIDING"): "who is asked about a paper answers: it is whole, or printed again",
    ("PAY_CONFIRMED", "CLAIM"): "confirmed and to be handed out are one transaction",
}
#: Moves that need a line dead for minutes, or a window that passes: met in the random worlds.
RARE = {
    ("ACCEPTED", "HOUSE"),
    ("AMBIGUOUS", "PARKED"),
    ("PARKED", "ABSENT"),
    ("PARKED", "ACCEPTED"),
}
#: Some three times in ten thousand sales: asked of a million.
VERY_RARE = {("VOID_REFUSED", "HOUSE")}


def _moves() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for state in SaleState:
        for event in SaleEvent:
            try:
                found.add((state.value, sale.step(state, event).value))
            except Bug:
                continue
    for stage in PayState:
        for act in PayEvent:
            try:
                found.add((stage.value, payment.step(stage, act).value))
            except Bug:
                continue
    return {("-" if before in {"DRAFT", "CHECKED"} else before, after) for before, after in found}


def _is_never(move: tuple[str, str]) -> bool:
    before, after = move
    return bool({(before, after), (before, "*"), ("*", after)} & NEVER.keys())


def reachable_moves() -> set[tuple[str, str]]:
    """Every move of a sale or a payment that a run must have seen."""
    return {move for move in _moves() if not _is_never(move)}


def reachable_answers() -> set[tuple[str, str]]:
    """(state in flight, fate of its call): each fate must have been followed by some move."""
    found = set()
    for state in _IN_FLIGHT:
        nets = set(Net) - _STRANGE
        if state != "SENDING":
            nets -= CREATE_ONLY
        found |= {(state, net.value) for net in nets}
    return found


def reachable_cuts() -> set[tuple[str, str]]:
    """(state, place): where the power must have failed."""
    final = {state.value for state in sale.FINAL | payment.PAY_FINAL}
    rare = {before for before, _ in RARE} - {before for before, _ in reachable_moves() - RARE}
    states = {before for before, _ in reachable_moves()} - {"-", *final, *_NEVER_ALONE, *rare}
    found = {(state, place) for state in states for place in _JOURNAL}
    for state, calls in _IN_FLIGHT.items():
        found |= {(state, f"{call}:{place}") for call in calls for place in ("before_send", "arrived")}
    return found | {(state, place) for state, places in _AT.items() for place in places}


def missing(cells: Counter[Cell]) -> list[str]:
    """What can be met case by case and was not, in words."""
    moves: Counter[tuple[str, str]] = Counter()
    answers: Counter[tuple[str, str]] = Counter()
    cuts: Counter[tuple[str, str]] = Counter()
    for (before, after, net), count in cells.items():
        if after.startswith("cut "):
            cuts[before, after.removeprefix("cut ")] += count
        else:
            moves[before, after] += count
            answers[before, net] += count
    return [
        *_never_met("move", reachable_moves() - RARE - VERY_RARE, moves),
        *_never_met("answer", reachable_answers(), answers),
        *_never_met("power cut", reachable_cuts(), cuts),
    ]


def missing_rare(cells: Counter[Cell], *, very: bool = False) -> list[str]:
    """Of the rare moves."""
    met = Counter((before, after) for before, after, _ in cells)
    return _never_met("move", RARE | VERY_RARE if very else RARE, met)


def _never_met(what: str, wanted: Iterable[tuple[str, str]], met: Counter[tuple[str, str]]) -> list[str]:
    return [f"{what}: {one} | {two}" for one, two in sorted(wanted) if not met[one, two]]
