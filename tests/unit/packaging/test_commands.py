"""The commands of `packaging/dev.py`: what they start, what they say, how they end."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import Any

import pytest

from devkit import checks, cli, interpreter, start, system
from devkit.console import ROOT, FailureError
from devkit.environment import Environment


@pytest.fixture
def env(tmp_path, monkeypatch) -> Environment:
    """A checkout that is set up already, on a system that lacks nothing and has no screen."""
    monkeypatch.setattr(system, "ensure", lambda _needs: None)
    monkeypatch.setattr(Environment, "ensure", lambda _self, *, dev: None)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return Environment(tmp_path)


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """What was started, and Qt's platform as the last word of each."""
    commands: list[list[str]] = []

    def note(command, env=None, **_options):
        commands.append([Path(command[0]).stem, *command[1:], (env or {}).get("QT_QPA_PLATFORM", "")])
        return 0

    monkeypatch.setattr(subprocess, "call", note)
    monkeypatch.setattr(start, "replace_process", note)
    return commands


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:size=1366x768"}, "linux", True),
        ({}, "win32", True),
    ],
)
def test_has_screen(environ, platform, expected):
    assert start.has_screen(environ, platform) is expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], True),
        (["--windowed"], True),
        (["--config", "doctor"], True),
        (["--set", "printer.transport=file"], True),
        (["doctor"], False),
        (["--profile", "p", "tour", "--out", "x"], False),
        (["--version"], False),
    ],
)
def test_shows_window(arguments, expected):
    assert start.shows_window(arguments) is expected


