"""What `dev.py test` and `dev.py lint` run, one line for each step."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass

from devkit import system
from devkit.console import say
from devkit.environment import Environment
from devkit.start import offscreen

WIDTH = 20


@dataclass(frozen=True)
class Step:
    """One check: its name and its command line."""

    name: str
    command: tuple[str, ...]


def static_steps(env: Environment) -> list[Step]:
    """The checks that read the code without running it."""
    ruff, mypy, lint_imports = (str(env.script(name)) for name in ("ruff", "mypy", "lint-imports"))
    return [
        Step("ruff check", (ruff, "check")),
        Step("ruff format", (ruff, "format", "--check")),
        Step("mypy", (mypy,)),
        Step("import-linter", (lint_imports, "--no-cache")),
    ]


def run_static(env: Environment) -> bool:
    """Run every static check, show what the failing ones say; true when none failed."""
    ok = True
    for step in static_steps(env):
        begun = time.monotonic()
        done = subprocess.run(
            step.command,
            cwd=env.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        passed = done.returncode == 0
        outcome = "ok" if passed else "FAILED"
        say(f"{step.name:<{WIDTH}} {outcome:<7} {time.monotonic() - begun:6.1f} s")
        if not passed:
            ok = False
            say(done.stdout.rstrip())
    return ok


def pytest_command(env: Environment, arguments: list[str], *, long: bool) -> list[str]:
    """The command line of the suite; `long` takes in the tests marked so.

    One process for each core; what is left of a slow file moves to the process that has nothing to do.
    """
    marks = ["-m", ""] if long else []
    spread = ["-n", "auto", "--dist", "worksteal"]
    return [str(env.script("python")), "-m", "pytest", *spread, *marks, *arguments]


def lint(env: Environment) -> int:
    """The static checks alone."""
    env.ensure(dev=True)
    return 0 if run_static(env) else 1


def test(env: Environment, arguments: list[str], *, long: bool) -> int:
    """Everything; pytest comes last, so that its own summary ends the output."""
    system.ensure(system.BASE + system.X11 + system.TEST_TOOLS)
    env.ensure(dev=True)
    static_ok = run_static(env)
    say(f"{'pytest':<{WIDTH}} {'starts' if static_ok else 'starts (a check above FAILED)'}")
    environ = {**offscreen(), "TAQUILLA_LONG": "1" if long else "0"}
    status = subprocess.call(pytest_command(env, arguments, long=long), cwd=env.root, env=environ)
    return status or (0 if static_ok else 1)
