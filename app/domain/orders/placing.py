"""Which place each play goes to: one before it, one behind it, or the heading of its part."""

from __future__ import annotations

from app.domain.orders.bets import Bet
from app.domain.orders.merging import complete
from app.domain.orders.parts import Answer, Asker
from app.domain.orders.sentences import Place, Play, Sentence, Spec


class _Places:
    """The places met so far: `heading` stands before what follows, `last` is the last one behind plays."""

    def __init__(self, bets: dict[int, Bet], asker: Asker, places_lead: bool) -> None:
        self._bets = bets
        self._asker = asker
        self._places_lead = places_lead
        self.heading: Place | None = None
        self.last: Place | None = None
        self._before: Spec | None = None
        self.waiting: list[Play] = []
        self._unnamed: set[int] = set()
        self.used: set[int] = set()

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
        """An hour or a list alone is one of the product before it; a list alone keeps its hours too."""
        if not any(spec.products for spec in place.specs):
            self._unnamed.add(id(place))
        for spec in place.specs:
            before = self._before
            if not spec.products and before is not None:
                self.used |= set() if before.timed else {id(before)}
                spec.products, spec.signed = before.products, spec.signed or before.signed
                spec.lists = spec.lists or before.lists
                if not spec.timed:
                    spec.hours, spec.which = list(before.hours), before.which
            if spec.products:
                self._before = spec

    def _place_alone(self, place: Place) -> None:
        if self.waiting and not (self._places_lead and self.heading is not None):
            self._give(self.waiting, place)
            self.waiting, self.last = [], place
        elif (open_place := self.heading or self.last) is not None and self._completes(place, open_place):
            for spec in place.specs:
                spec.products = ()
            complete(open_place, place)
            self.used |= {id(spec) for spec in place.specs}
        else:
            self._refine(place)
            self.heading = self._beside(place)

    def _beside(self, place: Place) -> Place:
        """Two headings one under the other: for the plays below, both count, or the last one."""
        before = self.heading
        if before is None or id(place) in self._unnamed or any(id(s) in self.used for s in before.specs):
            return place
        answers = Answer("both", "place_both"), Answer("last", "place_behind")
        about = f"{len(before.specs)}-{len(place.specs)}"
        told = self._asker.ask("place_side", about, (before.start, place.end), answers)
        return place if told == "last" else Place([*before.specs, *place.specs])

    def _completes(self, place: Place, other: Place) -> bool:
        """An hour in a line of its own, of products that have none yet."""
        return _bare(other) and id(place) in self._unnamed

    def _refine(self, place: Place) -> None:
        """A heading that only says more about the one before it ("zulia 4:45", then "A:") needs no plays."""
        if self.heading is not None and id(place) in self._unnamed:
            self.used |= {id(spec) for spec in self.heading.specs}

    def _plays_alone(self, plays: list[Play]) -> None:
        if self.heading is not None:
            self._give(plays, self.heading)
        else:
            self.waiting += plays

    def _leading(self, groups: list[list[Play] | Place]) -> None:
        for group in groups:
            if isinstance(group, Place):
                self._refine(group)
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
        told = self._asker.ask("place_side", str(len(plays)), (end.start, end.end), answers)
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
            "place_kept", plays[0].text, (plays[0].start, plays[-1].end), answers, play=plays[0].shown
        )
        self._give(plays, place)
        for play in plays:
            self._bets[id(play)].out = told == "out"

    def _give(self, plays: list[Play], place: Place) -> None:
        self.used |= {id(spec) for spec in place.specs} if plays else set()
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


def give_places(sentences: list[Sentence], bets: dict[int, Bet], asker: Asker) -> None:
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
    for row in rows:
        for item in row:
            if isinstance(item, Place):
                _unused(item, state.used, asker)


def _unused(place: Place, used: set[int], asker: Asker) -> None:
    """A product or an hour that no play goes to: something was not understood."""
    loose = [spec for spec in place.specs if id(spec) not in used]
    if loose:
        span = (loose[0].start, loose[-1].end)
        asker.ask(
            "place_unused", "-".join(map(str, loose[0].products[:3])), span, (Answer("ignore", "ignore"),)
        )
