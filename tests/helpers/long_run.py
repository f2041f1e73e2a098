"""Runs that take hours, in pieces: what is done is kept on disk, so that a stopped run goes on.

Each finished piece is a line of JSON in `pieces.jsonl`; `report.txt` says how far it is. They lie in a
folder of the run's name and of the sources it ran: changed sources begin anew. Where: the folder
`TAQUILLA_LONG_RUNS`, or pytest's cache. `TAQUILLA_LONG_CORES`: on how many cores, all by default.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, as_completed
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = ("app", "tests/sim", "tests/helpers")


@cache
def sources() -> str:
    """What is run, as a short name: the same until a source changes."""
    found = sha256()
    for folder in _SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            found.update(file.relative_to(ROOT).as_posix().encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:12]


def cores() -> int:
    """How many to use."""
    return int(os.environ.get("TAQUILLA_LONG_CORES", "0")) or os.cpu_count() or 1


class LongRun:
    """One run of many pieces, each known by its name; `results` holds those that are done."""

    def __init__(self, name: str, cache_folder: Path) -> None:
        base = os.environ.get("TAQUILLA_LONG_RUNS")
        self.folder = (Path(base) if base else cache_folder) / f"{name}-{sources()}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._pieces = self.folder / "pieces.jsonl"
        self.results: dict[str, Any] = {}
        self._name, self._began = name, time.monotonic()
        for line in self._kept():
            self.results[line["piece"]] = line["result"]

    def _kept(self) -> Iterable[dict[str, Any]]:
        """Whole lines only: the last one may be torn."""
        if not self._pieces.exists():
            return
        content = self._pieces.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            self._pieces.write_bytes(whole)
        for line in whole.splitlines():
            yield json.loads(line)

    def go(
        self,
        pool: Executor,
        pieces: Sequence[str],
        work: Callable[[str], Any],
        report: Callable[[list[Any]], str],
    ) -> list[Any]:
        """Do what is left of the pieces; all their results, JSON values, in order.

        `work` does one piece; `report` puts what there is into words, after each of them.
        """
        left = [piece for piece in pieces if piece not in self.results]
        tasks = {pool.submit(work, piece): piece for piece in left}
        try:
            for task in as_completed(tasks):
                self._keep(tasks[task], task.result())
                self._report(report, len(pieces))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        self._report(report, len(pieces))
        return [self.results[piece] for piece in pieces]

    def _keep(self, piece: str, result: Any) -> None:
        self.results[piece] = result
        with self._pieces.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"piece": piece, "result": result}) + "\n")

    def _report(self, report: Callable[[list[Any]], str], wanted: int) -> None:
        spent = time.monotonic() - self._began
        head = f"{self._name}: {len(self.results)} of {wanted} pieces, {spent:.0f} s since it was begun last"
        text = f"{head}\n{report(list(self.results.values()))}\n"
        (self.folder / "report.txt").write_text(text, "utf-8")


@pytest.fixture
def long_run(request: pytest.FixtureRequest) -> Callable[[str], LongRun]:
    """Opens the run of a name."""
    kept = request.config.cache
    assert kept is not None
    return lambda name: LongRun(name, kept.mkdir("taquilla-long"))
