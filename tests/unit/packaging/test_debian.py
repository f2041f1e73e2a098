"""The Debian package: what stands where, and what its scripts do when money is in doubt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devkit import building, debian
from devkit.console import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
DEBIAN = ROOT / "packaging" / "debian"


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """The package laid out over a build of three files."""
    root: Path = tmp_path_factory.mktemp("checkout")
    built = root / "dist" / "taquilla"
    (built / "_internal").mkdir(parents=True)
    for name, head, mode in (
        ("taquilla", b"\x7fELF", 0o700),
        ("_internal/libx.so.1", b"\x7fELF", 0o755),
        ("_internal/entry_points.txt", b"[console]", 0o755),
    ):
        (built / name).write_bytes(head)
        (built / name).chmod(mode)
    for name in ("packaging", "app", "config.example.toml"):
        (root / name).symlink_to(ROOT / name)
    laid = root / "build" / "deb"
    debian.lay_out(root, laid, "1.2.3", "amd64", 1_700_000_000)
    return laid


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_programs_run_and_nothing_else_does(tree):
    inside = tree / "usr" / "lib" / "taquilla"
    assert mode(inside / "taquilla") == 0o755
    assert mode(inside / "check-doubts") == 0o755
    assert mode(inside / "session") == 0o755
    assert mode(inside / "_internal" / "libx.so.1") == 0o644
    assert mode(inside / "_internal" / "entry_points.txt") == 0o644
    assert {mode(path) for path in tree.rglob("*") if path.is_dir()} == {0o755}


def test_the_command_is_the_program(tree):
    assert (tree / "usr" / "bin" / "taquilla").resolve() == tree / "usr" / "lib" / "taquilla" / "taquilla"


def test_settings_are_conffiles_and_change_nothing_as_they_come(tree):
    names = (tree / "DEBIAN" / "conffiles").read_text("utf-8").split()
    assert names == ["/etc/taquilla/config.toml", "/etc/default/taquilla"]
    assert all((tree / name.lstrip("/")).is_file() for name in names)
    settings = (tree / "etc" / "taquilla" / "config.toml").read_text("utf-8")
    assert settings == (ROOT / "config.example.toml").read_text("utf-8")


def test_every_blank_of_the_templates_is_filled(tree):
    control = (tree / "DEBIAN" / "control").read_text("utf-8")
    assert "Version: 1.2.3\nArchitecture: amd64\n" in control
    assert "libxcb-cursor0" in control
    for path in (*(tree / "DEBIAN").iterdir(), tree / "usr/share/doc/taquilla/copyright"):
        assert "@VERSION@" not in path.read_text("utf-8")
        assert "@SIZE@" not in path.read_text("utf-8")


def test_the_version_is_the_programs():
    from app import __version__

    assert building.version(ROOT) == __version__


@pytest.mark.parametrize("name", [*debian.SCRIPTS, "check-doubts"])
def test_the_scripts_are_shell(name):
    assert subprocess.run(["sh", "-n", str(DEBIAN / name)], check=False).returncode == 0


def prerm(act: str, tmp_path: Path, answer: int) -> int:
    """The package's prerm with a program that answers so."""
    check = tmp_path / "check-doubts"
    check.write_text(f"#!/bin/sh\nexit {answer}\n", "utf-8")
    check.chmod(0o755)
    script = tmp_path / "prerm"
    text = (DEBIAN / "prerm").read_text("utf-8")
    script.write_text(text.replace("/usr/lib/taquilla/check-doubts", str(check)), "utf-8")
    return subprocess.run(["sh", str(script), act], check=False, env=dict(os.environ)).returncode


@pytest.mark.parametrize("act", ["upgrade", "remove"])
def test_money_in_doubt_refuses(act, tmp_path):
    assert prerm(act, tmp_path, 1) == 1
    assert prerm(act, tmp_path, 2) == 2
    assert prerm(act, tmp_path, 0) == 0


def test_the_new_package_does_not_pass_over_the_refusal(tmp_path):
    assert prerm("failed-upgrade", tmp_path, 0) == 1


def test_removing_keeps_the_journal_and_purging_does_not():
    text = (DEBIAN / "postrm").read_text("utf-8")
    removing, purging = text.split("purge)", 1)
    assert "/var/lib/taquilla" not in removing
    assert "rm -rf /var/lib/taquilla" in purging


def test_a_prefix_of_the_building_machine_is_forgotten(tmp_path):
    prefix = "/home/somebody/python-3.11"
    library = tmp_path / "_x.so"
    library.write_bytes(b"abc\0" + prefix.encode() + b"/lib\0def")
    size = library.stat().st_size
    assert building.forget_prefix(tmp_path, prefix) == 1
    content = library.read_bytes()
    assert len(content) == size
    assert content.startswith(b"abc\0$ORIGIN/../..\0")
    assert content.endswith(b"\0def")
    assert building.forget_prefix(tmp_path, prefix) == 0


class TestSession:
    """The systemd unit and what it starts."""

    UNIT = (ROOT / "packaging" / "session" / "taquilla.service").read_text("utf-8")

    @pytest.mark.parametrize(
        "line", ["Type=notify", "NotifyAccess=all", "WatchdogSec=30", "Restart=always", "RestartSec=1"]
    )
    def test_it_comes_back_and_is_watched(self, line):
        assert line in self.UNIT.splitlines()

    @pytest.mark.parametrize("name", ["session", "xsession"])
    def test_the_scripts_are_shell(self, name):
        script = str(ROOT / "packaging" / "session" / name)
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0

    def test_a_wrong_screen_is_told(self):
        script = str(ROOT / "packaging" / "session" / "session")
        done = subprocess.run(
            ["sh", script],
            env={**os.environ, "TAQUILLA_SCREEN": "vnc"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "use auto, wayland or x11" in done.stderr

    def test_the_vendors_are_those_of_the_printer_table(self):
        import re
        import tomllib

        rules = (ROOT / "packaging" / "session" / "60-taquilla.rules").read_text("utf-8")
        table = tomllib.loads((ROOT / "resources" / "printers.toml").read_text("utf-8"))
        known = {vendor for kind in table.values() for vendor in kind["vendors"]}
        assert set(re.findall(r'ATTR\{idVendor\}=="([0-9a-f]{4})"', rules)) == known
