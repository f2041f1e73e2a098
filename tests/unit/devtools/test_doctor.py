"""The doctor's lines, from fake findings."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import i18n
from app.config import TERMINAL_FILE
from app.config.settings import PrinterSettings, Settings
from app.devtools.doctor import Answer, Book, Line, Probes, Screen, examine, misconfigured, report, written
from app.devtools.doctor.judge import (
    judge_book,
    judge_clock,
    judge_printer,
    judge_screen,
    judge_versions,
    version,
)
from app.devtools.doctor.resources import missing
from app.domain.outcome import Offline
from app.errors import Known
from app.paths import resources
from app.ports import PrinterState

NOW = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)
LINUX = "Linux"


async def well_server() -> Answer:
    return Answer(NOW, NOW, 0.5, 0.02)


async def well_printer() -> PrinterState:
    return PrinterState.READY


async def well_book() -> Book | None:
    return Book(120, None)


async def well_screen() -> Screen:
    return Screen("xcb", 1366, 768, 1.0)


WELL = Probes(well_server, well_printer, well_book, well_screen, lambda: "6.11.3", free_needed=1)


async def lines(tmp_path: Path, probes: Probes = WELL, *, training: bool = False) -> dict[str, Line]:
    found = await examine(Settings(), tmp_path / "profile", probes, config=None, training=training)
    return {line.check: line for line in found}


async def test_a_terminal_in_order(tmp_path):
    found = await lines(tmp_path)
    assert list(found) == [
        "program", "settings", "profile", "journal", "server", "clock", "printer", "resources", "screen",
    ]  # fmt: skip
    assert all(line.well for line in found.values())
    assert not (tmp_path / "profile").exists()


async def test_what_the_world_refuses_is_a_line_with_its_mend(tmp_path):
    async def dead() -> Answer:
        raise Offline("dns")

    async def damaged() -> Book | None:
        raise Known("journal.damaged", file="journal.db")

    async def blind() -> Screen:
        raise Known("doctor.screen.none", why="could not connect to display")

    found = await lines(tmp_path, replace(WELL, server=dead, journal=damaged, screen=blind))
    wrong = {name for name, line in found.items() if not line.well}
    assert wrong == {"server", "journal", "screen"}
    assert all(found[name].mend for name in wrong)
    assert "clock" not in found
    assert "could not connect" in found["screen"].found


async def test_a_journal_in_use_is_well(tmp_path):
    async def held() -> Book | None:
        raise Known("journal.in_use", folder="x")

    assert (await lines(tmp_path, replace(WELL, journal=held)))["journal"].well


async def test_a_full_disk_is_told_with_what_is_needed(tmp_path):
    line = (await lines(tmp_path, replace(WELL, free_needed=1 << 60)))["profile"]
    assert not line.well
    assert str((1 << 60) // (1024 * 1024)) in line.found


async def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "profile").write_text("a file where the folder should be")
    assert not (await lines(tmp_path))["profile"].well


async def test_every_settings_file_that_counts_is_named(tmp_path):
    (tmp_path / "profile").mkdir()
    own, config = tmp_path / "profile" / TERMINAL_FILE, tmp_path / "config.toml"
    own.write_text("[printer]\n")
    config.write_text("")
    assert str(own) in (await lines(tmp_path))["settings"].found
    found = await examine(Settings(), tmp_path / "profile", WELL, config=config, training=True)
    (line,) = [one for one in found if one.check == "settings"]
    assert line.found == f"{config} + {own}"


async def test_a_kept_profile_stays(tmp_path):
    (tmp_path / "profile").mkdir()
    await lines(tmp_path)
    assert list((tmp_path / "profile").iterdir()) == []


@pytest.mark.parametrize(
    ("python", "qt", "well"),
    [
        ((3, 11, 7), "6.11.3", True),
        ((3, 11, 7), "6.12.0", False),
        ((3, 12, 0), "6.12.0", True),
        ((3, 13, 1), "6.11.3", True),
        ((3, 10, 9), "6.11.3", False),
        ((3, 11, 7), "", False),
    ],
)
def test_versions_that_fit_together(python, qt, well):
    line = judge_versions("0.1.0", python, qt, LINUX)
    assert line.well is well
    assert bool(line.mend) is not well


def test_version_numbers():
    assert version("6.11.3") == (6, 11, 3)
    assert version("6.12.0rc1") == (6, 12)
    assert version("6.9") < version("6.11")


@pytest.mark.parametrize(
    ("off", "well"), [(0, True), (100, True), (-100, True), (200, False), (-90000, False)]
)
def test_the_clock(off, well):
    assert judge_clock(Answer(NOW, NOW + timedelta(seconds=off), 0.5, 0.1)).well is well


def test_ahead_and_behind_are_told_apart():
    ahead = judge_clock(Answer(NOW, NOW + timedelta(hours=1), 0.5, 0.1))
    behind = judge_clock(Answer(NOW, NOW - timedelta(hours=1), 0.5, 0.1))
    assert "1:00:00" in ahead.found
    assert ahead.found != behind.found


def test_a_server_that_tells_no_time_is_no_fault():
    assert judge_clock(Answer(None, NOW, 0.5, 0.1)).well


def test_no_printer_is_a_fault_where_money_is_real():
    assert judge_printer(PrinterState.NONE, PrinterSettings(), training=True).well
    assert not judge_printer(PrinterState.NONE, PrinterSettings(), training=False).well


@pytest.mark.parametrize("state", PrinterState)
def test_every_printer_state_has_its_words(state):
    network = PrinterSettings(transport="network", host="10.0.0.9")
    line = judge_printer(state, network, training=False)
    assert not line.found.startswith("doctor.")
    assert not line.mend.startswith("doctor.")
    assert line.well is (state in {PrinterState.READY, PrinterState.BUSY, PrinterState.PAPER_LOW})


def test_a_broken_chain_names_the_record():
    line = judge_book(Book(120, 77))
    assert not line.well
    assert "77" in line.found
    assert judge_book(None).well


@pytest.mark.parametrize(
    ("screen", "well"),
    [
        (Screen("xcb", 1366, 768, 1.0), True),
        (Screen("offscreen", 800, 800, 1.0), True),
        (Screen("xcb", 640, 480, 1.0), False),
        (Screen("xcb", 1024, 480, 2.0), False),
    ],
)
def test_the_screen_holds_the_window(screen, well):
    assert judge_screen(screen).well is well


def test_the_resources_of_this_checkout_are_complete():
    assert missing(resources()) == ()


def test_lost_empty_and_garbled_resources_are_found(tmp_path):
    root = tmp_path / "resources"
    shutil.copytree(resources(), root)
    (root / "figures" / "00.png").unlink()
    (root / "sounds" / "ok.wav").write_bytes(b"")
    (root / "locale" / "en" / "sale.toml").write_text("half = ")
    (root / "locale" / "es" / "pay.toml").unlink()
    assert missing(root) == (
        "figures/00.png", "locale/en/sale.toml", "locale/es/pay.toml", "sounds/ok.wav",
    )  # fmt: skip


def test_written_lines():
    good, bad = Line("printer", True, "found it"), Line("printer", False, "lost it", "look for it")
    assert written(good).endswith("found it")
    assert "look" not in written(good)
    assert written(bad).splitlines()[1].strip() == "-> look for it"
    assert written(bad)[:4] != written(good)[:4]


def test_the_exit_status_tells_whether_all_is_well(capsys):
    good, bad = Line("clock", True, "fine"), Line("clock", False, "late", "wind it")
    assert report((good,)) == 0
    assert report((good, bad)) == 1
    assert "late" in capsys.readouterr().out


def test_wrong_settings_are_a_finding(capsys):
    line = misconfigured(Known("config.no_file", place="x.toml", file="x.toml", line=0, key="", expected=""))
    assert report((line,)) == 1
    assert "x.toml" in capsys.readouterr().out


@pytest.fixture
def english():
    i18n.use("en")
    yield
    i18n.use("es")


@pytest.mark.usefixtures("english")
async def test_lines_speak_the_chosen_language(tmp_path):
    found = await lines(tmp_path)
    assert written(found["screen"]).startswith("ok    Screen:")
