"""Questions about games, draws, tickets and lists, answered from reads."""

from __future__ import annotations

from collections import Counter

from app.devtools import probe_mask
from app.devtools.probe_findings import Answer
from app.domain.catalog import Game
from app.domain.games import ANIMALITOS, ANIMALITOS77, FIGURE_KINDS, TRIPLETA, Kind
from app.ports import Listing
from app.probing import shape
from app.probing.evidence import Evidence, answered, counted, listed, partly, still_open

_LIMITS = ("max_permutations", "max_sequence_size", "max_sequences", "ticket_max_wagers")
_AMOUNTS = frozenset(
    "amount total prize sale agency balance parent_balance min_bet max_bet amount_multiple quota".split()
)
_AMOUNT_TYPES = frozenset({"integer", "decimal", "text"})


def draws_body(found: Evidence) -> Answer:
    """What does a draw on sale look like?"""
    rows = {pair: len(draws) for pair, draws in found.observed.draws.items()}
    keys = [one.path.removeprefix("$.response[].") for one in found.paths("draws", "$.response[].")]
    if not keys:
        return still_open("draws_body", "no_draws")
    counts = listed(f"{category} {day} {count}" for (category, day), count in rows.items() if count)
    empty = listed(f"{category} {day}" for (category, day), count in rows.items() if not count)
    known = [key for key in keys if "." not in key and "[" not in key]
    if empty:
        return partly("draws_body", "draws_some", keys=", ".join(known), counts=counts, empty=empty)
    return answered("draws_body", "draws_all", keys=", ".join(known), counts=counts)


def advance_sale(found: Evidence) -> Answer:
    """Are tomorrow's draws on sale today?"""
    tomorrow = sum(len(draws) for (_, day), draws in found.observed.draws.items() if day == "tomorrow")
    today = sum(len(draws) for (_, day), draws in found.observed.draws.items() if day == "today")
    if not tomorrow and not today:
        return still_open("advance_sale")
    return answered("advance_sale", "tomorrow_on_sale" if tomorrow else "tomorrow_not", count=tomorrow)


def game_ids(found: Evidence) -> Answer:
    """Which game_id is which game?"""
    template = found.observed.template
    if template is None or not template.games:
        return still_open("game_ids")
    told = [
        f"{game.id} = {game.kind.value} ({len(game.plays)}: {_form(game.plays)})"
        for game in sorted(template.games.values(), key=lambda one: one.id)
    ]
    kinds = {game.kind for game in template.games.values()}
    wanted = {Kind.FIGURE_77} if ANIMALITOS77 in _games(found) else set()
    wanted |= {Kind.TRIPLETA} if TRIPLETA in _games(found) else set()
    wanted |= {Kind.FIGURE_38} if ANIMALITOS in _games(found) else set()
    whole = wanted <= kinds and Kind.OTHER not in kinds
    return (answered if whole else partly)("game_ids", "games", games="; ".join(told))


def _games(found: Evidence) -> tuple[str, ...]:
    return found.observed.agency.games if found.observed.agency else ()


def _form(plays: object) -> str:
    forms = Counter(probe_mask.form(str(play)) for play in list(plays))  # type: ignore[call-overload]
    return " ".join(form for form, _ in forms.most_common(3))


def tripleta(found: Evidence) -> Answer:
    """How is a tripleta written, and which draw does it name?"""
    template, own = found.observed.template, 0
    for (category, _), draws in found.observed.draws.items():
        own += len(draws) if category == TRIPLETA else 0
    games = template.by_kind.get(Kind.TRIPLETA, ()) if template else ()
    if not games:
        return partly("tripleta", "tripleta_draws", count=own) if own else still_open("tripleta")
    text = "tripleta_own" if own else "tripleta_other"
    return (answered if own else partly)("tripleta", text, form=_form(games[0].plays), count=own)


