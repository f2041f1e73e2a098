"""Which amount and which place each play has: by the order of the words, line by line.

Places and amounts stand before their plays ("zulia 4:45: 123 a 5") or behind them ("123 a 5 zulia"). A
sentence that begins with one and ends with the other says which; what could be both is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.orders.parts import Answer, Asker, K
from app.domain.orders.sentences import Form, Place, Play, Sentence, Spec, Sum
from app.money import Money


@dataclass(slots=True, eq=False)
class Bet:
    """A play with what was said for it; None: nothing was."""

    play: Play
    money: Money | None = None
    place: Place | None = None
    out: bool = False


def assemble(sentences: list[Sentence], asker: Asker) -> tuple[list[Bet], list[Sum]]:
    """All plays with their amounts and places, and the totals that the message tells."""
    for sentence in sentences:
        _merge_places(sentence)
    _bare_amounts(sentences, asker)
    bets = {id(play): Bet(play) for sentence in sentences for play in sentence.plays}
    _amounts(sentences, bets, asker)
    _places(sentences, bets, asker)
    totals = [
        item for sentence in sentences for item in sentence.items if isinstance(item, Sum) and item.whole
    ]
    return list(bets.values()), totals


# ---------------------------------------------------------------- amounts


def _bare_amounts(sentences: list[Sentence], asker: Asker) -> None:
    """ "123 5", "leon-10": without any word the second number may be its amount; asked once for all."""
    led = False
    for sentence in sentences:
        sums = [item for item in sentence.items if isinstance(item, Sum) and not item.whole]
        if sums and not sentence.plays:
            led = True
        if sums or led:
            continue
        for index, item in enumerate(sentence.items):
            before = sentence.items[index - 1] if index else None
            if isinstance(item, Play) and isinstance(before, Play) and _may_be_amount(item, before, sentence):
                answers = Answer("amount", "amount"), Answer("number", "number")
                told = asker.ask_once(
                    "amount_or_number", "all", (item.start, item.end), answers, text=item.text
                )
                if told != "number":
                    sentence.items[index] = Sum(Money.units(int(item.text)), item.start, item.end)


def _may_be_amount(item: Play, before: Play, sentence: Sentence) -> bool:
    if item.form is not Form.NUMBER or item.link not in (None, K.DASH, K.GLUE) or item.text[0] == "0":
        return False
    if item.signs or item.permuted or len(item.text) > 4:
        return False
    if before.form is not Form.NUMBER or before.permuted or before.signs:
        return True
    if len(before.text) == 3:
        return len(item.text) != 3
    return len(before.text) == 2 and len(sentence.plays) == 2


def _amounts(sentences: list[Sentence], bets: dict[int, Bet], asker: Asker) -> None:
    state = _Amounts(bets, asker)
    for sentence in sentences:
        state.take([i for i in sentence.items if isinstance(i, Play) or (isinstance(i, Sum) and not i.whole)])
    state.end()


class _Amounts:
    """The amounts met so far: `lead` stands before all that follows, `kept` is the last one given."""

    def __init__(self, bets: dict[int, Bet], asker: Asker) -> None:
        self._bets = bets
        self._asker = asker
        self._lead: Sum | None = None
        self._kept: Sum | None = None
        self._waiting: list[tuple[Play, Sum | None]] = []

    def take(self, items: list[Play | Sum]) -> None:
        """The plays and amounts of one sentence."""
        if not items:
            return
        first_sum, last_sum = isinstance(items[0], Sum), isinstance(items[-1], Sum)
        sums = [item for item in items if isinstance(item, Sum)]
        plays = [item for item in items if isinstance(item, Play)]
        if not sums:
            self._plays_alone(plays)
        elif not plays:
            self._sum_alone(sums[-1])
        elif first_sum and last_sum:
            self._both_ends(items, sums)
        elif first_sum:
            self._leading(items)
        else:
            self._trailing(items)

    def _plays_alone(self, plays: list[Play]) -> None:
        if self._lead is not None:
            self._give(plays, self._lead)
        else:
            self._waiting += [(play, self._kept) for play in plays]

    def _sum_alone(self, told: Sum) -> None:
        if self._waiting:
            self._settle_waiting(told)
        else:
            self._lead = told
        self._kept = told

    def _leading(self, items: list[Play | Sum]) -> None:
        current: Sum | None = None
        for item in items:
            if isinstance(item, Sum):
                current = item
            elif current is not None:
                self._give([item], current)
        self._kept = current

    def _trailing(self, items: list[Play | Sum]) -> None:
        run: list[Play] = []
        for item in items:
            if isinstance(item, Play):
                run.append(item)
                continue
            self._settle_waiting(item)
            self._give(run, item)
            run, self._kept = [], item
        if run and self._kept is not None:
            self._ask_kept(run, self._kept)

    def _both_ends(self, items: list[Play | Sum], sums: list[Sum]) -> None:
        """An amount before and one behind: the order does not tell whose is whose."""
        answers = Answer("before", "amount_before"), Answer("behind", "amount_behind")
        span = (sums[0].start, sums[-1].end)
        told = self._asker.ask(
            "amount_side", f"{sums[0].money.minor}-{sums[-1].money.minor}", span, answers,
            before=sums[0].money.digits(cents=False), behind=sums[-1].money.digits(cents=False),
        )  # fmt: skip
        if told == "before":
            self._leading(items)
        else:
            self._trailing(items[1:])

    def _settle_waiting(self, told: Sum) -> None:
        """Plays of earlier lines without an amount take the next one, unless one was kept for them."""
        doubtful = [play for play, kept in self._waiting if kept is not None and kept.money != told.money]
        self._give([play for play, _ in self._waiting if play not in doubtful], told)
        for play, kept in self._waiting:
            if kept is None or play not in doubtful:
                continue
            answers = tuple(_amount_answer(one.money) for one in (kept, told))
            chosen = self._asker.ask(
                "amount_kept", play.text, (play.start, play.end), answers, play=play.text
            )
            self._bets[id(play)].money = _chosen_money(chosen) or kept.money
        self._waiting = []

    def _ask_kept(self, plays: list[Play], kept: Sum) -> None:
        for play in plays:
            answers = (_amount_answer(kept.money), Answer("out", "leave_out"))
            chosen = self._asker.ask(
                "amount_kept", play.text, (play.start, play.end), answers, play=play.text
            )
            bet = self._bets[id(play)]
            bet.out = chosen == "out"
            bet.money = kept.money

    def _give(self, plays: list[Play], told: Sum) -> None:
        for play in plays:
            self._bets[id(play)].money = told.money

    def end(self) -> None:
        """What nobody gave an amount keeps the one before, when there was one."""
        for play, kept in self._waiting:
            if kept is not None:
                self._bets[id(play)].money = kept.money


def _amount_answer(money: Money) -> Answer:
    return Answer(f"money:{money.minor}", "money", {"amount": money.digits(cents=False)})


def _chosen_money(chosen: str | None) -> Money | None:
    return Money(int(chosen.partition(":")[2])) if chosen and chosen.startswith("money:") else None


# ---------------------------------------------------------------- places


def _merge_places(sentence: Sentence) -> None:
    """ "zulia 123 a 5 a las 4:45": the product before and its hour behind are one place."""
    places = [item for item in sentence.items if isinstance(item, Place)]
    for place in places:
        _share(place)
    if len(places) != 2 or not sentence.plays:
        return
    first, second = places
    at, behind = (sentence.items.index(place) for place in places)
    plays = [index for index, item in enumerate(sentence.items) if isinstance(item, Play)]
    if not any(at < index < behind for index in plays):  # only an amount stands between: one place
        bare = all(not spec.products for spec in second.specs)
        if bare and not any(spec.timed for spec in first.specs):
            _complete(first, second)
            sentence.items.remove(second)
        elif not bare and all(index < at for index in plays):
            first.specs += second.specs
            sentence.items.remove(second)
        return
    if any(index > behind or index < at for index in plays):
        return
    named, timed = (first, second) if first.specs[0].products else (second, first)
    complement = all(not s.timed and s.products for s in named.specs) and all(
        not s.products for s in timed.specs
    )
    if complement and any(spec.timed for spec in timed.specs):
        _complete(named, timed)
        sentence.items.remove(timed)


def _complete(named: Place, timed: Place) -> None:
    for spec in named.specs:
        for other in timed.specs:
            spec.hours += other.hours
            spec.which = other.which if other.which is not None else spec.which
            spec.lists = spec.lists or other.lists
            spec.signed = spec.signed or other.signed


def _share(place: Place) -> None:
    """ "zulia y caliente a las 4": products without an hour take that of the next one that has it."""
    behind: Spec | None = None
    for spec in reversed(place.specs):
        if spec.timed:
            behind = spec
        elif behind is not None:
            spec.hours, spec.which = list(behind.hours), behind.which
    ahead: Spec | None = None
    for spec in place.specs:
        if spec.timed or ahead is None or not place.hours_first:
            ahead = spec
        else:
            spec.hours, spec.which = list(ahead.hours), ahead.which


class _Places:
    """The places met so far: `heading` stands before all that follows, `last` is the last one behind plays."""

    def __init__(self, bets: dict[int, Bet], asker: Asker, places_lead: bool) -> None:
        self._bets = bets
        self._asker = asker
        self._places_lead = places_lead
        self.heading: Place | None = None
        self.last: Place | None = None
        self.product: tuple[int, ...] = ()
        self.waiting: list[Play] = []
        self._unnamed: set[int] = set()

    def take(self, items: list[Play | Place], following: bool) -> None:
        """The plays and places of one sentence; `following`: the next one begins with plays."""
        for item in items:
            if isinstance(item, Place):
                self._inherit(item)
        groups = _grouped(items)
        if not groups:
            return
        first, last = groups[0], groups[-1]
        if len(groups) == 1:
            if isinstance(first, Place):
                self._place_alone(first)
            else:
                self._plays_alone(first)
        elif isinstance(first, Place) and not isinstance(last, Place):
            self._leading(groups)
        elif isinstance(last, Place) and not isinstance(first, Place):
            self._trailing(groups)
        elif isinstance(first, Place):
            self._place_at_both_ends(groups, following)
        else:
            self._plays_at_both_ends(groups)

    def _inherit(self, place: Place) -> None:
        """An hour alone is one of the product before it."""
        if not any(spec.products for spec in place.specs):
            self._unnamed.add(id(place))
        for spec in place.specs:
            if spec.products:
                self.product = spec.products
            elif self.product:
                spec.products = self.product

    def _place_alone(self, place: Place) -> None:
        if self.waiting and not (self._places_lead and self.heading is not None):
            self._give(self.waiting, place)
            self.waiting, self.last = [], place
        elif self.heading is not None and _bare(self.heading) and id(place) in self._unnamed:
            _complete(self.heading, place)
        else:
            self.heading = place

    def _plays_alone(self, plays: list[Play]) -> None:
        if self.heading is not None:
            self._give(plays, self.heading)
        else:
            self.waiting += plays

    def _leading(self, groups: list[list[Play] | Place]) -> None:
        for group in groups:
            if isinstance(group, Place):
                self.heading = group
            elif self.heading is not None:
                self._give(group, self.heading)

    def _trailing(self, groups: list[list[Play] | Place]) -> None:
        run: list[Play] = []
        for group in groups:
            if isinstance(group, Place):
                self._give([*self.waiting, *run], group)
                self.waiting, run, self.last = [], [], group
            else:
                run = group
        self.heading = None

    def _place_at_both_ends(self, groups: list[list[Play] | Place], following: bool) -> None:
        end = groups[-1]
        self._leading(groups[:-1])
        if not isinstance(end, Place):
            return
        if following:
            self.heading = end
            return
        before = groups[-2]
        plays = before if isinstance(before, list) else []
        answers = (
            Answer("both", "place_both"), Answer("first", "place_before"), Answer("last", "place_behind"),
        )  # fmt: skip
        told = self._asker.ask("place_side", str(end.start - groups[0].start if isinstance(groups[0], Place) else 0),
                               (end.start, end.end), answers)  # fmt: skip
        lead = self.heading
        if told == "last":
            self._give(plays, end)
        elif told != "first" and lead is not None:
            self._give(plays, Place([*lead.specs, *end.specs]))

    def _plays_at_both_ends(self, groups: list[list[Play] | Place]) -> None:
        """ "123 a 5 zulia, 456 a 10": whether the last ones go there as well is asked."""
        tail = groups[-1]
        if self.heading is not None and not isinstance(groups[0], Place):
            self._give(groups[0], self.heading)
            self._leading(groups[1:])
            return
        self._trailing(groups[:-1])
        if isinstance(tail, list) and self.last is not None:
            self.carry(tail, self.last)

    def carry(self, plays: list[Play], place: Place) -> None:
        """Ask whether plays without a place go to the one before."""
        answers = Answer("same", "place_same"), Answer("out", "leave_out")
        told = self._asker.ask(
            "place_kept", plays[0].text, (plays[0].start, plays[-1].end), answers, play=plays[0].text
        )
        for play in plays:
            self._bets[id(play)].place = place
            self._bets[id(play)].out = told == "out"

    def _give(self, plays: list[Play], place: Place) -> None:
        for play in plays:
            self._bets[id(play)].place = place


def _bare(place: Place) -> bool:
    return not any(spec.timed for spec in place.specs)


def _grouped(items: list[Play | Place]) -> list[list[Play] | Place]:
    groups: list[list[Play] | Place] = []
    for item in items:
        last = groups[-1] if groups else None
        if isinstance(item, Place):
            groups.append(item)
        elif isinstance(last, list):
            last.append(item)
        else:
            groups.append([item])
    return groups


def _places(sentences: list[Sentence], bets: dict[int, Bet], asker: Asker) -> None:
    rows: list[list[Play | Place]] = [
        [item for item in sentence.items if isinstance(item, Play | Place)] for sentence in sentences
    ]
    rows = [row for row in rows if row]
    leads = bool(rows) and isinstance(rows[0][0], Place)
    state = _Places(bets, asker, leads)
    for index, row in enumerate(rows):
        following = index + 1 < len(rows) and isinstance(rows[index + 1][0], Play)
        state.take(row, following)
    if state.waiting and state.last is not None:
        state.carry(state.waiting, state.last)
