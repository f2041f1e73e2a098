"""A place as written against what is on sale: which draws it means, asking where it means several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache

from app.domain.catalog import Catalog, Draw, Product
from app.domain.figures import FIGURES_38
from app.domain.format import clock_text
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.orders import words
from app.domain.orders.hours import fits
from app.domain.orders.parts import Answer, Asker, Hour
from app.domain.orders.sentences import Form, Place, Play, Spec

_CODES_38 = frozenset(figure.code for figure in FIGURES_38)
_OUT = Answer("out", "leave_out")
ALL = "all"


def categories_of(play: Play) -> tuple[str, ...]:
    """The game categories in which a play can be played at all, by its look."""
    if play.form is Form.TRIPLETA:
        return (TRIPLETA,)
    if play.form is Form.FIGURE:
        return (ANIMALITOS, ANIMALITOS77) if play.text in _CODES_38 else (ANIMALITOS77,)
    if play.form is Form.PATTERN or play.permuted or play.signs or play.width:
        return (LOTTERY,)
    if play.form is Form.RANGE:
        return (LOTTERY,) if len(play.text) == 3 else (LOTTERY, ANIMALITOS, ANIMALITOS77)
    if len(play.text) > 2:
        return (LOTTERY,)
    code = play.text if play.text in ("0", "00") else str(int(play.text))
    figures = (ANIMALITOS, ANIMALITOS77) if code in _CODES_38 else (ANIMALITOS77,)
    return (LOTTERY, *figures) if len(play.text) == 2 else figures


class Board:
    """What is on sale at `now`, by product; the questions about it go to `asker`."""

    def __init__(
        self, catalog: Catalog, now: datetime, zone: tzinfo, asker: Asker, chosen: tuple[Draw, ...]
    ) -> None:
        self._catalog = catalog
        self._zone = zone
        self._asker = asker
        self._chosen = tuple(draw for draw in chosen if draw.is_open(now))
        self._minutes, self.drawn = _timetable(catalog.draws, zone)
        self._open: dict[int, list[Draw]] = {}
        for draw in catalog.draws:
            if draw.is_open(now):
                self._open.setdefault(draw.product_id, []).append(draw)

    def minutes(self, draw: Draw) -> int:
        """The minute of the agency's day at which it is drawn."""
        return self._minutes[draw.event_id]

    def draws(self, place: Place, play: Play) -> tuple[Draw, ...] | None:
        """The draws that a play of this look goes to; None while a doubt is open or it is left out."""
        found: dict[int, Draw] = {}
        clear = True
        for spec in place.specs:
            told = self._draws_of(spec, play)
            if told is None:
                clear = False
            else:
                found.update({draw.event_id: draw for draw in told})
        return tuple(found.values()) if clear and found else None

    def nowhere(self, play: Play, span: tuple[int, int]) -> tuple[Draw, ...] | None:
        """A play for which the message names no place: the draws chosen on the screen, or a product."""
        wanted = categories_of(play)
        chosen = tuple(draw for draw in self._chosen if draw.category in wanted)
        answers = [Answer("chosen", "chosen", {"count": len(chosen)})] if chosen else []
        products = [p for p in self._catalog.products if p.category in wanted and p.id in self._open]
        answers += [
            Answer(f"product:{product.id}", "product", {"product": product.name}) for product in products
        ]
        answers = [*answers[: Asker.MOST_ANSWERS - 1], _OUT]
        told = self._asker.ask_once("place_missing", "+".join(wanted), span, tuple(answers), play=play.shown)
        if told == "chosen":
            return chosen
        if told is None or told == "out":
            return None
        return self._draws_of(Spec(*span, products=(int(told.partition(":")[2]),)), play)

    # ------------------------------------------------------------ products

    def _draws_of(self, spec: Spec, play: Play) -> tuple[Draw, ...] | None:
        product = self._product(spec, play)
        if product is None:
            return None
        whole = self._one_day(self._open.get(product.id, []))
        if not whole:
            self._asker.ask_once(
                "product_closed", str(product.id), (spec.start, spec.end), (_OUT,), product=product.name
            )
            return None
        timed = self._timed(spec, product, whole)
        return self._listed(spec, play, product, timed) if timed else None

    def _product(self, spec: Spec, play: Play) -> Product | None:
        by_id = self._catalog.product_by_id
        named = [by_id[one] for one in spec.products if one in by_id]
        if not named:
            named = [product for product in self._catalog.products if self._drawn_then(product, spec)]
        wanted = categories_of(play)
        fitting = [product for product in named if product.category in wanted]
        if not fitting and spec.products:  # told later, with the rule that it breaks
            fitting = [product for product in named if product.category != TRIPLETA][:1] or named[:1]
        if len(fitting) > 1 and spec.timed:
            then = [product for product in fitting if self._drawn_then(product, spec)]
            fitting = then or fitting
        if len(fitting) == 1:
            return fitting[0]
        answers = tuple(Answer(f"product:{p.id}", "product", {"product": p.name}) for p in fitting)
        about = "-".join(str(product.id) for product in fitting[:9])
        told = self._asker.ask_once(
            "product_which", about, (spec.start, spec.end), (*answers[:8], _OUT), play=play.shown
        )
        return by_id[int(told.partition(":")[2])] if told and told != "out" else None

    def _drawn_then(self, product: Product, spec: Spec) -> bool:
        draws = self._open.get(product.id, [])
        return bool(draws) and (
            not spec.hours or any(fits(self.minutes(d), hour) for d in draws for hour in spec.hours)
        )

    def _one_day(self, draws: list[Draw]) -> list[Draw]:
        """Those of the first day that has any: today's, or tomorrow's in the evening."""
        first = self._day(draws[0]) if draws else None
        return [draw for draw in draws if self._day(draw) == first]

    def _day(self, draw: Draw) -> date:
        return draw.draws_at.astimezone(self._zone).date()

    # ------------------------------------------------------------ hours

    def _timed(self, spec: Spec, product: Product, whole: list[Draw]) -> list[Draw] | None:
        times = list(dict.fromkeys(self.minutes(draw) for draw in whole))
        if spec.which is not None and not spec.hours:
            count = {words.ALL_REST: len(times), words.NEXT: 1}.get(str(spec.which))
            few = times[: count if count is not None else int(str(spec.which))]
            return [draw for draw in whole if self.minutes(draw) in few]
        if not spec.hours:
            if len(times) == 1:
                return whole
            return self._ask_hour("hour_missing", spec, product, whole, times, "")
        found: list[Draw] = []
        for hour in spec.hours:
            told = self._at(hour, spec, product, whole, times)
            if told is None:
                return None
            found += told
        return found

    def _at(
        self, hour: Hour, spec: Spec, product: Product, whole: list[Draw], times: list[int]
    ) -> list[Draw] | None:
        if hour.until is not None or hour.open_end:
            wanted = _between(hour, times)
        else:
            wanted = [minute for minute in times if fits(minute, hour)]
            if len(wanted) > 1 and hour.minute is None:
                wanted = [minute for minute in wanted if minute % 60 == 0] or wanted
            if len(wanted) > 1:
                return self._ask_hour("hour_which", spec, product, whole, wanted, _spoken(hour))
        if not wanted:
            return self._ask_hour("hour_closed", spec, product, whole, times, _spoken(hour))
        return [draw for draw in whole if self.minutes(draw) in wanted]

    def _ask_hour(
        self, code: str, spec: Spec, product: Product, whole: list[Draw], times: list[int], said: str
    ) -> list[Draw] | None:
        by_minute = {self.minutes(draw): draw for draw in whole}
        answers = [
            Answer(f"at:{minute}", "hour_at", {"time": self._clock(by_minute[minute])})
            for minute in times[: 7 if len(times) > 7 else 8]
        ]
        if code == "hour_missing":
            answers.append(Answer(ALL, "hour_all", {"count": len(times)}))
        told = self._asker.ask_once(
            code, f"{product.id}:{said}", (spec.start, spec.end), (*answers[:8], _OUT),
            product=product.name, said=said,
        )  # fmt: skip
        if told == ALL:
            return whole
        if told is None or told == "out":
            return None
        minute = int(told.partition(":")[2])
        return [draw for draw in whole if self.minutes(draw) == minute]

    def _clock(self, draw: Draw) -> str:
        return clock_text(draw.draws_at.astimezone(self._zone))

    # ------------------------------------------------------------ lists

    def _listed(self, spec: Spec, play: Play, product: Product, timed: list[Draw]) -> tuple[Draw, ...] | None:
        signed = bool(play.signs)
        fitting = [draw for draw in timed if draw.signed == signed]
        lists = list(dict.fromkeys(draw.list_name for draw in fitting))
        wanted = [name for name in lists if name in spec.lists] if spec.lists else lists
        span = (spec.start, spec.end)
        if spec.signed and not signed:
            wanted = []
        if not wanted or (spec.lists and len(wanted) < len(spec.lists)):
            return self._wrong_list(spec, play, product, fitting, lists)
        if not spec.lists and len(lists) > 1:
            letters = "".join(lists)
            answers = (
                *(Answer(f"list:{name}", "list", {"list": name}) for name in lists),
                Answer(f"list:{letters}", "lists", {"lists": "+".join(lists)}),
            )
            told = self._asker.ask_once(
                "list_missing", letters, span, answers, draw=f"{timed[0].name} {self._clock(timed[0])}"
            )
            if told is None:
                return None
            wanted = list(told.partition(":")[2])
        return tuple(draw for draw in fitting if draw.list_name in wanted)

    def _wrong_list(
        self, spec: Spec, play: Play, product: Product, fitting: list[Draw], lists: list[str]
    ) -> tuple[Draw, ...] | None:
        """A sign without a list for it, or a list that takes only numbers with a sign."""
        code = "no_sign_list" if play.signs else "sign_missing"
        answers = tuple(Answer(f"list:{name}", "list", {"list": name}) for name in lists if name)
        told = self._asker.ask_once(
            code, f"{product.id}:{spec.lists}:{play.text}", (spec.start, spec.end), (*answers, _OUT),
            product=product.name, play=play.shown,
        )  # fmt: skip
        if told is None or told == "out":
            return None
        return tuple(draw for draw in fitting if draw.list_name == told.partition(":")[2])


