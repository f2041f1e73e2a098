"""The order of system calls: on the disk first, then on the wire or on paper (`strace`).

`kill -9` cannot show it, because the kernel keeps what a dead process wrote; a power cut would not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.headless import Order, ordered
from tests.helpers.headless_world import PAPER, Door
from tests.helpers.lives import ROOT, Forks, Shop, server

OPERATIONS = 20
CALLS = "fdatasync,fsync,sendto,sendmsg,write,writev,pwrite64"
_LINE = re.compile(r"(?P<pid>\d+) +(?:<\.\.\. (?P<resumed>\w+) resumed>|(?P<call>\w+)\()(?P<rest>.*)")
_MONEY = re.compile(r'"POST [^ ]*/user/ticket/(create|pay|cancel|revert) HTTP')
_PAPER = f'/{PAPER}>, "\\33@'
_UNFINISHED = "<unfinished ...>"


def acts(trace: Iterable[str]) -> list[str]:
    """What the trace says of journal, money and paper, in order.

    `record`: bytes for the journal's log were handed to the kernel. `flushed`: they are on the disk,
    `fdatasync` has come back. `create`, `pay`, …: the request's first byte; `print`: a paper's,
    which begins with `ESC @`; its other blocks follow it.
    """
    found: list[str] = []
    syncing: set[str] = set()
    for line in trace:
        match = _LINE.match(line)
        if match is None:
            continue
        pid, call, rest = match["pid"], match["call"], match["rest"]
        if call in {"fdatasync", "fsync"} and "journal.db-wal>" in rest:
            syncing.add(pid)
        if (call or match["resumed"]) in {"fdatasync", "fsync"} and not rest.endswith(_UNFINISHED):
            found += ["flushed"] if pid in syncing and rest.endswith("= 0") else []
            syncing.discard(pid)
        elif call == "pwrite64" and "journal.db-wal>" in rest:
            found.append("record")
        elif call == "write" and _PAPER in rest:
            found.append("print")
        elif call and (money := _MONEY.search(rest)):
            found.append(money[1])
    return found


def too_early(found: Iterable[str]) -> list[str]:
    """The money calls and papers before which nothing new had been put on the disk, or not all of it."""
    early, flushed = [], False
    for number, act in enumerate(found):
        if act in {"record", "flushed"}:
            flushed = act == "flushed"
            continue
        if not flushed:
            early.append(f"{number} {act}")
        flushed = False
    return early


def traced(order: Order, trace: Path) -> list[str]:
    """One life under strace; the lines of its trace."""
    strace = ["strace", "-f", "-y", "-s", "80", "-e", f"trace={CALLS}", "-o", str(trace)]
    subprocess.run(
        [*strace, sys.executable, "-W", "error", "-m", "tests.helpers.headless", "life"],
        cwd=ROOT,
        env={**os.environ, "TAQUILLA_LIFE": ordered(order)},
        check=True,
        timeout=90,
        stdout=subprocess.DEVNULL,
    )
    return trace.read_text("utf-8", "replace").splitlines()


def _why_not() -> str:
    if shutil.which("strace") is None:
        return "strace is not installed (packaging/dev.py test installs it on Debian as root)"
    tried = subprocess.run(
        ["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False, timeout=20
    )
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


@pytest.fixture
def strace() -> None:
    if why := _why_not():
        pytest.skip(why)


@pytest.mark.usefixtures("strace")
def test_on_the_disk_before_wire_and_paper(tmp_path: Path) -> None:
    with Forks() as forks, server(7) as url, Door(url) as door:
        shop = Shop(url, door, tmp_path / "shop", 7, forks)
        shop.day()
        assert shop.can("pay")
        claims = len(shop.claims)
        order = replace(shop.order(sales=OPERATIONS - claims - 3), voids=1, reverts=1)
        found = acts(traced(order, tmp_path / "trace"))
        shop.look()
        shop.last()
    assert (found.count("pay"), found.count("create")) == (claims, OPERATIONS - claims - 2)
    assert (found.count("cancel"), found.count("revert")) == (1, 1)
    assert found.count("print") == OPERATIONS - 1  # all but the ticket for which there was no printer
    assert too_early(found) == []


@pytest.mark.usefixtures("strace")
def test_a_journal_that_does_not_flush_is_seen(tmp_path: Path) -> None:
    """The control: with `synchronous=NORMAL` a commit only reaches the kernel."""
    (tmp_path / "shop").mkdir()
    with server(7) as url:
        order = Order(url, str(tmp_path / "shop"), "7", sales=2, flushes=False)
        found = acts(traced(order, tmp_path / "trace"))
    assert found.count("create") == 2
    assert len(too_early(found)) == 4


GOOD = """\
7 pwrite64(7</p/journal.db-wal>, "x"..., 24, 0) = 24
7 fdatasync(7</p/journal.db-wal>) = 0
5 sendto(8<socket:[1]>, "POST /user/ticket/create HTTP/1.1\\r\\nHost"..., 380, 0, NULL, 0) = 380
5 sendto(8<socket:[1]>, "POST /user/ticket/ HTTP/1.1\\r\\nHost"..., 380, 0, NULL, 0) = 380
7 pwrite64(7</p/journal.db-wal>, "x"..., 24, 0) = 24
7 fdatasync(7</p/journal.db-wal> <unfinished ...>
5 sendto(8<socket:[1]>, "GET /gaming/time HTTP/1.1\\r\\nHost"..., 380, 0, NULL, 0) = 380
7 <... fdatasync resumed>) = 0
6 write(14</p/paper.bin>, "\\33@"..., 943 <unfinished ...>
6 <... write resumed>) = 943
""".splitlines()


@pytest.mark.parametrize(
    ("lines", "early"),
    [
        (GOOD, []),
        (GOOD[:1] + GOOD[2:], ["1 create"]),  # never flushed
        (GOOD[:3] + GOOD[8:], ["3 print"]),  # no record of its own
        (GOOD[:7] + GOOD[8:] + GOOD[7:8], ["4 print"]),  # flushed too late
        (GOOD[:2] + GOOD[4:5] + GOOD[2:3], ["3 create"]),  # something newer is not on the disk
        ([*GOOD[:1], GOOD[1].replace("-wal", ""), GOOD[2]], ["1 create"]),  # another file was flushed
        ([*GOOD[:1], GOOD[1].replace("= 0", "= -1 EIO (Input/output error)"), GOOD[2]], ["1 create"]),
        (GOOD[:3] + GOOD[2:3], ["3 create"]),  # sent again on the same record
    ],
)
def test_what_is_too_early_is_seen(lines: list[str], early: list[str]) -> None:
    assert too_early(acts(lines)) == early
