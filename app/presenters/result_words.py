"""Results in a sentence."""

from __future__ import annotations

from app.domain.figures import FIGURE_BY_CODE, figure_named, sign_named
from app.domain.format import clock_text
from app.domain.games import ANIMALITOS, ANIMALITOS77
from app.domain.ticket import DrawResult
from app.i18n import t
from app.services.set import Services

FIGURE_CATEGORIES = frozenset({ANIMALITOS, ANIMALITOS77})
_TOLD = 3


def figure_code(value: str) -> str:
    """The figure that a result names ("7", "07", "LEON"), or "" when it is none. "0" and "00" differ."""
    for code in (value, value.lstrip("0")):
        if code in FIGURE_BY_CODE:
            return code
    named = figure_named(value)
    return named.code if named else ""


def number_and_sign(value: str) -> tuple[str, str]:
    """`589-ESC` as ("589", "Escorpio"); anything else is a number without a sign."""
    number, _, code = value.partition("-")
    sign = sign_named(code) if code.isalpha() else None
    return (number, sign.name) if sign else (value, "")


def results_text(rows: tuple[DrawResult, ...], services: Services) -> str:
    """`Salió LOTTO REY 1:00 pm 5 León · …`: the first few, and how many more there are."""
    ordered = sorted(rows, key=lambda row: (row.draws_at, row.name, row.list_id))
    told = " · ".join(_one(row, services) for row in ordered[:_TOLD])
    more = len(rows) - _TOLD
    return (
        t("results.came_out_more", results=told, count=more)
        if more > 0
        else t("results.came_out", results=told)
    )


def _one(row: DrawResult, services: Services) -> str:
    catalog = services.catalog.catalog.value
    product = catalog.product_by_id.get(row.product_id) if catalog else None
    name = (product.name if product else row.name).title()
    hour = clock_text(services.context.server.local(row.draws_at))
    return " ".join(part for part in (name, row.list_name, hour, _value(row)) if part)


def _value(row: DrawResult) -> str:
    code = figure_code(row.value) if row.category in FIGURE_CATEGORIES else ""
    if code:
        return f"{code} {FIGURE_BY_CODE[code].name}"
    number, sign = number_and_sign(row.value)
    return f"{number} {sign}".strip()
