"""Shifts and movements as journal data, and back; what a journalled operation did to the till."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from app.domain.paper import Tally
from app.domain.payment import PayState
from app.domain.sale import SaleState
from app.domain.shift import (
    MOVED,
    NO_POSITION,
    Closing,
    Count,
    Counted,
    Figures,
    Movement,
    MovementKind,
    Parts,
    Position,
    Shift,
    ShiftState,
    Tender,
    movement_position,
    payment_position,
    sale_position,
    split_of,
)
from app.money import Money, total
from app.ports import Json, Operation, OperationType
from app.services.records import TENDER
from app.services.sales import VOID

_TALLIES = ("sold", "back", "paid", "added", "taken")


def position_of(operation: Operation | None) -> Position:
    """What an operation has done to the till so far; nothing for one that is not there."""
    if operation is None:
        return NO_POSITION
    amount, body = operation.amount or Money(), operation.body
    match operation.type:
        case OperationType.SALE:
            back = body.get("disposition") == VOID
            parts = parts_of(operation)
            return sale_position(SaleState(operation.state), amount, parts, money_back=back)
        case OperationType.PAY:
            return payment_position(PayState(operation.state), amount)
        case OperationType.MOVEMENT if operation.state == MOVED:
            movement = movement_of(operation)
            return movement_position(movement.kind, movement.amount, movement.tender)
        case _:
            return NO_POSITION


def parts_of(operation: Operation) -> Parts:
    """How a sale was paid. What does not add up to its price is taken for cash: the price is what counts."""
    found = operation.body.get(TENDER)
    if not isinstance(found, dict):
        return ()
    parts = split_of(_numbers(found))
    return parts if total(part for _, part in parts) == operation.amount else ()


def movement_json(movement: Movement) -> dict[str, Json]:
    """The body of a movement's record; its amount and time have fields of their own."""
    return {
        "kind": movement.kind.value,
        "tender": movement.tender.value,
        "reason": movement.reason,
        "by": movement.by,
    }


def movement_of(operation: Operation) -> Movement:
    """The inverse of `movement_json`."""
    body = operation.body
    return Movement(
        operation.id,
        MovementKind(str(body.get("kind"))),
        operation.amount or Money(),
        str(body.get("reason", "")),
        operation.started_at,
        str(body.get("by", "")),
        Tender(str(body.get("tender", Tender.CASH.value))),
    )


def opening_json(shift: Shift, pieces: tuple[tuple[int, int], ...], *, by_itself: bool) -> dict[str, Json]:
    """The body of the record that opens a shift."""
    return {
        "number": shift.number,
        "start": shift.start,
        "opening": shift.opening.minor,
        "left": shift.left.minor,
        "by": shift.opened_by,
        "pieces": _pairs(pieces),
        "by_itself": by_itself,
    }


def closing_json(closing: Closing) -> dict[str, Json]:
    """The body of the record that closes a shift."""
    return {
        "until": closing.until,
        "closed_ms": round(closing.at.timestamp() * 1000),
        "closed_by": closing.by,
        "count": count_json(closing.count),
        "figures": _figures_json(closing.figures),
        "mac": closing.mac,
        "doubts": closing.doubts,
        "seal": closing.seal,
    }


def shift_of(operation: Operation) -> Shift:
    """A journalled shift; one that was reopened keeps the closing it had."""
    body = operation.body
    return Shift(
        operation.id,
        _number(body.get("number")),
        ShiftState(operation.state),
        _number(body.get("start")),
        operation.started_at,
        str(body.get("by", "")),
        Money(_number(body.get("opening"))),
        Money(_number(body.get("left"))),
        _number(body.get("reopened")),
        _closing_of(body) if "until" in body else None,
    )


def _closing_of(body: Mapping[str, Json]) -> Closing:
    return Closing(
        _number(body.get("until")),
        datetime.fromtimestamp(_number(body.get("closed_ms")) / 1000, UTC),
        str(body.get("closed_by", "")),
        count_of(body.get("count")),
        _figures_of(body.get("figures")),
        str(body.get("mac", "")),
        _number(body.get("doubts")),
        str(body.get("seal", "")),
    )


def count_json(count: Count) -> dict[str, Json]:
    """A count as journal data; also what is kept while it is half typed."""
    return {
        "pieces": _pairs(count.pieces),
        "others": [[one.tender.value, one.amount.minor, one.foreign, one.rate] for one in count.others],
        "typed": count.typed.minor if count.typed is not None else None,
    }


def count_of(data: Json) -> Count:
    """The inverse of `count_json`; an empty count for anything else."""
    if not isinstance(data, dict):
        return Count()
    pieces, others, typed = data.get("pieces"), data.get("others"), data.get("typed")
    found: list[tuple[int, int]] = []
    for piece in pieces if isinstance(pieces, list) else []:
        match piece:
            case [int(face), int(times)]:
                found.append((face, times))
    counted: list[Counted] = []
    for other in others if isinstance(others, list) else []:
        match other:
            case [str(name), int(minor), int(foreign), int(rate)]:
                counted.append(Counted(Tender(name), Money(minor), foreign, rate))
    return Count(tuple(found), tuple(counted), Money(typed) if isinstance(typed, int) else None)


def _figures_json(figures: Figures) -> dict[str, Json]:
    tallies = (figures.sold, figures.back, figures.paid, figures.added, figures.taken)
    found: dict[str, Json] = {
        name: [tally.count, tally.amount.minor] for name, tally in zip(_TALLIES, tallies, strict=True)
    }
    found["parts"] = {tender.value: amount.minor for tender, amount in figures.parts}
    return found


def _figures_of(data: Json) -> Figures:
    if not isinstance(data, dict):
        return Figures()
    parts = data.get("parts")
    sold, back, paid, added, taken = (_tally_of(data.get(name)) for name in _TALLIES)
    split = split_of(_numbers(parts)) if isinstance(parts, dict) else ()
    return Figures(sold, back, paid, added, taken, split)


def _tally_of(data: Json) -> Tally:
    match data:
        case [int(count), int(minor)]:
            return Tally(count, Money(minor))
        case _:
            return Tally(0, Money())


def _pairs(pieces: tuple[tuple[int, int], ...]) -> Json:
    return [[face, times] for face, times in pieces]


def _numbers(data: Mapping[str, Json]) -> dict[str, int]:
    return {name: value for name, value in data.items() if isinstance(value, int)}


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0
