"""The fault language and plans in it: ordered rules, seeded, repeatable.

A rule is `ENDPOINT[#NTH|%PERCENT] before|after EFFECT[=ARGUMENT]`:

- ENDPOINT: a route's name (`login`, `create`, `tickets`, …) or `*`; with `#2` the second matching
  request alone, with `%25` a quarter of them, chosen by the seed; else every one.
- `before` or `after` the request's work is committed.
- EFFECT: one of `app.training.effects.EFFECTS`.

All rules that fire apply in order; the first that answers for the server or breaks the line before
the commit ends it. The same seed and the same requests in the same order give the same faults. A
request with faults is carried out to its end, also when its client gives up meanwhile.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from app.errors import Known
from app.training.chance import stream
from app.training.effects import EFFECTS, Effect, Scene
from app.training.faults import Received
from app.training.routes import ROUTES
from app.training.stage import Stage
from app.training.wire import Reply

_WHO = re.compile(
    r"(?P<name>[a-z*-]+)(?:#(?P<nth>[1-9][0-9]{0,6})|%(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,3})?))?"
)
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_NAMES = ("*", *(route.name for route in ROUTES))
_FORMS = {
    "seconds": _NUMBER,
    "signed": re.compile(rf"[+-]?{_NUMBER.pattern}"),
    "megabytes": re.compile(r"[1-9][0-9]{0,2}"),
    "status": re.compile(r"[2-5][0-9]{2}"),
    "place": re.compile(r"[!-~]{1,200}"),
    "draw": re.compile(r"[1-9][0-9]{0,15}"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `nth` counts matching requests from 1; `percent` of them by chance; else all."""

    endpoint: str
    phase: Literal["before", "after"]
    effect: str
    argument: str = ""
    nth: int | None = None
    percent: float | None = None

    @classmethod
    def parse(cls, text: str) -> Rule:
        """A rule from its text. `Known("training.fault_…")` for one that is none."""
        parts = text.split()
        who = _WHO.fullmatch(parts[0]) if len(parts) == 3 else None
        if who is None or parts[1] not in ("before", "after"):
            raise Known("training.fault_form", text=text)
        name, _, argument = parts[2].partition("=")
        percent = float(who["percent"]) if who["percent"] else None
        nth = int(who["nth"]) if who["nth"] else None
        phase: Literal["before", "after"] = "before" if parts[1] == "before" else "after"
        rule = cls(_known(who["name"], _NAMES), phase, _known(name, EFFECTS), argument, nth, percent)
        rule.check()
        return rule

    def check(self) -> None:
        """`Known` for an argument or a phase that the effect does not take."""
        effect = EFFECTS[self.effect]
        if effect.after_only and self.phase == "before":
            raise Known("training.fault_phase", effect=self.effect)
        form = _FORMS.get(effect.argument)
        well = form is not None and form.fullmatch(self.argument) if self.argument else not effect.needed
        if not well:
            raise Known(f"training.fault_argument.{effect.argument}", effect=self.effect)

    def value(self) -> Any:
        """The argument as the effect takes it."""
        effect = EFFECTS[self.effect]
        if not self.argument:
            return effect.usual
        if effect.argument in ("seconds", "signed"):
            return float(self.argument)
        return self.argument if effect.argument == "place" else int(self.argument)

    def __str__(self) -> str:
        """The rule's text."""
        chosen = f"#{self.nth}" if self.nth else f"%{self.percent:g}" if self.percent is not None else ""
        return f"{self.endpoint}{chosen} {self.phase} {self.effect}" + (self.argument and f"={self.argument}")


def _known(name: str, names: Iterable[str]) -> str:
    known = tuple(names)
    if name in known:
        return name
    close = get_close_matches(name, known, n=1)
    if close:
        raise Known("training.misspelt_fault", name=name, meant=close[0])
    raise Known("training.unknown_fault", name=name, known=", ".join(known))


@dataclass(slots=True)
class Count:
    """How often a rule matched and how often it fired."""

    rule: Rule
    matched: int = 0
    fired: int = 0


class FaultPlan:
    """Rules and what they have done so far. Used by one server; a new plan begins to count anew."""

    def __init__(self, rules: Iterable[Rule | str] = (), *, seed: int = 1) -> None:
        parsed = [Rule.parse(one) if isinstance(one, str) else one for one in rules]
        self.counts = tuple(Count(rule) for rule in parsed)
        self.seed = seed
        self._stage: Stage | None = None
        self._running: set[asyncio.Task[Reply]] = set()

    def attach(self, stage: Stage) -> None:
        """Say which server it plays on."""
        self._stage = stage

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        """See `Faults.around`."""
        fired = self._fired(received.route.name)
        if not fired or self._stage is None:
            return await handle()
        task = asyncio.ensure_future(self._play(fired, received, handle, self._stage))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def settled(self) -> None:
        """Until no request with faults is under way."""
        while self._running:
            await asyncio.wait(tuple(self._running))

    def _fired(self, endpoint: str) -> list[Rule]:
        fired = []
        for place, count in enumerate(self.counts):
            if count.rule.endpoint not in ("*", endpoint):
                continue
            count.matched += 1
            if self._fires(place, count):
                count.fired += 1
                fired.append(count.rule)
        return fired

    def _fires(self, place: int, count: Count) -> bool:
        if count.rule.nth is not None:
            return count.matched == count.rule.nth
        if count.rule.percent is None:
            return True
        return stream(self.seed, "fault", place, count.matched).random() * 100 < count.rule.percent

    @staticmethod
    async def _play(
        rules: list[Rule], received: Received, handle: Callable[[], Awaitable[Reply]], stage: Stage
    ) -> Reply:
        async def act(rule: Rule, reply: Reply | None) -> Reply | None:
            stage.note(received, str(rule))
            effect: Effect = EFFECTS[rule.effect]
            return await effect.act(Scene(received, stage, handle, reply, rule.value()))

        for rule in rules:
            if rule.phase == "before" and (instead := await act(rule, None)) is not None:
                return instead
        reply = await handle()
        for rule in rules:
            if rule.phase == "after":
                reply = await act(rule, reply) or reply
        return reply
