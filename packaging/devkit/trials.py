"""What a built program is put through: `dev.py build --check` and `--bench`.

The check sells: the tour's whole main job runs from the built program, in memory and, where there is Xvfb,
on a real X server. The bench times starts and takes the size and the memory at rest.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devkit import building, system
from devkit.building import MEGABYTE
from devkit.console import FailureError, say
from devkit.environment import Environment
from devkit.start import offscreen

SIZE_LIMIT_MB, REST_LIMIT_MB, START_LIMIT = 140.0, 160.0, 1.3
"""Installed size and resident memory at rest, in MB of 1,000,000 bytes; first frame against source."""
STARTS, REST_S, PATIENCE_S = 11, 6.0, 60.0
FIRST_FRAME = "TAQUILLA_FIRST_FRAME_FD"


def check(program: Path, out: Path) -> None:
    """Run the built program through everything that needs its files; pictures go to `out`.

    Raises FailureError with what it said.
    """
    whole(program.parent)
    with tempfile.TemporaryDirectory(prefix="taquilla-check-") as name:
        profile = Path(name)
        asked = [str(program), "--training", "--profile", str(profile / "doctor"), "doctor"]
        _pass("doctor", asked, offscreen())
        _pass("version", [str(program), "--version"], offscreen())
        _tour("tour in memory", program, out / "memory", [], offscreen())
        xvfb = shutil.which("xvfb-run")
        if xvfb is None:
            say("  no Xvfb here: the tour on an X server was left out")
            return
        env = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        _tour("tour on X11", program, out / "x11", [xvfb, "-a", "-s", "-screen 0 1366x768x24"], env)


def whole(folder: Path) -> None:
    """Every library of the folder finds what it is linked to, and no link of it leads nowhere.

    Raises FailureError with the names.
    """
    lost = [str(path) for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    lacking = unresolved(folder) if sys.platform.startswith("linux") else []
    if lost or lacking:
        raise FailureError("The build is not whole:\n" + "\n".join([*lost, *lacking]))
    say("  whole: every library finds its own")


def unresolved(folder: Path) -> list[str]:
    """`library: soname` of everything the dynamic linker would not find on this system.

    What a screen needs is left out: a system has X11, Wayland or none, and the packages that bring it.
    """
    env = {**os.environ, "LD_LIBRARY_PATH": str(folder / "_internal")}  # as the starter sets it
    screens = {need.file for need in system.BASE + system.X11 + system.WAYLAND}
    found = set()
    for library in sorted(folder.rglob("*.so*")):
        if library.is_symlink():
            continue
        told = subprocess.run(
            ["ldd", str(library)], env=env, capture_output=True, text=True, check=False
        ).stdout
        lost = set(re.findall(r"(\S+) => not found", told)) - screens
        found |= {f"{library.name}: {name}" for name in lost}
    return sorted(found)


def _tour(what: str, program: Path, out: Path, before: list[str], env: dict[str, str]) -> None:
    shutil.rmtree(out, ignore_errors=True)
    _pass(what, [*before, str(program), "--training", "tour", "--out", str(out)], env)
    papers = list(out.glob("paper-*.png"))
    if not papers:
        raise FailureError(f"{what}: it went through without printing a ticket.")


def _pass(what: str, command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0:
        raise FailureError(f"{done.stdout.rstrip()}\n{what} ended with exit status {done.returncode}.")
    say(f"  {what}: ok")


@dataclass(frozen=True)
class Row:
    """One figure; `limit` None is told only."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within its limit."""
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"  at most {self.limit:g}  {'ok' if self.kept else 'TOO MUCH'}"
        return f"{self.name:<46}{self.value:>9.2f} {self.unit:<5}{limit}"


def bench(env: Environment, program: Path) -> int:
    """Measure the build against the source run and a bare PySide6 program built alike; 1 over a limit."""
    bare = building.bare(env.root)
    script = str(env.root / "resources" / "bench" / "bare_window.py")
    kiosk = ["--training", "--windowed", "--profile"]
    starts: dict[str, Callable[[str], list[str]]] = {
        "source": lambda folder: [str(env.script("taquilla")), *kiosk, folder],
        "built": lambda folder: [str(program), *kiosk, folder],
        "bare source": lambda _folder: [str(env.script("python")), script, "first-frame"],
        "bare built": lambda _folder: [str(bare), "first-frame"],
    }
    taken: dict[str, list[float]] = {name: [] for name in starts}
    with tempfile.TemporaryDirectory(prefix="taquilla-starts-") as folder:
        for number in range(STARTS + 1):  # in turns, so that a busy moment strikes all of them
            for name, command in starts.items():
                milliseconds = first_frame(command(str(Path(folder, name))))
                if number:  # the first start of each fills the disk's cache
                    taken[name].append(milliseconds)
        rest = resident_at_rest(starts["built"](str(Path(folder, "rest"))))
    rows = figures(taken, building.measure(program.parent), building.measure(bare.parent), rest)
    for row in rows:
        say(str(row))
    return 0 if all(row.kept for row in rows) else 1


def figures(
    starts: dict[str, list[float]], built: tuple[int, int], bare: tuple[int, int], rest: float
) -> list[Row]:
    """The table: medians of the starts in ms, sizes in MB, memory in MB."""
    middle = {name: statistics.median(taken) for name, taken in starts.items()}
    times = [Row(f"first frame, {name} (median of {STARTS})", middle[name], "ms") for name in starts]
    return [
        *times,
        Row("first frame, built : source", middle["built"] / middle["source"], "x", START_LIMIT),
        Row("first frame, built : bare built", middle["built"] / middle["bare built"], "x"),
        Row("installed", built[0] / MEGABYTE, "MB", SIZE_LIMIT_MB),
        Row("installed, bare PySide6", bare[0] / MEGABYTE, "MB"),
        Row("files", built[1], ""),
        Row("files, bare PySide6", bare[1], ""),
        Row("memory at rest", rest, "MB", REST_LIMIT_MB),
    ]


def first_frame(command: Sequence[str]) -> float:
    """Milliseconds from the start of a process to its first painted frame; the process is ended."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    with _started(command, writing) as child:
        os.close(writing)
        told = os.read(reading, 1)
        spent = time.perf_counter() - begun
        os.close(reading)
        _end(child)
    if not told:
        raise FailureError(f"{command[0]} ended before it painted anything.")
    return spent * 1000


def resident_at_rest(command: Sequence[str]) -> float:
    """Resident memory in MB, some seconds after the first frame, everything loaded."""
    reading, writing = os.pipe()
    with _started(command, writing) as child:
        os.close(writing)
        os.read(reading, 1)
        os.close(reading)
        time.sleep(REST_S)
        status = Path(f"/proc/{child.pid}/status").read_text("utf-8")
        _end(child)
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    if found is None:
        raise FailureError(f"{command[0]} ended before it came to rest.")
    return int(found[1]) * 1024 / MEGABYTE


def _started(command: Sequence[str], writing: int) -> subprocess.Popen[bytes]:
    env = {**offscreen(), FIRST_FRAME: str(writing)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command, env=env, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
