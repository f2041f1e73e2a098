"""The command line: `taquilla [options] [command]`, also `python -m app`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from app import __version__
from app.errors import Known

OK, FAILED, WRONG_USE = 0, 1, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    """Run; returns the exit status: 0 well, 1 failed, 2 wrong settings or usage."""
    options = parser().parse_args(arguments)
    from app import commands

    try:
        return commands.run(options)
    except Known as error:
        from app.i18n import t

        print(t(error.code, **error.params), file=sys.stderr)
        return WRONG_USE


def parser() -> argparse.ArgumentParser:
    """Global options may stand before or after the command."""
    root = argparse.ArgumentParser(
        prog="taquilla", description="Point-of-sale kiosk for lottery cashiers.", parents=[_globals("")]
    )
    root.add_argument("--version", action="version", version=f"taquilla {__version__}")
    root.set_defaults(command="run")
    commands = root.add_subparsers(title="commands", metavar="COMMAND")
    late = [_globals("after_")]

    tour = commands.add_parser("tour", parents=late, help="drive the real window from a script")
    tour.set_defaults(command="tour")
    tour.add_argument("--script", type=Path, metavar="FILE", help="steps; default: the whole main job")
    tour.add_argument("--base-url", metavar="URL", help="a training server on this machine")
    tour.add_argument("--out", type=Path, metavar="DIR", required=True, help="pictures and index.html")
    tour.add_argument("--size", default="1366x768", metavar="WxH", help="window size (1366x768)")

    doctor = commands.add_parser("doctor", parents=late, help="check this terminal; each line with its mend")
    doctor.set_defaults(command="doctor")
    doctor.add_argument("--screen", action="store_true", help=argparse.SUPPRESS)

    doubts = commands.add_parser(
        "doubts", parents=late, help="money that is not settled yet, from the journal"
    )
    doubts.set_defaults(command="doubts")
    doubts.add_argument("--exit-code", action="store_true", help="end with 1 when something is not settled")

    server = commands.add_parser("training-server", parents=late, help="the training server over TCP")
    server.set_defaults(command="training-server")
    server.add_argument("--port", type=int, required=True, metavar="N", help="0 = any free port")
    server.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same results and faults")
    server.add_argument(
        "--variant",
        action="append",
        default=[],
        metavar="NAME=VALUE[,…]",
        help="another reading of the API document, or the name of a preset; repeatable",
    )
    server.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar='"ENDPOINT[#NTH|%P] PHASE EFFECT[=ARG]"',
        help='e.g. "create#2 after reset" or "*%%5 before late=20"; repeatable, applied in order',
    )
    server.add_argument("--terminals", type=int, default=0, metavar="N", help="so many more accounts")

    _add_pins(commands, late)
    _add_probe(commands, late)
    _add_print_test(commands, late)
    _add_manual(commands, late)
    bench = commands.add_parser("bench", parents=late, help="measure this machine; a table and JSON")
    bench.set_defaults(command="bench")
    bench.add_argument("--json", type=Path, metavar="FILE", help="where the figures go as JSON")
    bench.add_argument("--quick", action="store_true", help="fewer runs")
    bench.add_argument("--window", action="store_true", help=argparse.SUPPRESS)
    bench.add_argument("--line", metavar="URL", help=argparse.SUPPRESS)
    bench.add_argument("--paper", action="store_true", help=argparse.SUPPRESS)
    bench.add_argument("--journal", action="store_true", help=argparse.SUPPRESS)
    return root


def _add_pins(commands: Commands, late: list[argparse.ArgumentParser]) -> None:
    pins = commands.add_parser("pins", parents=late, help="who has a PIN on this till")
    pins.set_defaults(command="pins")
    pins.add_argument("--forget", action="store_true", help="forget all PINs and the admin secret")


def _add_manual(commands: Commands, late: list[argparse.ArgumentParser]) -> None:
    manual = commands.add_parser("manual", parents=late, help="the cashier's manual, two A4 pages as PDF")
    manual.set_defaults(command="manual")
    manual.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF")


def _add_probe(commands: Commands, late: list[argparse.ArgumentParser]) -> None:
    probe = commands.add_parser(
        "probe", parents=late, help="ask a real server everything it may be asked; a report without secrets"
    )
    probe.set_defaults(command="probe")
    probe.add_argument("--base-url", metavar="URL", help="https; default: the address in the settings")
    probe.add_argument("--email", default="", metavar="E", help="default: the settings' or asked for")
    probe.add_argument(
        "--with-sale", action="store_true", help="also sell the least there is, once, and take it back"
    )
    probe.add_argument("--out", type=Path, default=Path("taquilla-probe.md"), metavar="FILE", help="Markdown")


def _add_print_test(commands: Commands, late: list[argparse.ArgumentParser]) -> None:
    paper = commands.add_parser(
        "print-test", parents=late, help="find a printer, print a test page, put the printer to use"
    )
    paper.set_defaults(command="print-test")
    paper.add_argument("--find", action="store_true", help="only list what there is")
    paper.add_argument("--network", action="store_true", help="ask this machine's own network too")
    paper.add_argument(
        "--printer",
        default="",
        metavar="WAY:ADDRESS",
        help="print on this one and store nothing, e.g. usb:04b8:0202 or network:192.168.1.50",
    )


def _globals(prefix: str) -> argparse.ArgumentParser:
    """The options of every command; `prefix` keeps those before and after the command apart."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", dest=f"{prefix}config", type=Path, metavar="FILE", help="settings file")
    shared.add_argument(
        "--training", dest=f"{prefix}training", action="store_true", help="practice with the built-in server"
    )
    shared.add_argument(
        "--windowed", dest=f"{prefix}windowed", action="store_true", help="a window, not the whole screen"
    )
    shared.add_argument("--profile", dest=f"{prefix}profile", type=Path, metavar="DIR", help="data folder")
    shared.add_argument(
        "--set",
        dest=f"{prefix}set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override a setting, e.g. printer.transport=file",
    )
    return shared


if __name__ == "__main__":
    sys.exit(main())
