"""The command line of `packaging/dev.py`."""

from __future__ import annotations

import argparse

from devkit import building, checks, debian, start, system, trials
from devkit.console import ROOT, FailureError, complain, say
from devkit.environment import Environment

INTERRUPTED = 130  # what shells report for a program stopped by Ctrl-C

EPILOG = """\
Arguments after `run`, `test` and `bench` that are not listed there are passed on:
  dev.py run --windowed          the kiosk in a window
  dev.py test -k grammar -x      only some tests
"""


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(
        prog="dev.py",
        description="Set up, run, test and measure Taquilla from a checkout.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    texts = {
        "setup": "make .venv from the lock files and check the system libraries",
        "run": "set up, then start the kiosk in training mode (the tour where there is no screen)",
        "test": "set up, then run ruff, mypy, import-linter and pytest",
        "lint": "set up, then run ruff, mypy and import-linter",
        "bench": "set up, then measure the program on this machine",
        "build": "make dist/taquilla: the program in one folder that needs no Python",
    }
    made = {
        name: commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        for name, text in texts.items()
    }
    made["setup"].add_argument("--dev", action="store_true", help="with the tools for the tests")
    made["build"].add_argument("--check", action="store_true", help="then sell a ticket with it (the tour)")
    made["build"].add_argument("--bench", action="store_true", help="then measure it against its limits")
    made["build"].add_argument("--deb", action="store_true", help="then pack it for Debian and Ubuntu")
    made["test"].add_argument("--long", action="store_true", help="with the tests that take minutes")
    return top


def perform(env: Environment, options: argparse.Namespace, rest: list[str]) -> int:
    """Do one command; returns the exit status."""
    match options.command:
        case "run":
            return start.run(env, rest)
        case "test":
            return checks.test(env, rest, long=options.long)
        case "lint":
            return checks.lint(env)
        case "bench":
            return start.bench(env, rest)
        case "build":
            return build(env, check=options.check, bench=options.bench, deb=options.deb)
        case _:
            system.ensure(system.BASE + system.X11)
            env.ensure(dev=options.dev)
            say(f"Ready. Start it with: {env.script('taquilla')} --training")
            return 0


def build(env: Environment, *, check: bool, bench: bool, deb: bool) -> int:
    """Build; then what was asked for."""
    program = building.build(env.root)
    if check:
        trials.check(program, env.root / "build" / "tour-of-the-build")
    if deb:
        debian.lint(debian.package(env.root, building.version(env.root)))
    if bench:
        env.ensure(dev=False)
        return trials.bench(env, program)
    return 0


def main(arguments: list[str]) -> int:
    """Read the command line and do it; returns the exit status."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.command in {"setup", "lint", "build"}:
        top.error(f"{options.command} takes no further arguments: {' '.join(rest)}")
    try:
        return perform(Environment(ROOT), options, rest)
    except FailureError as failure:
        complain(str(failure))
    except KeyboardInterrupt:
        complain("Stopped.")
        return INTERRUPTED
    except OSError as failure:
        complain(f"The system refused: {failure}")
    return 1
