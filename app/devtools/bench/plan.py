"""What is measured, in which order, how often: ours and the baseline by turns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.devtools.bench import books
from app.devtools.bench.children import Child, seconds_to_first_frame
from app.devtools.bench.figures import BIG, LEAST, SMALL, USUAL, Samples
from app.devtools.bench.machine_printer import MachinePrinter
from app.devtools.bench.memory import resident_mb
from app.devtools.bench.papers import measure
from app.devtools.bench.printer import SinkPrinter
from app.devtools.console import this_program
from app.errors import Known
from app.paths import resources

_READY_S = 60.0
_FEWEST_ROWS = 20_000
_DECODE_ROUNDS = 10
_TYPED = list("735*2486*3")


@dataclass(frozen=True, slots=True)
class Amounts:
    """How often each thing is done."""

    starts: int
    rounds: int
    sales: int
    templates: int
    requests: int
    printed: int
    rest_s: int
    past: int


FULL = Amounts(
    starts=15, rounds=12, sales=60, templates=15, requests=300, printed=12, rest_s=20, past=200_000
)
QUICK = Amounts(starts=5, rounds=3, sales=15, templates=5, requests=60, printed=3, rest_s=5, past=20_000)


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in at the training server."""

    email: str
    password: str


class Plan:
    """One run of the bench in a folder of its own; `tell` is given lines about its progress."""

    def __init__(
        self, amounts: Amounts, account: Account, folder: Path, tell: Callable[[str, dict[str, object]], None]
    ) -> None:
        self._amounts = amounts
        self._account = account
        self._folder = folder
        self._tell = tell
        self._pauses: tuple[list[float], list[float]] = [], []

    def run(self) -> dict[str, Samples]:
        """Everything, by name; `Known` when a measurement breaks."""
        (self._folder / "config.toml").write_text("", "utf-8")  # nobody's own settings
        found = {"start": self._starts()}
        paper = self._kiosk("paper", "bench", "--paper")
        found |= measure(paper, _baseline("bare_paper.py"), self._folder, self._amounts.requests)
        found["commits"] = self._commits()
        with ExitStack() as stack:
            printer = stack.enter_context(SinkPrinter())
            server = stack.enter_context(self._server())
            found |= self._line(server)
            ours = stack.enter_context(self._window(server, printer.port))
            bare = stack.enter_context(self._bare_window())
            client = stack.enter_context(self._bare_client(server, printer.port))
            pids = [int(child.answer(_READY_S)["ready"]) for child in (ours, bare, client)]
            found["memory"] = Samples([resident_mb(pids[0])], [resident_mb(pids[1])])
            found["key"] = self._keys(ours, bare)
            found["switch"] = self._switches(ours, bare)
            found["figures"] = self._figures(ours, found["key"])
            found["rest"] = Samples([ours.ask(do="rest", rest_s=self._amounts.rest_s)["percent"]], [])
            found["lines"] = Samples(ours.ask(do="lines", rounds=20)["ms"], [])
            found["sale"] = self._sales(ours, client, printer, SMALL, self._amounts.sales)
            found["big_sale"] = self._sales(ours, client, printer, BIG, self._amounts.sales // 2)
            found["template"], found["stall"] = self._templates(ours, client)
            found |= self._printed(server)
            found["years"] = self._years(server, printer.port)
            found["rows"] = self._rows(server, printer.port)
        return found

    # ------------------------------------------------------------ processes

    def _kiosk(self, profile: str, *more: str) -> list[str]:
        config, folder = str(self._folder / "config.toml"), str(self._folder / profile)
        return [*this_program(), "--windowed", "--config", config, "--profile", folder, *more]

    @contextmanager
    def _server(self) -> Iterator[str]:
        """The address of a server that answers sales at once, in front of a training server."""
        command = [*this_program(), "training-server", "--port", "0"]
        with Child("training-server", command) as training:
            upstream = _address(training)
            with Child("instant", [*_instant(), upstream]) as server:
                try:
                    yield _address(server)
                finally:
                    server.kill()
                    training.kill()

    def _window(self, server: str, printer_port: int, profile: str = "window", *more: str) -> Child:
        settings = (f"api.base_url={server}/", "printer.transport=network", "printer.host=127.0.0.1")
        sets = [part for one in (*settings, f"printer.port={printer_port}", *more) for part in ("--set", one)]
        return Child("window", self._kiosk(profile, *sets, "bench", "--window"))

    def _bare_window(self) -> Child:
        return Child("bare window", [*_baseline("bare_window.py"), "serve"])

    def _bare_client(self, server: str, printer_port: int) -> Child:
        account = self._account
        command = [*_baseline("bare_client.py"), server, str(printer_port), account.email, account.password]
        return Child("bare client", command)

    def _client(self, server: str) -> Child:
        return Child("line", self._kiosk("line", "bench", "--line", f"{server}/"))

    def _bare_line(self, server: str) -> Child:
        command = [*_baseline("bare_line.py"), server, self._account.email, self._account.password]
        return Child("bare line", command)

    # ------------------------------------------------------------ measurements

    def _line(self, server: str) -> dict[str, Samples]:
        """Our client without a window against httpx: requests by turns, then reading the same replies."""
        sold, template = self._folder / "sold.json", self._folder / "template.json"
        with self._client(server) as ours, self._bare_line(server) as bare:
            ours.answer(_READY_S), bare.answer(_READY_S)
            found = {"request": self._requests(ours, bare, LEAST, sold)}
            found["big_request"] = self._requests(ours, bare, BIG, sold)
            found["decode"] = self._decodes(ours, bare, "create", sold, self._amounts.requests)
            bare.ask(do="template", file=str(template))
            times = self._amounts.templates
            found["template_decode"] = self._decodes(ours, bare, "template", template, times)
        return found

    def _requests(self, ours: Child, bare: Child, wagers: int, kept: Path) -> Samples:
        """Sales of the same ticket, without a paper; the last reply is kept."""
        spent: tuple[list[float], list[float]] = [], []
        ticket = ours.ask(do="ticket", wagers=wagers)["wagers"]
        for number in range(self._amounts.requests + 2):
            self._tell("bench.serving", {"what": f"POST {number}/{self._amounts.requests}"})
            found = ours.ask(do="post")["ms"], bare.ask(do="post", wagers=ticket, file=str(kept))["ms"]
            if number > 1:  # the first ones go to the real server behind
                spent[0].append(found[0])
                spent[1].append(found[1])
        return Samples(*spent)

    def _decodes(self, ours: Child, bare: Child, call: str, kept: Path, times: int) -> Samples:
        """Ten rounds by turns, the first of which only warms up."""
        spent: tuple[list[float], list[float]] = [], []
        for number in range(_DECODE_ROUNDS + 1):
            self._tell("bench.serving", {"what": f"decode {number}/{_DECODE_ROUNDS}"})
            request: dict[str, Any] = {
                "do": "decode",
                "call": call,
                "file": str(kept),
                "times": -(-times // _DECODE_ROUNDS),
            }
            found = ours.ask(**request)["ms"], bare.ask(**request)["ms"]
            if number:
                spent[0].extend(found[0])
                spent[1].extend(found[1])
        return Samples(*spent)

    def _starts(self) -> Samples:
        """Process start to first frame; the first of each only fills the caches."""
        ours, bare = [], []
        kiosk = self._kiosk("starts", "--training")
        for number in range(self._amounts.starts + 1):
            self._tell("bench.start", {"done": number, "count": self._amounts.starts})
            bare.append(
                1000 * seconds_to_first_frame("bare window", [*_baseline("bare_window.py"), "first-frame"])
            )
            ours.append(1000 * seconds_to_first_frame("window", kiosk))
        return Samples(ours[1:], bare[1:])

    def _commits(self) -> Samples:
        """In the profile "years", which has a book of years afterwards."""
        ours = [*self._kiosk("years"), "bench", "--journal"]
        bare = [*_baseline("bare_disk.py"), str(self._folder / "bare.db")]
        return books.commits(ours, bare, self._amounts.past, self._amounts.sales, self._progress)

    def _years(self, server: str, printer_port: int) -> Samples:
        return books.starts(
            lambda: self._window(server, printer_port, "years"),
            lambda: self._window(server, printer_port, "empty"),
            max(3, self._amounts.starts // 3),
            self._progress,
        )

    def _rows(self, server: str, printer_port: int) -> Samples:
        """The list of tickets over the book of years; the first round only warms up."""
        with self._window(server, printer_port, "years") as ours:
            ours.answer(_READY_S)
            ours.ask(do="rows", rounds=1)
            return Samples(ours.ask(do="rows", rounds=self._amounts.rounds)["ms"], [])

    def _progress(self, what: str) -> None:
        self._tell("bench.serving", {"what": what})

    def _keys(self, ours: Child, bare: Child) -> Samples:
        spent: tuple[list[float], list[float]] = [], []
        for number in range(self._amounts.rounds + 1):
            self._tell("bench.serving", {"what": f"key {number}/{self._amounts.rounds}"})
            found = ours.ask(do="keys", rounds=1)["ms"], bare.ask(do="keys", keys=_TYPED)["ms"]
            if number:
                spent[0].extend(found[0])
                spent[1].extend(found[1])
        return Samples(*spent)

    def _figures(self, ours: Child, keys: Samples) -> Samples:
        """Keys on the 77 figures while the clock runs, beside the same bare keys."""
        spent: list[float] = []
        for number in range(self._amounts.rounds + 1):
            self._tell("bench.serving", {"what": f"77 {number}/{self._amounts.rounds}"})
            found = ours.ask(do="figures", rounds=1)["ms"]
            spent.extend(found if number else ())
        return Samples(spent, keys.baseline)

    def _switches(self, ours: Child, bare: Child) -> Samples:
        spent: tuple[list[float], list[float]] = [], []
        for number in range(self._amounts.rounds + 1):
            self._tell("bench.serving", {"what": f"switch {number}/{self._amounts.rounds}"})
            found = ours.ask(do="switch", count=6)["ms"], bare.ask(do="switch", count=6)["ms"]
            if number:
                spent[0].extend(found[0])
                spent[1].extend(found[1])
        return Samples(*spent)

    def _sales(
        self, ours: Child, client: Child, printer: SinkPrinter | MachinePrinter, wagers: int, times: int
    ) -> Samples:
        """By turns; the baseline posts the same wagers and writes the bytes that our sale printed."""
        spent: tuple[list[float], list[float]] = [], []
        paper = self._folder / f"paper-{wagers}.bin"
        for number in range(times + 2):
            self._tell("bench.serving", {"what": f"F12 {number}/{times}"})
            told = ours.ask(do="sale", wagers=wagers)
            printed = printer.next_paper()
            paper.write_bytes(printed.content)
            request = {"do": "sale", "wagers": told["wagers"], "paper": str(paper)}
            bare, again = client.ask(**request), printer.next_paper()
            if again.content != printed.content:
                raise Known("bench.astray", seen=len(again.content), wanted=len(printed.content))
            if number > 1:  # the first ones go to the real server behind
                spent[0].append(1000 * (printed.ended_at - told["begun"]))
                spent[1].append(1000 * (again.ended_at - bare["begun"]))
                self._pauses[0].append(told["stall"])
                self._pauses[1].append(told["idle"])
        return Samples(*spent)

    def _printed(self, server: str) -> dict[str, Samples]:
        """F12 to the printer's word after the cut, beside bytes that are written all at once: the second
        takes what server, wire, head and cutter need, and proves nothing."""
        with (
            MachinePrinter() as printer,
            self._window(server, printer.port, "printed", "printer.confirm=process_id") as ours,
            self._bare_client(server, printer.port) as client,
        ):
            ours.answer(_READY_S), client.answer(_READY_S)
            times = self._amounts.printed
            self._pauses = [], []
            found = {"printed": self._sales(ours, client, printer, USUAL, times)}
            found["big_printed"] = self._sales(ours, client, printer, BIG, times)
            found["printing_stall"] = Samples(*self._pauses)
        return found

    def _templates(self, ours: Child, client: Child) -> tuple[Samples, Samples]:
        spent: tuple[list[float], list[float]] = [], []
        pauses: tuple[list[float], list[float]] = [], []
        for number in range(self._amounts.templates + 1):
            self._tell("bench.serving", {"what": f"template {number}/{self._amounts.templates}"})
            told, bare = ours.ask(do="template", idle_s=0.1), client.ask(do="template")
            if not told["rows"] == bare["rows"] > _FEWEST_ROWS:
                raise Known("bench.astray", seen=told["rows"], wanted=bare["rows"])
            if number:
                spent[0].append(told["ms"])
                spent[1].append(bare["ms"])
                pauses[0].append(told["stall"])
                pauses[1].append(told["idle"])
        return Samples(*spent), Samples(*pauses)


def _baseline(script: str) -> list[str]:
    """A loose script of `resources/bench`, run by the same Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--bench-script", script]  # packaging/frozen.py
    return [sys.executable, str(resources() / "bench" / script)]


def _instant() -> list[str]:
    """The server without thinking time."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--bench-script", "instant"]
    return [sys.executable, "-m", "app.devtools.bench.instant"]


def _address(server: Child) -> str:
    return server.line(_READY_S).rpartition(" ")[2]
