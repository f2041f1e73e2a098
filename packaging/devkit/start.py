"""Starting the installed program: the kiosk, its tour where there is no screen, its bench."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from devkit import system
from devkit.console import say
from devkit.environment import Environment

COMMANDS = frozenset({"tour", "doctor", "training-server", "bench"})
ENDS_AT_ONCE = frozenset({"--version", "--help", "-h"})
TAKES_VALUE = frozenset({"--config", "--profile", "--set"})
TOUR = Path("build", "tour")


def has_screen(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether a window can be shown (on Linux: a display, or Qt was told another way)."""
    if not platform.startswith("linux"):
        return True
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return True
    asked = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return asked not in {"", "xcb", "wayland"}


def shows_window(arguments: Iterable[str]) -> bool:
    """Say whether these arguments start the kiosk itself, and not one of its commands."""
    value_follows = False
    for argument in arguments:
        if value_follows:
            value_follows = False
        elif argument in COMMANDS or argument in ENDS_AT_ONCE:
            return False
        else:
            value_follows = argument in TAKES_VALUE
    return True


def window_needs(environ: Mapping[str, str]) -> tuple[system.Need, ...]:
    """The libraries that a window on this screen takes."""
    if environ.get("DISPLAY"):
        return system.BASE + system.X11
    if environ.get("WAYLAND_DISPLAY"):
        return system.BASE + system.WAYLAND
    return system.BASE


def replace_process(command: list[str], environ: Mapping[str, str]) -> int:
    """Become another program; on Windows, which cannot, wait for it. Returns its exit status."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, dict(environ))  # noqa: S606 -- our own program, no shell wanted
    return subprocess.call(command, env=dict(environ))


def run(env: Environment, arguments: list[str]) -> int:
    """Start the kiosk in training mode, or the tour where there is no screen."""
    screen = has_screen(os.environ)
    system.ensure(window_needs(os.environ))
    env.ensure(dev=False)
    taquilla = str(env.script("taquilla"))
    command = [taquilla, "--training", *arguments]
    if screen or not shows_window(arguments):
        return replace_process(command, os.environ if screen else offscreen())
    say("There is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set): running the tour instead.")
    out = env.root / TOUR
    status = subprocess.call([*command, "tour", "--out", str(out)], env=offscreen())
    if status == 0:
        say(f"The tour went through. Its pictures: {out / 'index.html'}")
    else:
        say(f"The tour failed with exit status {status}; what it saw until then is in {out}")
    return status


def bench(env: Environment, arguments: list[str]) -> int:
    """Measure the program on this machine."""
    screen = has_screen(os.environ)
    system.ensure(window_needs(os.environ))
    env.ensure(dev=False)
    command = [str(env.script("taquilla")), "bench", *arguments]
    return replace_process(command, os.environ if screen else offscreen())


def offscreen() -> dict[str, str]:
    """This process's environment with Qt drawing into memory."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