def test_run_starts_the_kiosk_where_there_is_a_screen(env, started, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    assert start.run(env, ["--windowed"]) == 0
    assert started == [["taquilla", "--training", "--windowed", ""]]


def test_run_takes_the_tour_where_there_is_none_and_says_so(env, started, capsys):
    assert start.run(env, ["--set", "a=b"]) == 0
    out = str(env.root / "build" / "tour")
    assert started == [["taquilla", "--training", "--set", "a=b", "tour", "--out", out, "offscreen"]]
    said = capsys.readouterr().out
    assert "There is no screen" in said
    assert str(Path(out, "index.html")) in said


def test_run_passes_a_command_on_even_without_a_screen(env, started):
    assert start.run(env, ["doctor"]) == 0
    assert started == [["taquilla", "--training", "doctor", "offscreen"]]


def test_a_failed_tour_fails_the_run(env, monkeypatch, capsys):
    monkeypatch.setattr(subprocess, "call", lambda *_words, **_options: 3)
    assert start.run(env, []) == 3
    assert "The tour failed" in capsys.readouterr().out


def test_bench_calls_the_program(env, started):
    assert start.bench(env, ["--json", "x"]) == 0
    assert started == [["taquilla", "bench", "--json", "x", "offscreen"]]


@pytest.mark.parametrize(
    ("environ", "extra"),
    [({"DISPLAY": ":0"}, system.X11), ({"WAYLAND_DISPLAY": "w"}, system.WAYLAND), ({}, ())],
)
def test_a_window_needs_the_libraries_of_its_screen(environ, extra):
    assert start.window_needs(environ) == system.BASE + extra


class TestChecks:
    """`test` and `lint`."""

    @pytest.fixture
    def broken(self, monkeypatch) -> set[str]:
        """Names of static checks that fail."""
        names: set[str] = set()

        def run(command, **_options):
            failed = any(name in " ".join(command) for name in names)
            return subprocess.CompletedProcess(command, int(failed), stdout="what is wrong\n")

        monkeypatch.setattr(subprocess, "run", run)
        return names

    def test_everything_runs_and_pytest_is_last(self, env, broken, started, capsys):
        assert checks.test(env, ["-k", "x"], long=False) == 0
        lines = capsys.readouterr().out.splitlines()
        names = [line.split("  ")[0] for line in lines]
        assert names == ["ruff check", "ruff format", "mypy", "import-linter", "pytest"]
        spread = ["-n", "auto", "--dist", "worksteal"]
        assert started == [["python", "-m", "pytest", *spread, "-k", "x", "offscreen"]]

    def test_a_failed_check_does_not_stop_the_others_but_fails_the_whole(self, env, broken, started, capsys):
        broken.add("ruff check")
        assert checks.test(env, [], long=False) == 1
        said = capsys.readouterr().out
        assert "ruff check           FAILED" in said
        assert "what is wrong" in said
        assert "mypy                 ok" in said
        assert len(started) == 1

    def test_pytest_decides_too(self, env, broken, monkeypatch):
        monkeypatch.setattr(subprocess, "call", lambda *_words, **_options: 5)
        assert checks.test(env, [], long=False) == 5

    def test_long_takes_in_the_long_tests_and_tells_them(self, env, broken, monkeypatch):
        seen: dict[str, Any] = {}

        def call(command, env, **_options):
            seen.update(command=command, long=env["TAQUILLA_LONG"])
            return 0

        monkeypatch.setattr(subprocess, "call", call)
        checks.test(env, ["tests/e2e"], long=True)
        assert seen["command"][-3:] == ["-m", "", "tests/e2e"]
        assert seen["long"] == "1"

    def test_lint_is_the_static_checks_alone(self, env, broken, started):
        assert checks.lint(env) == 0
        broken.add("mypy")
        assert checks.lint(env) == 1
        assert started == []


class TestCommandLine:
    """`dev.py COMMAND ...`."""

    @pytest.fixture
    def performed(self, monkeypatch) -> list[tuple[str, list[str]]]:
        seen: list[tuple[str, list[str]]] = []

        def perform(_env, options, rest):
            seen.append((options.command, rest))
            return 0

        monkeypatch.setattr(cli, "perform", perform)
        return seen

    @pytest.mark.parametrize(
        "words",
        [
            ["run", "--windowed", "--set", "a=b"],
            ["test", "-k", "cart", "-x", "tests/unit"],
            ["bench", "--json"],
        ],
    )
    def test_further_arguments_are_passed_on_in_order(self, performed, words):
        assert cli.main(words) == 0
        assert performed == [(words[0], words[1:])]

    def test_long_is_its_own(self, performed):
        assert cli.main(["test", "--long", "-x"]) == 0
        assert performed == [("test", ["-x"])]

    @pytest.mark.parametrize("words", [[], ["fly"], ["setup", "--windowed"]])
    def test_nonsense_is_refused(self, performed, words, capsys):
        with pytest.raises(SystemExit, match="2"):
            cli.main(words)
        assert "usage: dev.py" in capsys.readouterr().err
        assert performed == []

    @pytest.mark.parametrize(
        ("error", "status", "text"),
        [
            (FailureError("what to do"), 1, "what to do"),
            (KeyboardInterrupt(), 130, "Stopped."),
            (PermissionError(13, "Permission denied", "/x"), 1, "The system refused"),
        ],
    )
    def test_every_end_is_in_words(self, monkeypatch, capsys, error, status, text):
        def perform(*_words):
            raise error

        monkeypatch.setattr(cli, "perform", perform)
        assert cli.main(["setup"]) == status
        assert text in capsys.readouterr().err


class TestInterpreter:
    """Which Python may run this."""

    @pytest.mark.parametrize(
        ("version", "expected"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)]
    )
    def test_suitable(self, version, expected):
        assert interpreter.suitable(version) is expected

    @pytest.mark.parametrize("name", ["dev.py", "devkit/__init__.py", "devkit/interpreter.py"])
    def test_the_first_lines_read_on_old_pythons(self, name):
        ast.parse((ROOT / "packaging" / name).read_text(encoding="utf-8"), feature_version=(3, 7))

    def test_it_hands_over_to_the_first_that_fits(self, monkeypatch):
        versions = {"old": (3, 9), "broken": None, "new": (3, 12), "newer": (3, 13)}
        monkeypatch.setattr(interpreter, "candidates", lambda: [[name] for name in versions])
        monkeypatch.setattr(interpreter, "version_of", lambda command: versions[command[0]])
        monkeypatch.setattr(
            subprocess, "call", lambda command: 7 if command == ["new", "dev.py", "run"] else 0
        )
        assert interpreter.hand_over(["dev.py", "run"]) == 7

    def test_it_says_what_to_install(self, monkeypatch, capsys):
        monkeypatch.setattr(interpreter, "candidates", list)
        assert interpreter.hand_over(["dev.py", "run"]) == 1
        assert "Install Python 3.11 up to 3.14" in capsys.readouterr().err
