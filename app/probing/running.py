"""The command: asks for the password, walks, perhaps sells once, and writes the report."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app import __version__, log
from app.api.transport import Transport
from app.api.wire import Wire
from app.bootstrap import IN_PROCESS_URL, Options
from app.clock import Clock, ServerClock, SystemClock
from app.devtools import probe_report
from app.devtools.probe_findings import Findings, Told
from app.devtools.probe_mask import Scrubber
from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Known
from app.i18n import t
from app.ports import Listing
from app.probing import contract, plan, questions
from app.probing.evidence import Evidence
from app.probing.line import Line
from app.probing.observed import VOIDED, Sold, key_of
from app.probing.questions_line import jwt_seconds
from app.probing.sale import Sale
from app.probing.talk import Talk, Terminal
from app.probing.trail import Step, Trail
from app.probing.walk import Walk

OK, FAILED = 0, 1
PASSWORD = "TAQUILLA_PASSWORD"  # noqa: S105 - the name of an environment variable


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's own options. `out` is the report's file."""

    email: str
    out: Path
    with_sale: bool = False


def run(options: Options, asked: Asked, talk: Talk | None = None) -> int:
    """Probe the server of the options; 0 when the report was written, 1 when not or without a sign-in.

    `Known("api.insecure_url")` for an address that is neither https nor this machine.
    """
    talk, clock = talk or Terminal(), SystemClock()
    with ExitStack() as stack:
        options.profile.mkdir(parents=True, exist_ok=True)
        stack.callback(log.configure(options.profile, options.settings.log.level))
        url, asgi = options.settings.api.base_url, None
        if options.practice:
            from app.training import build

            server = build(seed=options.seed, history=True)
            stack.callback(server.close)
            url, asgi = IN_PROCESS_URL, server.asgi
        wire = Transport(url, monotonic=clock.monotonic, asgi=asgi)
        return Probe(wire, clock, asked, talk, options.profile, server=_shown(url)).run()


