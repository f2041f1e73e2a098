"""A queue of CUPS (Linux, macOS), through its own commands: `lp -o raw`, `lpstat`, `cancel`.

What became of a document is a word in the list of finished ones. CUPS 2.4 writes the same word,
`processing-to-stop-point`, beside documents that were printed and beside those that somebody took out
before their turn, so "done" here means no more than that the queue is rid of it.
"""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping

from app.ports import PrinterState
from app.printing.causes import Trouble
from app.printing.transports.spooled import TITLE, Progress

Run = Callable[[tuple[str, ...], bytes, float], str]

_ENGLISH: Mapping[str, str] = {"LC_ALL": "C", "LANG": "C", "PATH": "/usr/bin:/bin:/usr/local/bin:/usr/sbin"}
_JOB = re.compile(r"request id is (\S+)")
_NAME = re.compile(r"[^\s/#\\'\"?]{1,127}")
_LOST = re.compile(r"job-canceled|job-aborted|aborted-by-system|canceled-at-device")
_ALERTS = re.compile(r"^\s+Alerts:(.*)$", re.MULTILINE)
_WORDS = (
    ("media-empty", PrinterState.PAPER_OUT),
    ("media-needed", PrinterState.PAPER_OUT),
    ("cover-open", PrinterState.COVER_OPEN),
    ("door-open", PrinterState.COVER_OPEN),
    ("offline", PrinterState.OFFLINE),
    ("shutdown", PrinterState.OFFLINE),
)
"""printer-state-reasons (RFC 8011, 5.4.12) that `lpstat -l -p` shows as alerts."""


def is_queue_name(text: str) -> bool:
    """Whether CUPS allows a queue to be called so; a name can then never be an option or a path."""
    return bool(_NAME.fullmatch(text)) and not text.startswith("-")


def run(command: tuple[str, ...], given: bytes, seconds: float) -> str:
    """One command of CUPS; what it printed. `OSError` when it failed or did not end in time."""
    program = shutil.which(command[0], path=_ENGLISH["PATH"])
    if program is None:
        raise Trouble("no_cups", PrinterState.OFFLINE)
    try:
        done = subprocess.run(  # noqa: S603 - our own words and a queue name that was checked
            (program, *command[1:]),
            input=given,
            capture_output=True,
            timeout=seconds,
            env=_ENGLISH,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OSError(errno.ETIMEDOUT, "the print system does not answer") from error
    if done.returncode:
        raise OSError(errno.EIO, done.stderr.decode("utf-8", "replace").strip() or command[0])
    return done.stdout.decode("utf-8", "replace")


def queues(seconds: float, run: Run = run) -> tuple[str, ...]:
    """The names of all queues."""
    return tuple(name for name in run(("lpstat", "-e"), b"", seconds).split() if is_queue_name(name))


class CupsSpool:
    """One queue."""

    def __init__(self, queue: str, run: Run = run) -> None:
        self._queue = queue
        self._run = run

    def look(self, seconds: float) -> PrinterState | None:
        """`absent` without such a queue, `paused` when it was stopped or takes nothing."""
        try:
            told = self._run(("lpstat", "-l", "-p", self._queue, "-a", self._queue), b"", seconds)
        except OSError as error:
            if error.errno == errno.EIO:
                raise Trouble("absent", PrinterState.OFFLINE) from error
            raise
        if re.search(r"^printer \S+ disabled|not accepting requests", told, re.MULTILINE):
            raise Trouble("paused", PrinterState.OFFLINE)
        alerts = " ".join(_ALERTS.findall(told))
        return next((state for word, state in _WORDS if word in alerts), None)

    def submit(self, document: bytes, seconds: float) -> str:
        """`lp -o raw`: the bytes as they are."""
        command = ("lp", "-d", self._queue, "-o", "raw", "-t", TITLE, "-")
        found = _JOB.search(self._run(command, document, seconds))
        if found is None:
            raise OSError(errno.EIO, "the print system took the paper and gave it no name")
        return found[1]

    def progress(self, job: str, seconds: float) -> Progress:
        """Waiting while listed among the unfinished; else by the word that stands beside it."""
        if _block(self._run(("lpstat", "-W", "not-completed", "-o", self._queue), b"", seconds), job):
            return Progress.WAITING
        block = _block(self._run(("lpstat", "-l", "-W", "completed", "-o", self._queue), b"", seconds), job)
        return Progress.DONE if block and not _LOST.search(block) else Progress.LOST

    def withdraw(self, job: str, seconds: float) -> None:
        """`cancel`."""
        self._run(("cancel", job), b"", seconds)


def _block(told: str, job: str) -> str:
    """The lines about one document in a list; empty when it is not there."""
    lines: list[str] = []
    inside = False
    for line in told.splitlines():
        if not line.startswith((" ", "\t")):
            inside = line.split()[:1] == [job]
        if inside:
            lines.append(line)
    return "\n".join(lines)
