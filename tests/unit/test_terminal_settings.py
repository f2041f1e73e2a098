"""The till's own settings file, and kinds of printers as settings."""

from __future__ import annotations

import os
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import TERMINAL_FILE, change, kind_of, kinds, load
from app.config import terminal as terminal_file
from app.config.rules import Unfit
from app.config.settings import schema
from app.errors import Known


@pytest.fixture
def own(tmp_path):
    return tmp_path / TERMINAL_FILE


def test_it_goes_before_the_settings_file_and_the_command_line_before_it(tmp_path, own):
    config = tmp_path / "config.toml"
    config.write_text('# mine\n[printer]\ntransport = "network"\nhost = "10.0.0.1"\nport = 1\n')
    change(tmp_path, {"printer": {"transport": "usb", "usb": "04b8:0202"}})
    settings = load(config, ("printer.port=3",), terminal=own)
    assert (settings.printer.transport, settings.printer.usb, settings.printer.port) == (
        "usb",
        "04b8:0202",
        3,
    )
    assert config.read_text().startswith("# mine\n")


def test_without_it_the_settings_file_alone_counts(tmp_path, own):
    assert load(None, terminal=own) == load(None)


def test_what_is_set_up_elsewhere_stays(tmp_path, own):
    change(tmp_path, {"display": {"theme": "dark"}, "printer": {"port": 1, "cutter": False}})
    change(tmp_path, {"printer": {"port": 2}})
    assert tomllib.loads(own.read_text()) == {"display": {"theme": "dark"}, "printer": {"port": 2}}


def test_a_mistake_in_it_is_told_with_its_place(own):
    own.write_text("[printer]\nprot = 1\n")
    with pytest.raises(Known, match="misspelt_key") as caught:
        load(None, terminal=own)
    assert caught.value.params["place"] == f"{own}:2"


def test_a_damaged_one_is_written_anew(tmp_path, own):
    own.write_bytes(b"\xff[printer")
    change(tmp_path, {"printer": {"port": 2}})
    assert load(None, terminal=own).printer.port == 2


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_file_as_it_was(tmp_path, own, monkeypatch, step):
    change(tmp_path, {"printer": {"port": 1}})
    before = own.read_bytes()

    def fails(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="No space"):
        change(tmp_path, {"printer": {"port": 2}})
    assert own.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [TERMINAL_FILE]


def test_it_is_on_the_disk_before_it_takes_the_place_of_the_old_one(tmp_path, monkeypatch):
    order: list[str] = []
    sync, move = os.fsync, os.replace

    def synced(handle: int) -> None:
        order.append("sync")
        sync(handle)

    def moved(source: str, target: str) -> None:
        order.append("move")
        move(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved)
    change(tmp_path, {"printer": {"port": 1}})
    assert order[:2] == ["sync", "move"]


@settings(max_examples=200)
@given(st.text())
def test_every_text_is_written_so_that_it_reads_back(text):
    if any(0xD800 <= ord(sign) < 0xE000 for sign in text):
        return
    written = terminal_file._toml(text)
    assert tomllib.loads(f"x = {written}")["x"] == text


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize("key", list(kinds()))
def test_every_kind_is_made_of_settings_that_their_rules_take(key):
    for section, values in kinds()[key].values.items():
        for name, value in values.items():
            assert schema()[section][name](value) == value


@pytest.mark.parametrize("key", list(kinds()))
def test_every_kind_says_what_a_printer_can_do(key):
    values = kinds()[key].values
    assert set(values["printer"]) == {"code_page", "code_page_number", "cutter", "confirm"}
    assert set(values["ticket"]) == {"width_mm", "columns"}


def test_a_kind_stands_where_nothing_else_was_said():
    found = load(None, ("printer.profile=generic-58", "printer.cutter=true"))
    assert (found.ticket.width_mm, found.ticket.columns) == (58, 32)
    assert (found.printer.code_page, found.printer.cutter) == ("CP850", True)


def test_a_kind_that_is_none():
    with pytest.raises(Known, match="misspelt_value") as caught:
        load(None, ("printer.profile=epson80",))
    assert str(caught.value.params["suggestion"]).startswith("epson-80")
    with pytest.raises(Unfit):
        schema()["printer"]["profile"]("pigeon")


@pytest.mark.parametrize(
    ("model", "vendor", "kind"),
    [
        ("EPSON TM-T20III", 0, "epson-80"),
        ("EPSON TM-T88IV", 0x04B8, "epson-80-42"),
        ("EPSON TM-T88V", 0x04B8, "epson-80"),
        ("", 0x04B8, "epson-80"),
        ("SRP-350III", 0, "bixolon-80"),
        ("POS58 Printer", 0, "generic-58"),
        ("XP-80C", 0, "generic-80"),
        ("XP-58", 0, "generic-58"),
        ("", 0, "generic-80"),
        ("something", 0x1234, "generic-80"),
    ],
)
def test_the_kind_a_printer_seems_to_be(model, vendor, kind):
    assert kind_of(model, vendor).key == kind
