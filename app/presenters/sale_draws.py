"""The left column of the sale: which draws are on sale, which are chosen, where the cursor stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from app.domain.catalog import Catalog, Draw, Product
from app.domain.favourites import Favourites
from app.domain.format import clock_text, left_text
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.search import matches
from app.i18n import has, t
from app.presenters.shell import urgency_of
from app.presenters.views import DrawChip, DrawsView, ProductCard, TabView, Urgency

_TINTS = {
    LOTTERY: "triples",
    ANIMALITOS: "animalitos",
    ANIMALITOS77: "guacharo",
    TRIPLETA: "tripleta",
}
Rows = tuple[tuple[Product, tuple[Draw, ...]], ...]
_FEW_CHIPS = 7
_COUNT_FROM = timedelta(hours=4)


def tint_of(category: str, *, signed: bool = False) -> str:
    """The colour token of a game category; zodiac lists have their own."""
    return "zodiac" if signed else _TINTS.get(category, "triples")


def category_title(category: str) -> str:
    """What a tab is called; a category we have no word for is shown as the server writes it."""
    key = f"sale.category.{category}"
    return t(key) if has(key) else category


class DrawBoard:
    """Chosen draws and the cursor, over a catalogue that changes underneath."""

    def __init__(self) -> None:
        self.category = ""
        self.chosen: dict[int, Draw] = {}
        self.cursor: int | None = None
        self._catalog: Catalog | None = None
        self._rows: Rows = ()
        self._open: set[int] = set()
        self._zone: tzinfo = UTC
        self._now = datetime.min.replace(tzinfo=UTC)
        self._first = Favourites()
        self.favourites = Favourites()
        self.search: str | None = None
        self.sold_out: frozenset[int] = frozenset()

    def take(self, catalog: Catalog | None, now: datetime, zone: tzinfo) -> tuple[Draw, ...]:
        """A new catalogue or a later hour; returns the chosen draws that are gone with it."""
        self._catalog, self._zone, self._now = catalog, zone, now
        if catalog is None:
            self.chosen, self.cursor, self._rows = {}, None, ()
            return ()
        tabs = catalog.categories()
        if self.category not in tabs:
            self.category = tabs[0] if tabs else ""
        self._rows = self._found()
        gone = tuple(d for d in self.chosen.values() if not self._on_sale(d, now))
        fresh = catalog.draw_by_id
        self.chosen = {event: fresh[event] for event, draw in self.chosen.items() if draw not in gone}
        self._keep_cursor()
        return gone

    def _keep_cursor(self) -> None:
        if self.cursor not in {draw.event_id for _, draws in self._rows for draw in draws}:
            self.cursor = self._rows[0][1][0].event_id if self._rows else None

    def _found(self) -> Rows:
        """The products and draws to show, in their order: the tab's, or what is searched for."""
        if self._catalog is None:
            return ()
        rows = _rows(self._catalog, self.category if not self.search else None, self._now)
        if self.search:
            rows = tuple(
                (product, draws)
                for product, every in rows
                if (draws := tuple(d for d in every if matches(self.search, product, d, self._zone)))
            )
        first = Favourites(self._first.sold, self.favourites.pinned).ranks(p.id for p, _ in rows)
        return tuple(sorted(rows, key=lambda row: first.get(row[0].id, len(first))))

    def learn(self, favourites: Favourites) -> None:
        """What was sold before. The order follows it now and not while tickets are typed: nothing jumps."""
        self._first = self.favourites = favourites
        self._rows = self._found()

    def pin(self, product_id: int) -> None:
        """A product among the first, or no longer."""
        self.favourites = self.favourites.toggled(product_id)
        self._rows = self._found()

    def find(self, search: str | None) -> None:
        """Show what a few letters find under all tabs; None ends it."""
        self.search = search
        self._rows = self._found()
        if search and self._rows:
            self.cursor = self._rows[0][1][0].event_id
        self._keep_cursor()

    def found(self) -> Draw | None:
        """The draw under the cursor."""
        return (
            self._catalog.draw_by_id.get(self.cursor) if self._catalog and self.cursor is not None else None
        )

    def _on_sale(self, draw: Draw, now: datetime) -> bool:
        listed = self._catalog.draw_by_id.get(draw.event_id) if self._catalog else None
        return listed is not None and listed.is_open(now)

    def show_tab(self, category: str, now: datetime) -> None:
        """Another category."""
        self.category, self.search = category, None
        self.take(self._catalog, now, self._zone)

    def next_tab(self, now: datetime) -> None:
        """The category to the right, round and round."""
        tabs = self._catalog.categories() if self._catalog else ()
        if tabs:
            self.show_tab(tabs[(tabs.index(self.category) + 1) % len(tabs)], now)

    def toggle(self, event_id: int) -> None:
        """Choose a draw or leave it out; the cursor goes there."""
        draw = self._catalog.draw_by_id.get(event_id) if self._catalog else None
        if draw is None:
            return
        if any(one.event_id == event_id for _, draws in self._rows for one in draws):
            self.cursor = event_id
        if self.chosen.pop(event_id, None) is None:
            self.chosen[event_id] = draw

    def toggle_all(self, product_id: int) -> None:
        """All open draws of a product's next day; when all are chosen already, none."""
        draws = self._one_day(next((found for product, found in self._rows if product.id == product_id), ()))
        if all(draw.event_id in self.chosen for draw in draws):
            for draw in draws:
                self.chosen.pop(draw.event_id, None)
        else:
            self.chosen.update({draw.event_id: draw for draw in draws})

    def toggle_more(self, product_id: int) -> None:
        """Show all draws of a product, or just the next few again."""
        self._open ^= {product_id}

    def all_of_chosen(self) -> None:
        """All open draws of every product that has a chosen one (or of the one under the cursor)."""
        wanted = {d.product_id for d in self.chosen_here()} or self._product_at_cursor()
        for product, draws in self._rows:
            if product.id in wanted:
                self.chosen.update({draw.event_id: draw for draw in self._one_day(draws)})

    def next_of_each(self) -> None:
        """The next draw of every product shown; when all of them are chosen already, none of them."""
        following = {draws[0].event_id: draws[0] for _, draws in self._rows}
        if following.keys() <= self.chosen.keys():
            self.chosen = {event: draw for event, draw in self.chosen.items() if event not in following}
        else:
            self.chosen.update(following)

    def none(self) -> None:
        """No draw is chosen any more."""
        self.chosen = {}

    def choose(self, draw: Draw) -> None:
        """One more."""
        self.chosen[draw.event_id] = draw

    def _one_day(self, draws: tuple[Draw, ...]) -> tuple[Draw, ...]:
        """Today's draws, or tomorrow's when today has none left: nobody means two days by "all"."""
        days = [draw.draws_at.astimezone(self._zone).date() for draw in draws]
        return tuple(draw for draw, day in zip(draws, days, strict=True) if day == days[0])

    def _product_at_cursor(self) -> set[int]:
        return {p.id for p, draws in self._rows if any(d.event_id == self.cursor for d in draws)}

    def move(self, dx: int, dy: int) -> None:
        """Move the cursor along a product's draws or to another product."""
        place = self._place()
        if place is None:
            return
        row, column = place
        row = max(0, min(len(self._rows) - 1, row + dy))
        draws = self._rows[row][1]
        column = max(0, min(len(draws) - 1, column + dx if dy == 0 else column))
        self.cursor = draws[column].event_id

    def _place(self) -> tuple[int, int] | None:
        for row, (_, draws) in enumerate(self._rows):
            for column, draw in enumerate(draws):
                if draw.event_id == self.cursor:
                    return row, column
        return None

    def chosen_here(self) -> tuple[Draw, ...]:
        """The chosen draws of the shown category."""
        return tuple(draw for draw in self.chosen.values() if draw.category == self.category)

    def view(self, now: datetime, zone: tzinfo, moving: str = "") -> DrawsView:
        """The column as a state; `moving` is said above the draws."""
        catalog = self._catalog
        if catalog is None:
            return DrawsView(empty=t("sale.no_catalog"))
        tabs = tuple(self._tab(category) for category in catalog.categories())
        cards = tuple(self._card(product, draws, now, zone) for product, draws in self._rows)
        count = len(self.chosen)
        return DrawsView(
            tabs,
            cards,
            t("sale.chosen", count=count) if count else t("sale.none_chosen"),
            "" if cards else t("sale.nothing_found" if self.search else "sale.nothing_open"),
            count,
            moving,
            self.search,
        )

    def _tab(self, category: str) -> TabView:
        chosen = sum(draw.category == category for draw in self.chosen.values())
        return TabView(
            category, category_title(category), tint_of(category), category == self.category, chosen
        )

    def _card(self, product: Product, draws: tuple[Draw, ...], now: datetime, zone: tzinfo) -> ProductCard:
        shown = self._shown(product, draws)
        chips = tuple(self._chip(product, draw, now, zone) for draw in shown)
        rest = len(draws) - len(shown)
        more = f"+{rest}" if rest else ("−" if product.id in self._open else "")
        pinned = product.id in self.favourites.pinned
        tint = tint_of(product.category)
        return ProductCard(product.id, product.name, product.lottery, tint, chips, more, pinned)

    def _shown(self, product: Product, draws: tuple[Draw, ...]) -> tuple[Draw, ...]:
        """The next few, the chosen ones and the one under the cursor; all of an opened product."""
        if product.id in self._open or len(draws) <= _FEW_CHIPS + 1:
            return draws
        return tuple(
            draw
            for place, draw in enumerate(draws)
            if place < _FEW_CHIPS or draw.event_id in self.chosen or draw.event_id == self.cursor
        )

    def _chip(self, product: Product, draw: Draw, now: datetime, zone: tzinfo) -> DrawChip:
        local = draw.draws_at.astimezone(zone)
        left = draw.closes_at - now
        urgency = urgency_of(left)
        time = clock_text(local)
        sold_out = draw.event_id in self.sold_out
        detail = t("sale.sold_out_here") if sold_out else _left(draw, now, zone, urgency)
        return DrawChip(
            draw.event_id,
            time,
            " · ".join(part for part in (draw.list_name, detail) if part),
            urgency,
            draw.event_id in self.chosen,
            draw.event_id == self.cursor,
            f"{product.name} {time} {draw.list_name}".strip(),
            sold_out,
        )


def _left(draw: Draw, now: datetime, zone: tzinfo, urgency: Urgency) -> str:
    left = draw.closes_at - now
    if urgency in {Urgency.SOON, Urgency.NOW}:
        return t("sale.closes_in", left=left_text(left))
    if draw.draws_at.astimezone(zone).date() > now.astimezone(zone).date():
        return t("sale.tomorrow")
    return left_text(left) if left < _COUNT_FROM else ""


def _rows(catalog: Catalog, category: str | None, now: datetime) -> Rows:
    """Products of a category (None: of all) with their next open draws, those that draw next first."""
    found: dict[int, list[Draw]] = {}
    for draw in catalog.draws:
        if category in (None, draw.category) and draw.is_open(now):
            found.setdefault(draw.product_id, []).append(draw)
    products = [p for p in catalog.products if p.active and p.id in found]
    products.sort(key=lambda p: (found[p.id][0].draws_at, p.name))
    return tuple((product, tuple(found[product.id])) for product in products)
