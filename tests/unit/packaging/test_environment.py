"""When the environment is made, changed or left alone, and that a broken set-up is repaired."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from devkit import environment, onlyone, system
from devkit.console import FailureError
from devkit.environment import DEV_LOCK, LOCK, STAMP, Environment, Stamp

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake environment is laid out as on Linux")


class Installer:
    """Stands in for venv and pip: notes what is asked for, leaves the files they would leave."""

    def __init__(self, root: Path) -> None:
        self.bin = root / ".venv" / "bin"
        self.calls: list[str] = []
        self.fails_at = ""

    def __call__(self, command: list[str], **_options: object) -> int:
        words = " ".join(map(str, command))
        kinds = {"-m venv": "venv", DEV_LOCK: "dev", LOCK: "lock", "-e ": "project"}
        kind = next(kind for mark, kind in kinds.items() if mark in words)
        self.calls.append(kind)
        if kind == self.fails_at:
            return 1
        self.bin.mkdir(parents=True, exist_ok=True)
        if kind == "venv" and not (self.bin / "python").exists():
            (self.bin / "python").symlink_to(sys.executable)
        if kind == "project":
            (self.bin / "taquilla").touch()
        return 0

    def done(self) -> list[str]:
        calls, self.calls = self.calls, []
        return calls


@pytest.fixture
def env(tmp_path, monkeypatch) -> Environment:
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    for name in (LOCK, DEV_LOCK, "pyproject.toml"):
        (root / name).write_text(f"{name}\n")
    monkeypatch.setattr(environment, "check_platform", lambda: None)
    monkeypatch.setattr(environment, "ensure_venv_module", lambda: None)
    return Environment(root)


@pytest.fixture
def installer(env, monkeypatch) -> Installer:
    installer = Installer(env.root)
    monkeypatch.setattr(subprocess, "call", installer)
    return installer


def test_the_first_set_up_does_everything_once(env, installer):
    env.ensure(dev=False)
    assert installer.done() == ["venv", "lock", "project"]


def test_the_second_start_does_nothing(env, installer):
    env.ensure(dev=False)
    installer.done()
    env.ensure(dev=False)
    assert installer.done() == []


def test_the_tools_come_on_top(env, installer):
    env.ensure(dev=False)
    installer.done()
    env.ensure(dev=True)
    assert installer.done() == ["dev", "project"]
    env.ensure(dev=False)
    env.ensure(dev=True)
    assert installer.done() == []


def test_a_changed_lock_makes_it_anew_with_the_tools_it_had(env, installer):
    env.ensure(dev=True)
    installer.done()
    (env.root / LOCK).write_text("other versions\n")
    env.ensure(dev=False)
    assert installer.done() == ["venv", "dev", "project"]


def test_tools_of_another_origin_are_kept_too(env, installer):
    env.ensure(dev=False)
    (installer.bin / "pytest").touch()
    installer.done()
    (env.root / LOCK).write_text("other versions\n")
    env.ensure(dev=False)
    assert installer.done() == ["venv", "dev", "project"]


def test_other_line_ends_are_no_change(env, installer):
    env.ensure(dev=True)
    installer.done()
    for name in (LOCK, DEV_LOCK, "pyproject.toml"):
        (env.root / name).write_bytes((env.root / name).read_bytes().replace(b"\n", b"\r\n"))
    env.ensure(dev=True)
    assert installer.done() == []


def test_changed_project_data_installs_the_project_only(env, installer):
    env.ensure(dev=False)
    installer.done()
    (env.root / "pyproject.toml").write_text("other\n")
    env.ensure(dev=False)
    assert installer.done() == ["project"]


def test_old_tools_are_not_taken_for_new_ones(env, installer):
    env.ensure(dev=True)
    (env.root / DEV_LOCK).write_text("other tools\n")
    (env.root / "pyproject.toml").write_text("other\n")
    env.ensure(dev=False)
    installer.done()
    env.ensure(dev=True)
    assert installer.done() == ["dev", "project"]


@pytest.mark.parametrize("step", ["venv", "lock", "project"])
def test_an_interrupted_set_up_begins_anew(env, installer, step):
    installer.fails_at = step
    with pytest.raises(FailureError, match="message stands above"):
        env.ensure(dev=False)
    installer.fails_at = ""
    installer.done()
    env.ensure(dev=False)
    assert installer.done() == ["venv", "lock", "project"]


def test_an_interrupted_change_begins_anew(env, installer):
    env.ensure(dev=False)
    installer.fails_at = "dev"
    with pytest.raises(FailureError):
        env.ensure(dev=True)
    installer.fails_at = ""
    installer.done()
    env.ensure(dev=True)
    assert installer.done() == ["venv", "dev", "project"]


def test_a_moved_checkout_is_made_anew(env, installer, tmp_path):
    env.ensure(dev=False)
    installer.done()
    moved = Environment(env.root.rename(tmp_path / "elsewhere"))
    assert moved.steps(dev=False) == ["make", "lock", "project"]


@pytest.mark.parametrize("lost", ["python", "taquilla"])
def test_a_lost_program_makes_it_anew(env, installer, lost):
    env.ensure(dev=False)
    (env.scripts / lost).unlink()
    assert env.steps(dev=False) == ["make", "lock", "project"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"root": "x"}'])
def test_a_broken_stamp_counts_as_none(env, text):
    env.folder.mkdir()
    (env.folder / STAMP).write_text(text)
    assert Stamp.read(env.folder) is None


def test_a_stamp_reads_back_as_written(tmp_path):
    stamp = Stamp("root", "python3", "3.11.2", "a", "b", "c")
    stamp.write(tmp_path)
    assert Stamp.read(tmp_path) == stamp
    assert [path.name for path in tmp_path.iterdir()] == [STAMP]


def test_nothing_but_hashed_wheels_is_installed(env, monkeypatch):
    asked: list[list[str]] = []
    installer = Installer(env.root)

    def call(command: list[str], **options: object) -> int:
        asked.append(command)
        return installer(command, **options)

    monkeypatch.setattr(subprocess, "call", call)
    env.ensure(dev=True)
    from_lock = next(command for command in asked if str(env.root / DEV_LOCK) in command)
    assert "--require-hashes" in from_lock
    assert from_lock[from_lock.index("--only-binary") + 1] == ":all:"
    project = asked[-1]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)


def test_only_one_set_up_at_a_time(env):
    path = onlyone.lock_path(env.root)
    with onlyone.only_one(env.root):
        handle = os.open(path, os.O_RDWR)
        try:
            assert not onlyone._try(handle)
        finally:
            os.close(handle)
    handle = os.open(path, os.O_RDWR)
    try:
        assert onlyone._try(handle)
    finally:
        os.close(handle)
        path.unlink()


@pytest.mark.parametrize(
    ("machine", "library", "refused"),
    [
        ("x86_64", ("glibc", "2.36"), None),
        ("x86_64", ("glibc", "2.34"), None),
        ("x86_64", ("glibc", "2.31"), r"needs glibc 2\.34"),
        ("x86_64", ("", ""), "another C library"),
        ("aarch64", ("glibc", "2.36"), r"needs glibc 2\.39"),
        ("aarch64", ("glibc", "2.41"), None),
        ("i686", ("glibc", "2.41"), "64-bit"),
    ],
)
def test_systems_without_a_build_of_qt_are_refused_in_words(monkeypatch, machine, library, refused):
    monkeypatch.setattr(system, "LINUX", True)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: library)
    if refused is None:
        environment.check_platform()
    else:
        with pytest.raises(FailureError, match=refused):
            environment.check_platform()


class TestVenvModule:
    """Debian's Python without its module ensurepip."""

    @pytest.fixture(autouse=True)
    def lacking(self, monkeypatch):
        monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
        monkeypatch.setattr(system, "LINUX", True)
        monkeypatch.setattr(system, "this_family", lambda: "debian")

    def test_root_installs_the_package_of_this_python(self, monkeypatch):
        asked: list[str] = []
        monkeypatch.setattr(system, "is_root", lambda: True)
        monkeypatch.setattr(system, "apt_install", asked.extend)
        environment.ensure_venv_module()
        assert asked == [f"python3.{sys.version_info[1]}-venv"]

    def test_others_are_given_the_command(self, monkeypatch):
        monkeypatch.setattr(system, "is_root", lambda: False)
        with pytest.raises(FailureError, match=r"sudo apt-get install .*python3\.\d+-venv"):
            environment.ensure_venv_module()

    def test_other_systems_are_told_what_is_missing(self, monkeypatch):
        monkeypatch.setattr(system, "this_family", lambda: "other")
        with pytest.raises(FailureError, match="lacks its module ensurepip"):
            environment.ensure_venv_module()
