"""Drives the real window from a script and writes down what was seen: pictures, papers, one page."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from app.devtools.recording import RecordingPrinter
from app.devtools.script import Step
from app.errors import Known
from app.i18n import t
from app.paths import resources

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLL_S = 0.02


class Driver(Protocol):
    """Hands and eyes on the window; names are `objectName`s. Each raises `Known`."""

    def key(self, name: str) -> None:
        """Press and release a key: `F12`, `Return`, `Ctrl+L`, `Down`."""
        ...

    def type(self, name: str, text: str) -> None:
        """Type text into a widget, or with `-` into whatever has the focus."""
        ...

    def scan(self, text: str) -> None:
        """A scanner's burst, with Enter."""
        ...

    def tap(self, name: str) -> None:
        """Tap the middle of a widget: it must be visible, enabled and uncovered."""
        ...

    def choose(self, names: tuple[str, ...]) -> None:
        """Choose exactly these draws."""
        ...

    def text(self, name: str) -> str | None:
        """What a person reads there; None when it is not on screen."""
        ...

    def picture(self) -> bytes:
        """The window as PNG."""
        ...

    def tree(self) -> str:
        """All widgets as text."""
        ...

    def full_name(self, name: str) -> str:
        """The name that a pattern ending in `*` stands for."""
        ...


Settle = Callable[[int, str], Awaitable[None]]


@dataclass
class Tour:
    """One run: where things go, and what happened so far."""

    driver: Driver
    printer: RecordingPrinter
    out: Path
    settle: Settle
    rows: list[tuple[str, str]] = field(default_factory=list)
    failure: str = ""

    async def run(self, steps: tuple[Step, ...]) -> bool:
        """Do every step; the first that fails ends the tour with a picture. True = all went well."""
        self.out.mkdir(parents=True, exist_ok=True)
        for step in steps:
            try:
                await self._do(step)
            except Known as error:
                self.failure = f"line {step.line}: {step.source}\n{t(error.code, **error.params)}"
                self._shot("failed", self.failure)
                break
        await self._papers()
        self._page()
        return not self.failure

    async def _do(self, step: Step) -> None:
        driver = self.driver
        match step.verb:
            case "key":
                driver.key(step.name)
            case "type":
                driver.type(step.name, step.text)
            case "scan":
                driver.scan(step.name)
            case "tap":
                driver.tap(step.name)
            case "choose":
                driver.choose(tuple(driver.full_name(name) for name in step.names))
            case "wait":
                await self._wait(step)
            case "expect":
                self._expect(step)
            case "shot":
                self._shot(step.name, step.source)
            case "tree":
                self._file(step.name, ".txt").write_text(driver.tree(), "utf-8")
            case "pause":
                await asyncio.sleep(step.seconds)
            case "print-to":
                await self.printer.quiet.wait()  # a sale is told before its paper is out
                self._file(step.name, "").write_bytes(self.printer.content)
            case "settle":
                draw = driver.full_name(step.name)
                await self.settle(int(draw.rpartition(".")[2]), step.text)
            case _:
                raise ValueError(step.verb)
        await asyncio.sleep(0)

    async def _wait(self, step: Step) -> None:
        until = time.monotonic() + step.seconds
        while not (self.driver.text(step.name) or "").startswith(step.text):
            if time.monotonic() > until:
                seen = self.driver.text(step.name)
                seconds = f"{step.seconds:g}"
                raise Known("tour.waited", seconds=seconds, name=step.name, text=step.text, seen=seen)
            await asyncio.sleep(_POLL_S)

    def _expect(self, step: Step) -> None:
        seen = self.driver.text(step.name)
        if seen is None or step.text not in seen:
            raise Known("tour.unexpected", name=step.name, text=step.text, seen=seen)

    def _file(self, name: str, ending: str) -> Path:
        path = Path(name)
        if ending and path.suffix != ending:
            path = path.with_name(path.name + ending)
        path = path if path.is_absolute() else self.out / path
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _shot(self, name: str, caption: str) -> None:
        path = self._file(name, ".png")
        path.write_bytes(self.driver.picture())
        self.rows.append((path.name, caption))

    async def _papers(self) -> None:
        for number, paper in enumerate(self.printer.papers, start=1):
            name = f"paper-{number}.png"
            (self.out / name).write_bytes(await self.printer.picture(paper))
            self.rows.append((name, f"paper {number}: {type(paper).__name__}"))

    def _page(self) -> None:
        figures = "\n".join(
            _FIGURE.format(name=html.escape(name), text=html.escape(text)) for name, text in self.rows
        )
        verdict = html.escape(self.failure) if self.failure else "Every step went well."
        (self.out / "index.html").write_text(_PAGE.format(verdict=verdict, figures=figures), "utf-8")


_FIGURE = '<figure><img src="{name}" alt=""><figcaption>{text}</figcaption></figure>'
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Taquilla: the tour</title>
<style>body{{font:16px sans-serif;margin:24px;background:#eef1f5;color:#16202e}}
figure{{display:inline-block;vertical-align:top;margin:0 16px 24px 0}}
img{{max-width:683px;border:1px solid #d7dee8;background:#fff}}
figcaption{{font-size:14px;color:#5c6b80}}pre{{white-space:pre-wrap}}</style></head>
<body><h1>Taquilla: the tour</h1><pre>{verdict}</pre>
{figures}
</body></html>
"""


def default_script() -> Path:
    """The whole main job, sign-in to paid prize."""
    return resources() / "tours" / "main.tour"


def check_base_url(url: str) -> None:
    """`Known("tour.not_loopback")` for anything but this machine: a tour sells and pays."""
    if urlsplit(url).hostname not in _LOOPBACK:
        raise Known("tour.not_loopback", url=url)