def _shown(url: str) -> str:
    """The address without anything that could be a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")


class Probe:
    """One probe of one server over `wire`; its report goes to `asked.out`.

    `sleep` and `chance` (0..1) stand in for waiting and for chance in tests.
    """

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        asked: Asked,
        talk: Talk,
        profile: Path,
        *,
        server: str,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._asked = asked
        self._talk = talk
        self._name = server
        self._chance = chance
        self._clock = ServerClock(clock)
        self._scrubber = Scrubber()
        self._line = Line(
            wire, clock, zone=lambda: self._clock.zone, sleep=sleep, random=chance, scrubber=self._scrubber
        )
        self._walk = Walk(self._line, self._clock, lambda step: talk.say(t(f"probe.step.{step}")))
        self._trail = Trail(profile)
        self._sale: list[Told] = []
        self._notes: list[Told] = []
        self._signed_in = self._interrupted = False
        self._copied: tuple[str, TicketKey] | None = None

    def run(self) -> int:
        """The whole probe. Ctrl-C ends it after what must not be left half done."""
        if not self._writable():
            return FAILED
        who = self._who()
        if who is None:
            self._talk.say(t("probe.no_password"))
            return FAILED
        self._left_before()
        with asyncio.Runner() as runner:
            try:
                self._probe(runner, *who)
            except KeyboardInterrupt:
                self._interrupted = True
                self._note("probe.interrupted")
            finally:
                runner.run(self._line.close())
        if not self._signed_in and not self._interrupted:
            self._talk.say(t("probe.no_sign_in", detail=self._refusal()))
        return OK if self._write() and self._signed_in and not self._interrupted else FAILED

    # ------------------------------------------------------------------ the probe

    def _probe(self, runner: asyncio.Runner, email: str, password: Secret) -> None:
        """Everything on the wire; prompts come between, outside the loop, so that Ctrl-C works in them."""
        self._signed_in = runner.run(self._walk.sign_in(email, password))
        session = self._walk.observed.session
        if session is None:
            return
        log.hide(session.token.reveal())
        runner.run(self._walk.reads())
        self._settle_left()
        runner.run(_to_the_end(self._copy()))
        self._undo_copy(runner)
        if self._asked.with_sale:
            self._sell(runner)
        runner.run(self._walk.leave(email, password))

    async def _copy(self) -> None:
        """Copying should sell nothing; as that is not proven, it is written down like a sale."""
        began: list[str] = []

        def about_to(_key: object) -> None:
            began.append(f"copy-{os.urandom(8).hex()}")
            self._trail.write(began[0], Step.COPYING, self._clock.now())

        try:
            await self._walk.copy(about_to)
        except Known as error:  # nowhere to write it down: nothing was copied
            self._tell(Told(error.code, error.params))
        trial = self._walk.observed.copy
        if not began:
            return
        if trial.sold:
            key = key_of(trial.sold.number, trial.sold.created_at, self._clock.zone)
            self._trail.write(began[0], Step.SOLD, self._clock.now(), key)
            self._copied = (began[0], key)
        elif trial.compared:
            self._trail.write(began[0], Step.NOTHING, self._clock.now())

    def _undo_copy(self, runner: asyncio.Runner) -> None:
        """A copy that sold is taken back, once somebody says so."""
        if self._copied is None:
            return
        number = self._copied[1].number
        self._tell(Told("probe.copy_sold", {"number": number}))
        if not self._confirmed("probe.undo_prompt", "probe.undo_word"):
            self._note("probe.copy_left", number=number)
            return
        runner.run(_to_the_end(self._seller().undo(*self._copied, Sold())))

    def _sell(self, runner: asyncio.Runner) -> None:
        catalog = self._walk.observed.catalog() if self._clock.trusted else None
        chosen = plan.choose(catalog, self._clock.now(), self._pick) if catalog else None
        if chosen is None:
            self._tell(Told("probe.sale.no_draw"))
            return
        self._talk.say(
            t(
                "probe.sale.offer",
                product=chosen.product,
                draw=chosen.draw.name,
                closes=self._clock.local(chosen.draw.closes_at).strftime("%H:%M"),
                play=chosen.wager.text,
                amount=chosen.wager.amount.text(),
                seconds=int(chosen.window.total_seconds()),
            )
        )
        if not self._confirmed("probe.sale.prompt", "probe.sale.word"):
            self._tell(Told("probe.sale.declined"))
            return
        try:
            runner.run(_to_the_end(self._seller().run(chosen)))
        except Known as error:
            self._tell(Told(error.code, error.params))

    def _seller(self) -> Sale:
        return Sale(self._line, self._clock, self._trail, self._walk.observed, self._tell)

    def _pick(self, plays: Any) -> str:
        return str(plays[int(self._chance() * len(plays)) % len(plays)])

    # ------------------------------------------------------------------ talking

    def _who(self) -> tuple[str, Secret] | None:
        """E-mail and password, from the options and the environment, else asked for."""
        email = self._asked.email or self._talk.ask(t("probe.email_prompt")).strip()
        password = os.environ.get(PASSWORD) or self._talk.secret(t("probe.password_prompt"))
        if not email or not password:
            return None
        for word in (email, password):
            self._scrubber.learn(word)
            log.hide(word)
        return email, Secret(password)

    def _confirmed(self, prompt: str, word: str) -> bool:
        wanted = t(word)
        return self._talk.ask(t(prompt, word=wanted)).strip() == wanted

    def _left_before(self) -> None:
        """What earlier probes may have left is the first thing said."""
        for one in self._trail.left():
            if one.key:
                self._note("probe.left", number=one.key.number, day=one.key.day.isoformat(), at=one.at[:16])
            else:
                self._note("probe.left_unknown", at=one.at[:16])

    def _settle_left(self) -> None:
        """What an earlier probe may have left is over once a list shows it void."""
        void = {
            key_of(row.number, row.created_at, self._clock.zone)
            for listing, rows in self._walk.observed.rows.items()
            for row in rows
            if listing is Listing.CANCELED or row.status in VOIDED
        }
        for one in self._trail.left():
            if one.key in void:
                self._trail.write(one.operation, Step.VOID, self._clock.now(), one.key)
                self._note("probe.left_void", number=one.key.number)

    def _tell(self, told: Told) -> None:
        self._sale.append(told)
        self._talk.say(t(told.key, **told.params))

    def _note(self, key: str, **params: object) -> None:
        self._notes.append(Told(key, params))
        self._talk.say(t(key, **params))

    def _refusal(self) -> str:
        exchanges = self._line.exchanges
        return exchanges[0].detail if exchanges else "-"

    # ------------------------------------------------------------------ the report

    def _findings(self) -> Findings:
        fields = {name: one.fields() for name, one in self._line.shapes.items() if one.fields()}
        session = self._walk.observed.session
        found = Evidence(
            self._walk.observed,
            tuple(self._line.exchanges),
            fields,
            self._clock.zone,
            jwt_seconds(session.token) if session else None,
        )
        differing = (
            difference
            for name, found_ in fields.items()
            for difference in contract.differences(name, found_, self._line.shapes[name].repeated)
        )
        return Findings(
            server=self._name,
            at=self._clock.now(),
            version=__version__,
            exchanges=found.exchanges,
            fields=fields,
            differences=tuple(differing),
            answers=questions.answer(found),
            sale=tuple(self._sale),
            notes=tuple(self._notes),
        )

    def _writable(self) -> bool:
        """Before anything is asked or sold: whether the report can be written at all."""
        try:
            self._asked.out.parent.mkdir(parents=True, exist_ok=True)
            self._asked.out.open("a").close()
        except OSError as error:
            self._talk.say(t("probe.no_report", file=str(self._asked.out), why=error.strerror or ""))
            return False
        return True

    def _write(self) -> bool:
        findings = self._findings()
        for line in probe_report.short(findings, self._scrubber):
            self._talk.say(line)
        try:
            self._asked.out.write_text(probe_report.markdown(findings, self._scrubber), "utf-8")
        except OSError as error:
            self._talk.say(t("probe.no_report", file=str(self._asked.out), why=error.strerror or ""))
            return False
        self._talk.say(t("probe.written", file=str(self._asked.out)))
        return True


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Ctrl-C waits for the end of a sale that has begun: what was sold must be taken back."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue
        task.result()
        raise
