"""What each command of the command line does.

What a command needs is imported in it: the kiosk's first frame waits for nothing else.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import config, i18n
from app.bootstrap import IN_PROCESS_URL, Options
from app.errors import Known
from app.paths import default_config, default_profile, system_config

if TYPE_CHECKING:
    from app.devtools.doctor import Line
    from app.ports import PrinterState

OK, FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen command; raises `Known` for wrong settings."""
    if arguments.command == "doctor":
        return _doctor(arguments)
    options = options_of(arguments)
    i18n.use(options.settings.display.language)
    match arguments.command:
        case "run":
            return _kiosk(_lasting(options, arguments))
        case "tour":
            return _tour(_lasting(options, arguments), arguments)
        case "doubts":
            return _doubts(options, arguments)
        case "manual":
            return _manual(arguments)
        case "training-server":
            return _training_server(arguments)
        case "probe":
            return _probe(options, arguments)
        case "print-test":
            return _print_test(options, arguments)
        case "bench":
            return _bench(options, arguments)
        case "pins":
            return _pins(options, arguments)
        case _:
            raise ValueError(arguments.command)


def options_of(arguments: argparse.Namespace) -> Options:
    """Settings file, overrides and flags as `Options`."""
    overrides = [*arguments.set, *getattr(arguments, "after_set", [])]
    base_url = getattr(arguments, "base_url", None)
    if base_url:
        overrides.append(f"api.base_url={base_url}")
    training = bool(_either(arguments, "training"))
    elsewhere = any(item.partition("=")[0].strip() == "api.base_url" for item in overrides)
    named: Path | None = _either(arguments, "profile")
    profile = named or default_profile(training=training)
    # A tour without a data folder of its own leaves this till's printer alone.
    own = profile / config.TERMINAL_FILE if named or arguments.command != "tour" else None
    settings = config.load(_config_file(arguments), tuple(overrides), terminal=own)
    return Options(
        settings=settings,
        profile=profile,
        practice=training and not elsewhere,
        windowed=bool(_either(arguments, "windowed")) or not settings.kiosk.fullscreen,
    )


def _lasting(options: Options, arguments: argparse.Namespace) -> Options:
    """With the doctor, and with the ways in which the window may come back.

    Who started in training stays there: behind that there is no real till to go back to.
    """
    from app.presenters.reopening import Reopen

    live = not _either(arguments, "training")

    def again(how: Reopen) -> Options:
        fresh = _lasting(options_of(arguments), arguments)
        i18n.use(fresh.settings.display.language)
        if how is Reopen.PRACTICE:
            return practice_of(fresh, named=bool(_either(arguments, "profile")))
        return fresh

    async def examine(now: Options, printer: Callable[[], PrinterState]) -> tuple[Line, ...]:
        from app.devtools import doctor
        from app.probes import probes_for, running_probes

        probes = running_probes(probes_for(now), printer)
        return await doctor.examine(
            now.settings, now.profile, probes, config=_config_file(arguments), training=now.training
        )

    offers = {Reopen.SAME, Reopen.PRACTICE} if live else {Reopen.SAME}
    return replace(options, again=again, offers=frozenset(offers), examine=examine)


def practice_of(live: Options, *, named: bool) -> Options:
    """The same till in practice: the server inside this process, a data folder of its own, the same
    printer. Nothing of it knows the real server's address or user."""
    from app.presenters.reopening import Reopen

    real = live.again

    def again(how: Reopen) -> Options:
        if real is None:
            raise ValueError(how)
        return real(Reopen.PRACTICE if how is Reopen.SAME else how)

    api = replace(live.settings.api, base_url=IN_PROCESS_URL, email="")
    return replace(
        live,
        settings=replace(live.settings, api=api),
        profile=live.profile / "practice" if named else default_profile(training=True),
        practice=True,
        home=live.till_folder,
        again=again,
        offers=frozenset({Reopen.SAME, Reopen.LIVE}),
    )


