"""Results (F4): what came out on a day, by game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.figures import FIGURE_BY_CODE
from app.domain.format import clock_text
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.ticket import DrawResult
from app.i18n import t
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.office_words import day_view, moved
from app.presenters.result_words import FIGURE_CATEGORIES, figure_code, number_and_sign
from app.presenters.sale_draws import category_title, tint_of
from app.presenters.views_office import (
    ChoiceView,
    PagePhase,
    PageView,
    ResultCell,
    ResultDraw,
    ResultProduct,
    ResultsView,
)
from app.services.results import DayResults
from app.services.set import Services

_FRESH = timedelta(seconds=60)


class ResultsPresenter:
    """Owns the day and the game shown. What was read before stays while there is no line."""

    def __init__(self, services: Services, notices: Notices) -> None:
        self._services = services
        self._notices = notices
        self._tasks = Tasks(self._failed)
        self._day: date | None = None
        self._category = ""
        self._shown: DayResults | None = None
        self._turn = 0
        self.state: Observable[ResultsView] = Observable(ResultsView())

    def opened(self) -> None:
        """The screen is shown: today, read anew unless it just was."""
        self._day = self._services.context.server.today()
        self._show_kept()
        if self._shown is None or self._services.context.server.now() - self._shown.taken_at >= _FRESH:
            self.refresh()

    def came_out(self) -> None:
        """Results of today were read behind the screens: what is shown goes with them."""
        if self.state.value.day.date and self._of_day() == self._services.context.server.today():
            self._show_kept()

    def move_day(self, days: int) -> None:
        """A day earlier (-1) or later."""
        wanted = moved(self._of_day(), days, self._services.context.server.today())
        if wanted != self._of_day():
            self._day = wanted
            self._show_kept()
            self.refresh()

    def choose_tab(self, category: str) -> None:
        """Another game."""
        self._category = category
        self._show(self.state.value.page)

    def next_tab(self) -> None:
        """F8."""
        tabs = [tab.key for tab in self.state.value.tabs]
        if tabs:
            at = tabs.index(self._category) + 1 if self._category in tabs else 0
            self.choose_tab(tabs[at % len(tabs)])

    def refresh(self) -> None:
        """Read the day again; an answer to an older question is dropped."""
        if self._services.session.current.value is None:
            return
        self._turn += 1
        turn = self._turn
        self._show(replace(self.state.value.page, refreshing=True))
        self._tasks.start(f"results-{turn}", lambda: self._load(turn))

    def print(self) -> None:
        """Print what is shown."""
        if self.state.value.can_print:
            self._tasks.start("print", self._print)

    def tick(self) -> None:
        """A second has passed: past midnight the day shown is yesterday."""
        view = self.state.value
        if view.day.date:
            today = self._services.context.server.today()
            self.state.set(replace(view, day=day_view(self._of_day(), today)))

    def _of_day(self) -> date:
        return self._day or self._services.context.server.today()

    async def _load(self, turn: int) -> None:
        day = self._of_day()
        try:
            found = await self._services.office.results.of_day(day)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            if turn == self._turn:
                self._without_line(sentence(error))
            if isinstance(error, SignInRequired):
                self._services.session.lost()
            return
        if turn == self._turn:
            self._shown = found
            self._show(self._page_of(found))

    def _without_line(self, why: str) -> None:
        kept = self._services.office.results.kept(self._of_day())
        self._shown = kept
        if kept is None:
            self._show(PageView(PagePhase.TROUBLE, t("results.trouble"), why))
            return
        hour = clock_text(self._services.context.server.local(kept.taken_at))
        page = self._page_of(kept)
        note = t("results.note_stale", hour=hour)
        self._show(replace(page, phase=PagePhase.STALE, note=note) if kept.results else page)
        self._notices.show(Level.WARN, why)

    def _show_kept(self) -> None:
        self._shown = self._services.office.results.kept(self._of_day())
        loading = PageView(PagePhase.LOADING, t("results.loading"))
        self._show(self._page_of(self._shown) if self._shown else loading)

    def _page_of(self, found: DayResults) -> PageView:
        hour = clock_text(self._services.context.server.local(found.taken_at))
        note = t("results.note", hour=hour)
        if found.results:
            return PageView(PagePhase.READY, note=note)
        return PageView(PagePhase.EMPTY, t("results.empty"), t("results.empty_hint"), note)

    def _show(self, page: PageView) -> None:
        results = self._shown.results if self._shown else ()
        categories = self._categories(results)
        if self._category not in categories:
            self._category = categories[0] if categories else ""
        here = [row for row in results if row.category == self._category]
        if results and not here and page.phase in {PagePhase.READY, PagePhase.STALE}:
            page = replace(
                page, phase=PagePhase.EMPTY, headline=t("results.empty_game"), text=t("results.empty_hint")
            )
        tabs = tuple(
            ChoiceView(one, category_title(one), one == self._category, tint_of(one)) for one in categories
        )
        day = day_view(self._of_day(), self._services.context.server.today())
        self.state.set(ResultsView(day, tabs, self._products(here), page, can_print=bool(here)))

    def _categories(self, results: Iterable[DrawResult]) -> tuple[str, ...]:
        """The agency's games that can have a result, and any other that has one."""
        catalog = self._services.catalog.catalog.value
        ours = catalog.categories() if catalog else ()
        there = {row.category for row in results}
        known = [one for one in ours if one in there or not there or one != "tripleta"]
        return (*known, *sorted(there - set(known)))

    def _products(self, rows: list[DrawResult]) -> tuple[ResultProduct, ...]:
        catalog = self._services.catalog.catalog.value
        found: dict[int, list[DrawResult]] = {}
        for row in rows:
            found.setdefault(row.product_id, []).append(row)
        products = []
        for product_id, draws in found.items():
            product = catalog.product_by_id.get(product_id) if catalog else None
            name = product.name if product else draws[0].name
            products.append(ResultProduct(product_id, name, tint_of(self._category), self._draws(draws)))
        return tuple(sorted(products, key=lambda one: one.name))

    def _draws(self, rows: list[DrawResult]) -> tuple[ResultDraw, ...]:
        """A product's hours, latest first; the lists of one hour beside one another."""
        hours: dict[datetime, list[DrawResult]] = {}
        for row in rows:
            hours.setdefault(row.draws_at, []).append(row)
        return tuple(
            self._draw(moment, sorted(hours[moment], key=lambda row: (row.list_id, row.list_name)))
            for moment in sorted(hours, reverse=True)
        )

    def _draw(self, moment: datetime, rows: list[DrawResult]) -> ResultDraw:
        time = clock_text(self._services.context.server.local(moment))
        if self._category in FIGURE_CATEGORIES and len(rows) == 1:
            code = figure_code(rows[0].value)
            name = FIGURE_BY_CODE[code].name if code else ""
            return ResultDraw(time, (ResultCell("", code or rows[0].value, name),), code)
        return ResultDraw(time, tuple(_cell(row) for row in rows))

    async def _print(self) -> None:
        view = self.state.value
        rows = tuple(
            (f"{product.name} {draw.time}", " ".join(_printed(cell) for cell in draw.cells))
            for product in view.products
            for draw in product.draws
        )
        title = t("results.paper_title", game=category_title(self._category), day=view.day.date)
        if not await self._services.office.results.print(title, rows):
            self._notices.show(Level.WARN, t("results.not_printed"))

    def _failed(self, error: BaseException) -> None:
        self._notices.failed(error)


def _cell(row: DrawResult) -> ResultCell:
    number, sign = number_and_sign(row.value)
    return ResultCell(row.list_name, number, sign)


def _printed(cell: ResultCell) -> str:
    return " ".join(part for part in (cell.label, cell.value, cell.name) if part)
