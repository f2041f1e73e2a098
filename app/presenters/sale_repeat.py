"""What of a ticket could not be repeated, in words."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.catalog import Catalog
from app.domain.ticket import Wager
from app.i18n import t
from app.services.tickets import Draft

_MOST = 8


def lost_text(draft: Draft, closed: Iterable[Wager], catalog: Catalog | None) -> str:
    """The wagers of the ticket that are in no open draw, by draw; empty when all could be repeated.

    `closed` have a draw that is not on sale here. More than eight are counted, not listed.
    """
    rows = [(_place(one.event_name, one.draw_time), one.wager.text) for one in draft.lost]
    for wager in closed:
        draw = catalog.draw_by_id.get(wager.event_id) if catalog else None
        rows.append((_place(draw.name if draw else "", ""), wager.text))
    if not rows:
        return ""
    by_place: dict[str, list[str]] = {}
    for place, text in rows[:_MOST]:
        by_place.setdefault(place, []).append(text)
    shown = "; ".join(f"{', '.join(texts)} {place}".strip() for place, texts in by_place.items())
    if len(rows) > _MOST:
        shown = t("sale.and_more", numbers=shown, more=len(rows) - _MOST)
    return t("sale.repeat_lost", count=len(rows), plays=shown)


def _place(name: str, time: str) -> str:
    return f"({' '.join(part for part in (name, time) if part)})" if name or time else ""
