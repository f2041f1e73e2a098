"""The middle column of the sale: the line being typed and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.catalog import Catalog
from app.domain.entry import Resolved
from app.domain.figures import FIGURE_BY_CODE, FIGURES, FIGURES_38
from app.domain.games import ANIMALITOS, ANIMALITOS77, TRIPLETA
from app.domain.typed import Problem
from app.i18n import t
from app.money import Money
from app.presenters.sale_edit import chosen_figures, is_permuta
from app.presenters.views import CashView, EntryMode, EntryView, FigureTile
from app.services.papers import draw_title

_MODES = {
    ANIMALITOS: EntryMode.FIGURES_38,
    ANIMALITOS77: EntryMode.FIGURES_77,
    TRIPLETA: EntryMode.TRIPLETA,
}
_MOST_NUMBERS, _MOST_FIGURES = 8, 5


@dataclass(frozen=True, slots=True)
class Line:
    """What the column is made of."""

    text: str
    category: str
    kept: Money | None
    resolved: Resolved
    quick_amounts: tuple[int, ...]
    cash: CashView | None = None
    sold_out: frozenset[str] = frozenset()


def mode_of(category: str) -> EntryMode:
    """Which keys a category is typed with."""
    return _MODES.get(category, EntryMode.DIGITS)


def view_of(line: Line, catalog: Catalog | None) -> EntryView:
    """The column as a state."""
    mode, found = mode_of(line.category), line.resolved
    typed = bool(line.text.strip())
    first = found.problems[0] if typed and found.problems else None
    if line.cash is not None:
        return _cash_view(line, mode, line.cash)
    return EntryView(
        mode=mode,
        title=t(f"sale.entry_title.{mode.value}"),
        text=line.text,
        kept=t("sale.kept", amount=line.kept.digits(cents=False)) if line.kept else "",
        meaning=_numbers(found, mode),
        count_text=_count(found),
        cost_text=found.cost.text(cents=False) if found.cost else "",
        problem=_sentence(first) if first and first.blocking and not first.unfinished else "",
        warning=_warning(found, first, catalog),
        valid=typed and not found.blocked and (found.acts or _keeps(found)),
        figures=_tiles(mode, line),
        quick_amounts=line.quick_amounts,
        permuta=is_permuta(line.text),
    )


def _cash_view(line: Line, mode: EntryMode, cash: CashView) -> EntryView:
    """`+100`: what is handed over and what goes back."""
    return EntryView(
        mode=mode,
        title=t("sale.cash.title"),
        text=line.text,
        kept="",
        meaning=cash.text,
        count_text=cash.change,
        valid=not cash.short,
        figures=_tiles(mode, line),
        quick_amounts=line.quick_amounts,
    )


def _keeps(found: Resolved) -> bool:
    """`*5` with no line to point at: the amount to keep."""
    return found.amount is not None and not found.acts and not found.problems


def _numbers(found: Resolved, mode: EntryMode) -> str:
    numbers = found.meaning.numbers
    if not found.lines and found.changes and found.count and not found.problems:
        return t("sale.changes", numbers=", ".join(numbers[:_MOST_FIGURES]))
    if mode is EntryMode.DIGITS:
        if len(numbers) <= _MOST_NUMBERS:
            return " ".join(numbers)
        return f"{' '.join(numbers[: _MOST_NUMBERS - 2])} … {numbers[-1]}"  # the count stands beside it
    shown = " · ".join(_named(number) for number in numbers[:_MOST_FIGURES])
    more = len(numbers) - _MOST_FIGURES
    return t("sale.and_more", numbers=shown, more=more) if more > 0 else shown


def _named(play: str) -> str:
    """A figure with its name ("5 León"); a tripleta as it is."""
    figure = FIGURE_BY_CODE.get(play)
    return f"{play} {figure.name}" if figure else play


def _count(found: Resolved) -> str:
    if not found.count:
        return (
            t("sale.keeps", amount=found.amount.text(cents=False)) if _keeps(found) and found.amount else ""
        )
    wagers = t("sale.wagers", count=found.count)
    draws = found.meaning.draws
    if draws > 1 and found.count == len(found.meaning.numbers) * draws:
        return t("sale.times", numbers=len(found.meaning.numbers), draws=draws, wagers=wagers)
    return wagers


def _warning(found: Resolved, first: Problem | None, catalog: Catalog | None) -> str:
    """What the cashier should know before Enter: what is still missing, twins, draws left out."""
    if first is not None and (first.unfinished or not first.blocking):
        return _sentence(first)
    if found.skipped and catalog is not None:
        skipped = found.skipped[0]
        name = draw_title(catalog, skipped.draw)
        return t("sale.skipped", draw=name, reason=t(f"entry.{skipped.reason}"))
    return ""


def _sentence(problem: Problem) -> str:
    return t(f"entry.{problem.code}", **problem.params)


def _tiles(mode: EntryMode, line: Line) -> tuple[FigureTile, ...]:
    if mode is EntryMode.DIGITS:
        return ()
    figures = FIGURES if mode is EntryMode.FIGURES_77 else FIGURES_38
    chosen = chosen_figures(line.text, line.category)
    return tuple(FigureTile(f.code, f.name, f.code in chosen, f.code in line.sold_out) for f in figures)
