"""The catalogue as JSON and back. Whatever does not fit the shape exactly is refused, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.domain.catalog import Draw, Game, Product, Template
from app.domain.catalog_parts import AgencyAndLimits, CatalogParts, Learnt
from app.domain.games import recognise

FORMAT = 1
"""Goes up with every change of these shapes or of the domain's that they hold."""


@dataclass(frozen=True, slots=True)
class Day:
    """What changes through the day."""

    agency: Learnt[AgencyAndLimits] | None
    products: Learnt[tuple[Product, ...]] | None
    draws: dict[str, Learnt[tuple[Draw, ...]]]


@dataclass(frozen=True, slots=True)
class Plays:
    """The template: wire text -> code, by game. Kinds of games are recognised anew when it is read."""

    at: datetime
    games: dict[int, dict[str, str]]


_DAY = msgspec.json.Decoder(Day)
_PLAYS = msgspec.json.Decoder(Plays)
_ENCODER = msgspec.json.Encoder()


def write_day(parts: CatalogParts) -> bytes:
    """Everything but the template."""
    return _ENCODER.encode(Day(parts.agency, parts.products, dict(parts.draws)))


def read_day(content: bytes) -> CatalogParts:
    """The inverse of `write_day`; `ValueError` for anything else."""
    day = _DAY.decode(content)
    moments = [told.at for told in (day.agency, day.products, *day.draws.values()) if told]
    moments += [at for told in day.draws.values() for d in told.value for at in (d.draws_at, d.closes_at)]
    _all_aware(moments)
    return CatalogParts(day.agency, day.products, day.draws)


def write_plays(template: Learnt[Template]) -> bytes:
    """The template."""
    games = {game.id: dict(game.plays) for game in template.value.games.values()}
    return _ENCODER.encode(Plays(template.at, games))


def read_plays(content: bytes) -> Learnt[Template]:
    """The inverse of `write_plays`; `ValueError` for anything else."""
    found = _PLAYS.decode(content)
    _all_aware([found.at])
    games = {id_: Game(id_, recognise(plays), plays) for id_, plays in found.games.items()}
    return Learnt(Template(games), found.at)


def _all_aware(moments: list[datetime]) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("a moment without a time zone")