def animal_wager(found: Evidence) -> Answer:
    """Is an animal a number or a word on the wire?"""
    template = found.observed.template
    games = [game for game in template.games.values() if _of_animals(game)] if template else []
    if not games:
        return still_open("animal_wager")
    numbers = all(play.isdigit() for game in games for play in game.plays)
    text = "animals_numbers" if numbers else "animals_words"
    return answered("animal_wager", text, forms=listed(_form(game.plays) for game in games))


def _of_animals(game: Game) -> bool:
    """Figures, or words that are no kind of ours: an animal's name or code is likeliest."""
    words = game.kind is Kind.OTHER and all(play.isalpha() for play in game.plays)
    return game.kind in FIGURE_KINDS or words


def limits(found: Evidence) -> Answer:
    """What do max_permutations, max_sequences and quota mean?"""
    told = [
        f"{one.path.rpartition('.')[2]} {'/'.join(one.forms)}"
        for name in ("agency", "products")
        for one in found.paths(name)
        if one.path.rpartition(".")[2] in (*_LIMITS, "quota")
    ]
    return still_open("limits", "limit_values", values="; ".join(told)) if told else still_open("limits")


def decimals(found: Evidence) -> Answer:
    """Have amounts decimals, and is there a currency?"""
    seen = Counter[str]()
    everything = [one for fields in found.fields.values() for one in fields]
    currency = [one.path for one in everything if "currenc" in one.path.casefold()]
    for one in everything:
        if one.path.rpartition(".")[2] in _AMOUNTS:
            seen.update({kind: count for kind, count in one.types.items() if kind in _AMOUNT_TYPES})
    if not seen:
        return still_open("decimals")
    types = ", ".join(f"{kind} ({count})" for kind, count in seen.most_common())
    if seen.keys() == {"integer"}:
        return partly("decimals", "amounts_whole", count=seen["integer"], currency=listed(currency) or "-")
    return answered("decimals", "amounts", types=types, currency=listed(currency) or "-")


def copy_sells(found: Evidence) -> Answer:
    """Does copy sell?"""
    trial = found.observed.copy
    if trial.sold:
        return answered("copy_sells", "copy_sold")
    exchange = next(found.of("copy"), None)
    if exchange is None or not trial.compared:
        return still_open("copy_sells", "copy_not_tried")
    if trial.drafts is None:
        return partly("copy_sells", "copy_refused", detail=exchange.detail)
    if not trial.same:
        return still_open("copy_sells", "copy_disturbed")
    closed = sum(1 for one in trial.drafts if not one.wager.event_id)
    return answered("copy_sells", "copy_draft", count=len(trial.drafts), closed=closed)


def image(found: Evidence) -> Answer:
    """What does the image endpoint give?"""
    exchange = next(found.of("ticket_image"), None)
    if exchange is None:
        return still_open("image")
    picture = found.observed.image
    media = picture.media or "-" if picture else "?"
    told = {"http": exchange.http, "body": exchange.media, "size": exchange.size, "media": media}
    return answered("image", "image_is", **told)


def paper_text(found: Evidence) -> Answer:
    """What must stand on a printed ticket?"""
    agency = found.observed.agency
    if agency is None:
        return still_open("paper_text")
    lines = [len(text.splitlines()) for text in (agency.ticket_header, agency.ticket_footer)]
    return still_open("paper_text", "paper_lines", header=lines[0], footer=lines[1])


def statuses(found: Evidence) -> Answer:
    """Which statuses are there?"""
    words = [row.raw_status for row in found.observed.all_rows() if row.raw_status]
    rows = counted(shape.shown("status", word) for word in words)
    wagers = [
        form
        for name in ("ticket", "last_ticket")
        for one in found.paths(name)
        if one.path.endswith("wagers[].status")
        for form in one.forms
    ]
    if not rows and not wagers:
        return still_open("statuses")
    return partly("statuses", "status_words", rows=rows or "-", wagers=listed(wagers) or "-")


def winner_list(found: Evidence) -> Answer:
    """Does the winner list keep tickets that were paid?"""
    rows = found.observed.rows.get(Listing.WINNER, ())
    words = counted(shape.shown("status", row.raw_status) for row in rows)
    return still_open("winner_list", "winner_words", words=words) if rows else still_open("winner_list")