def _config_file(arguments: argparse.Namespace) -> Path | None:
    """The settings file in use: the one named, else the user's own, else the machine's, if there is one."""
    named: Path | None = _either(arguments, "config")
    if named:
        return named
    return next((file for file in (default_config(), system_config()) if file.is_file()), None)


def _either(arguments: argparse.Namespace, name: str) -> Any:
    """The option after the command, else the one before it."""
    return getattr(arguments, f"after_{name}", None) or getattr(arguments, name)


def _kiosk(options: Options) -> int:
    from app import kiosk

    return kiosk.run(options)


def _tour(options: Options, arguments: argparse.Namespace) -> int:
    from app import touring
    from app.devtools import script, tour

    if arguments.base_url or not options.practice:
        tour.check_base_url(options.settings.api.base_url)
    steps = script.read(arguments.script or tour.default_script())
    size = _size(arguments.size)
    if _either(arguments, "profile"):
        return touring.run(options, steps, arguments.out, size)
    with tempfile.TemporaryDirectory(prefix="taquilla-tour-") as folder:
        return touring.run(replace(options, profile=Path(folder)), steps, arguments.out, size)


def _manual(arguments: argparse.Namespace) -> int:
    """Needs no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.ui.manual import write_manual

    write_manual(arguments.out)
    return OK


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise Known("tour.size", text=text)
    return int(width), int(height)


def _doubts(options: Options, arguments: argparse.Namespace) -> int:
    from app import doubtful

    return doubtful.run(options.profile, exit_code=arguments.exit_code)


def _doctor(arguments: argparse.Namespace) -> int:
    """Unusable settings are a finding like any other here."""
    from app.devtools import doctor

    if arguments.screen:
        return doctor.describe_screen()
    try:
        options = options_of(arguments)
    except Known as error:
        return doctor.report((doctor.misconfigured(error),))
    i18n.use(options.settings.display.language)
    import asyncio

    from app.probes import probes_for

    examined = doctor.examine(
        options.settings,
        options.profile,
        probes_for(options),
        config=_config_file(arguments),
        training=options.training,
    )
    return doctor.report(asyncio.run(examined))


def _training_server(arguments: argparse.Namespace) -> int:
    import asyncio

    from app.training import FaultPlan, Variant, build
    from app.training.serve import serve

    variant = Variant.parse(",".join(arguments.variant))
    plan = FaultPlan(arguments.fault, seed=arguments.seed)

    async def serving() -> None:
        server = build(
            seed=arguments.seed, variant=variant, faults=plan, history=True, terminals=arguments.terminals
        )
        try:
            await serve(server, "127.0.0.1", arguments.port)
        finally:
            server.close()

    try:
        asyncio.run(serving())
    except KeyboardInterrupt:
        return OK
    return OK


def _probe(options: Options, arguments: argparse.Namespace) -> int:
    """The password comes from a prompt or TAQUILLA_PASSWORD, never from an argument."""
    from app.probing import running

    email = arguments.email or options.settings.api.email
    return running.run(options, running.Asked(email, arguments.out, arguments.with_sale))


def _print_test(options: Options, arguments: argparse.Namespace) -> int:
    from app import print_testing

    asked = print_testing.Asked(arguments.find, arguments.network, arguments.printer)
    return print_testing.run(options, asked)


def _pins(options: Options, arguments: argparse.Namespace) -> int:
    from app import pins

    return pins.run(options, forget=arguments.forget)


def _bench(options: Options, arguments: argparse.Namespace) -> int:
    """Measure; with `--window`, `--line`, `--paper` or `--journal`, be what is measured."""
    from app.training.accounts import ACCOUNTS

    account = ACCOUNTS[0]
    if arguments.window or arguments.line or arguments.paper or arguments.journal:
        from app import benching

        if arguments.journal:
            return benching.book(options)
        if arguments.paper:
            return benching.paper()
        if arguments.line:
            return benching.line(arguments.line, (account.email, account.password))
        return benching.run(options, (account.email, account.password))
    from app.devtools import bench

    who = bench.Account(account.email, account.password)
    disk = options.profile.parent
    return bench.run(quick=arguments.quick, json_file=arguments.json, account=who, disk=disk)
