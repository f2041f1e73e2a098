"""`taquilla bench`: figures of this machine, each against a baseline taken by turns in the same run.

It informs and asserts nothing: a figure that is over what is wanted does not change the exit status,
a measurement that breaks does.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from app.devtools.bench.figures import figures
from app.devtools.bench.machine import load, machine
from app.devtools.bench.plan import FULL, QUICK, Account, Plan
from app.devtools.bench.table import as_json, table
from app.devtools.console import say
from app.errors import Known
from app.i18n import t

__all__ = ["Account", "run"]


def run(*, quick: bool, json_file: Path | None, account: Account, disk: Path) -> int:
    """Measure, write the table (and JSON); returns the exit status.

    `disk` is a folder on the disk where a profile would be: the journal's commits are part of a sale,
    and a folder for temporary files is often no disk at all.
    """
    before = load()
    disk.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=disk, ignore_cleanup_errors=True) as folder:
            found = Plan(QUICK if quick else FULL, account, Path(folder), _progress).run()
    except Known as error:
        sys.stderr.write(t(error.code, **error.params) + "\n")
        return 1
    _clear()
    lines, where = figures(found), machine()
    say(t("bench.machine", **where))
    say(table(lines))
    after = load()
    say(t("bench.load", before=before, after=after))
    if json_file is not None:
        written = as_json({**where, "load_before": before, "load_after": after}, lines, found)
        json_file.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
        say(t("bench.written", file=json_file))
    return 0


def _progress(key: str, params: dict[str, object]) -> None:
    """One line that is written over, for a person at a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{t(key, **params)}")
        sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
