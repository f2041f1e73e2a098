"""Ajustes: what is set is kept and holds, what is wrong is told, what is saved is what was read."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app import config
from app.config import Settings
from app.presenters.reopening import Reopen
from app.presenters.settings_support import BundleFile
from tests.helpers.panels import make


def whole(panel) -> Any:
    """A section as the class it is."""
    return panel


def kept(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / config.TERMINAL_FILE).read_text("utf-8"))


def row(panel, key):
    return next(one for one in panel.state.value.rows if one.key == key)


class TestDisplay:
    def test_a_theme_holds_at_once_and_is_there_at_the_next_start(self, tmp_path):
        display, _panels, reopening, _notices = make(tmp_path)
        seen = []
        display.display.watch(lambda now: seen.append(now.theme))
        display.choose("theme", "dark")
        assert seen == ["light", "dark"]
        again = config.load(None, terminal=tmp_path / config.TERMINAL_FILE)
        assert again.display.theme == "dark"
        assert reopening.wanted.value is None

    def test_a_scale_survives_the_file(self, tmp_path):
        display, *_ = make(tmp_path)
        display.choose("scale", "1.25")
        assert config.load(None, terminal=tmp_path / config.TERMINAL_FILE).display.scale == 1.25

    def test_another_language_waits_for_another_window(self, tmp_path):
        display, _panels, reopening, _notices = make(tmp_path)
        assert display.state.value.main == ""
        display.main()
        assert reopening.wanted.value is None
        display.choose("language", "en")
        assert display.state.value.note
        display.main()
        assert reopening.wanted.value is Reopen.SAME

    def test_back_to_the_language_shown_there_is_nothing_to_open(self, tmp_path):
        display, *_ = make(tmp_path)
        display.choose("language", "en")
        display.choose("language", "es")
        assert display.state.value.main == ""

    def test_arrows_mark_a_row_and_turn_it(self, tmp_path):
        display, *_ = make(tmp_path)
        display.turn(1)
        assert display.display.value.theme == "dark"
        display.move(3)
        display.turn(1)
        assert display.display.value.sounds is False
        display.move(9)
        display.turn(9)
        assert display.display.value.sounds is False

    def test_a_full_disk_changes_nothing_and_is_told(self, tmp_path, monkeypatch):
        display, _panels, _reopening, notices = make(tmp_path)

        def full(*_args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(config, "put", full)
        display.choose("theme", "dark")
        assert display.display.value.theme == "light"
        assert notices.notice.value is not None
        assert "No space left" in notices.notice.value.text


class TestTill:
    def test_name_and_limits_stay_beside_what_was_there(self, tmp_path):
        (tmp_path / config.TERMINAL_FILE).write_text(
            "[sale]\nask_above = 3\n[printer]\nport = 9100\n", "utf-8"
        )
        _display, panels, reopening, _notices = make(tmp_path)
        till = panels["terminal"]
        till.write("name", "  La Esquina 2 ")
        till.write("sale_above", "5000")
        till.write("payment_above", "20000")
        assert kept(tmp_path) == {
            "sale": {"ask_above": 5000},
            "printer": {"port": 9100},
            "terminal": {"name": "La Esquina 2"},
            "payment": {"ask_above": 20000},
        }
        assert till.state.value.note
        till.main()
        assert reopening.wanted.value is Reopen.SAME

    @pytest.mark.parametrize(("key", "text"), [("name", "   "), ("sale_above", "-1"), ("sale_above", "5,5")])
    def test_what_is_no_value_is_told_and_not_kept(self, tmp_path, key, text):
        _display, panels, _reopening, notices = make(tmp_path)
        before = row(panels["terminal"], key).value
        panels["terminal"].write(key, text)
        assert notices.notice.value is not None
        assert row(panels["terminal"], key).value == before
        assert not (tmp_path / config.TERMINAL_FILE).exists()


class TestReopening:
    def test_money_on_its_way_is_never_left(self, tmp_path):
        _display, _panels, reopening, notices = make(tmp_path)
        reopening._busy = lambda: True
        reopening.ask(Reopen.SAME)
        assert reopening.wanted.value is None
        assert notices.notice.value is not None

    def test_a_way_that_is_not_offered_is_none(self, tmp_path):
        _display, _panels, reopening, _notices = make(tmp_path)
        reopening.ask(Reopen.LIVE)
        assert reopening.wanted.value is None


class TestChecks:
    async def test_faults_come_first_each_with_its_mend(self, tmp_path):
        _display, panels, _reopening, _notices = make(tmp_path)
        checks = whole(panels["checks"])
        checks.opened()
        assert checks.state.value.busy
        await checks._tasks.settle()
        first = checks.state.value.lines[0]
        assert (first.text, first.sub) == ("sin papel: 192.168.0.50:9100", "Ponga un rollo y cierre la tapa.")
        assert len(checks.state.value.lines) == 3

    async def test_it_looks_by_itself_only_once(self, tmp_path):
        _display, panels, _reopening, _notices = make(tmp_path)
        checks = whole(panels["checks"])
        checks.opened()
        await checks._tasks.settle()
        checks.opened()
        assert not checks.state.value.busy


class TestSupport:
    async def test_what_is_saved_is_what_was_shown(self, tmp_path):
        _display, panels, _reopening, _notices = make(tmp_path)
        support = whole(panels["support"])
        support.main()
        await support._tasks.settle()
        shown = {line.label: line.text for line in support.state.value.lines}
        assert set(shown) == {"versiones.txt", "diagnostico.txt", "ajustes.txt", "registro.txt"}
        assert not list(tmp_path.rglob("*.zip"))
        support.main()
        await support._tasks.settle()
        (path,) = tmp_path.rglob("*.zip")
        with zipfile.ZipFile(path) as packed:
            assert {name: packed.read(name).decode() for name in packed.namelist()} == shown
        assert str(path) in support.state.value.note

    async def test_it_can_be_thrown_away_unsaved(self, tmp_path):
        _display, panels, _reopening, _notices = make(tmp_path)
        support = whole(panels["support"])
        support.main()
        await support._tasks.settle()
        support.other()
        assert support.state.value.lines == ()
        assert not list(tmp_path.rglob("*.zip"))

    async def test_a_disk_that_takes_nothing_keeps_what_was_collected(self, tmp_path):
        _display, panels, _reopening, notices = make(tmp_path)
        support = whole(panels["support"])
        support.main()
        await support._tasks.settle()
        (tmp_path / "support").write_text("in the way", "utf-8")
        support.main()
        await support._tasks.settle()
        assert notices.notice.value is not None
        assert all(isinstance(one, BundleFile) for one in support._files)
        assert support._files

    async def test_no_secret_gets_in(self, tmp_path):
        from app import log

        log.hide("token-CANARIO-9f3a")
        canaries = ["token-CANARIO-9f3a", "84038675", "canario@banca.example", "clave-canaria", "23315522"]
        (tmp_path / log.FILE).write_text(
            '{"message": "sold 23315522 with 84038675 by canario@banca.example"}\n'
            '{"message": "x-auth-token: token-CANARIO-9f3a", "password": "clave-canaria"}\n'
            '{"trace": "File /home/canaria/x.py"}\n',
            "utf-8",
        )
        settings = Settings(api=config.ApiSettings(email="canario@banca.example"))
        _display, panels, _reopening, _notices = make(tmp_path, settings=settings)
        support = whole(panels["support"])
        support.main()
        await support._tasks.settle()
        support.main()
        await support._tasks.settle()
        (path,) = tmp_path.rglob("*.zip")
        with zipfile.ZipFile(path) as packed:
            every = "".join(packed.read(name).decode() for name in packed.namelist())
        assert "sold" in every
        assert [one for one in [*canaries, "/home/canaria"] if one in every] == []
