"""Parts of a place that stand apart: "zulia y caliente a las 4", "zulia 123 a 5 a las 4:45"."""

from __future__ import annotations

from app.domain.orders.sentences import Place, Play, Sentence, Spec


def merge_places(sentence: Sentence) -> None:
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
            complete(first, second)
            sentence.items.remove(second)
        elif not bare and all(index < at for index in plays):
            first.specs += second.specs
            sentence.items.remove(second)
        return
    if any(index > behind or index < at for index in plays):
        return
    if all(spec.signed and not (spec.products or spec.timed or spec.lists) for spec in first.specs):
        complete(second, first)  # "zodiacal 123 leo a 10 caliente 4:30"
        sentence.items.remove(first)
        return
    named, timed = (first, second) if first.specs[0].products else (second, first)
    complement = all(not s.timed and s.products for s in named.specs) and all(
        not s.products for s in timed.specs
    )
    if complement and any(spec.timed for spec in timed.specs):
        complete(named, timed)
        sentence.items.remove(timed)


def complete(named: Place, timed: Place) -> None:
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