@lru_cache(maxsize=4)
def _timetable(
    draws: tuple[Draw, ...], zone: tzinfo
) -> tuple[Mapping[int, int], Mapping[int, frozenset[int]]]:
    """The minute of the day of each draw, by event, and those of each product."""
    minutes: dict[int, int] = {}
    products: dict[int, set[int]] = {}
    for draw in draws:
        local = draw.draws_at.astimezone(zone)
        minutes[draw.event_id] = local.hour * 60 + local.minute
        products.setdefault(draw.product_id, set()).add(minutes[draw.event_id])
    return minutes, {product: frozenset(found) for product, found in products.items()}


def _between(hour: Hour, times: list[int]) -> list[int]:
    """The times from the first that fits the beginning to the last that fits the end."""
    first = next((minute for minute in times if fits(minute, hour) or _later(minute, hour)), None)
    if first is None:
        return []
    if hour.until is None:
        return [minute for minute in times if minute >= first]
    ends = [minute for minute in times if fits(minute, hour.until) and minute >= first]
    return [minute for minute in times if first <= minute <= ends[-1]] if ends else []


def _later(minute: int, hour: Hour) -> bool:
    """Whether the span has begun by then: its own first draw may have closed."""
    began = hour.hour % 12 * 60 + (hour.minute or 0) + (12 * 60 if hour.half == "pm" else 0)
    return hour.half != "" and minute >= began


def _spoken(hour: Hour) -> str:
    minutes = f":{hour.minute:02d}" if hour.minute is not None else ""
    return f"{hour.hour}{minutes} {hour.half}".strip()
