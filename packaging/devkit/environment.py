"""The project's own Python environment in `.venv`: made once, exactly from the lock files.

A stamp inside it says what it was made from and where. While the stamp fits, a start costs
nothing. It is removed before anything is changed and written after everything is done, so an
interrupted set-up is seen by the next start, which makes the environment anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from devkit import system
from devkit.console import FailureError, say
from devkit.onlyone import only_one

STAMP = "taquilla-setup.json"
LOCK = "packaging/requirements.lock"
DEV_LOCK = "packaging/requirements-dev.lock"
# The Linux wheels of PySide6 6.11: manylinux_2_34_x86_64 and manylinux_2_39_aarch64.
OLDEST_GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from; hashes are SHA-256 in hex, `dev` empty without the tools."""

    root: str
    interpreter: str
    python: str
    lock: str
    dev: str
    project: str

    def write(self, folder: Path) -> None:
        """Write it into the environment, all or nothing."""
        target = folder / STAMP
        draft = target.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")
        draft.replace(target)

    @staticmethod
    def read(folder: Path) -> Stamp | None:
        """Read it back; None when there is none or it is not whole."""
        try:
            return Stamp(**json.loads((folder / STAMP).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def digest(path: Path) -> str:
    """Hash a file's text, whatever its line ends are."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


class Environment:
    """`.venv` of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")

    def script(self, name: str) -> Path:
        """Where a command of the environment is, `python` and `taquilla` among them."""
        return self.scripts / (f"{name}.exe" if os.name == "nt" else name)

    def interpreter(self) -> str:
        """The Python the environment was made from; empty when it is gone."""
        if os.name != "nt":
            path = Path(os.path.realpath(self.script("python")))
            return str(path) if path.exists() else ""
        try:
            config = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
        except OSError:
            return ""
        fields = dict(line.partition(" = ")[::2] for line in config.splitlines())
        home = Path(fields.get("home", "")) / "python.exe"
        return str(home) if home.exists() else ""

    def wanted(self, *, dev: bool, python: str) -> Stamp:
        """What a finished set-up would be stamped with now."""
        return Stamp(
            root=str(self.root),
            interpreter=self.interpreter(),
            python=python,
            lock=digest(self.root / LOCK),
            dev=digest(self.root / DEV_LOCK) if dev else "",
            project=digest(self.root / "pyproject.toml"),
        )

    def steps(self, *, dev: bool) -> list[str]:
        """Which of "make", "lock", "dev", "project" are still to be done, in this order.

        The tools' lock holds everything the program's lock does, so one of the two is enough. An
        environment that has the tools keeps them, however they came into it.
        """
        stamp = Stamp.read(self.folder)
        tools = dev or (stamp and stamp.dev) or self.script("pytest").exists()
        anew = ["make", "dev" if tools else "lock", "project"]
        if stamp is None or not self.script("taquilla").exists():
            return anew
        now = self.wanted(dev=dev, python=stamp.python)
        if (stamp.root, stamp.interpreter, stamp.lock) != (now.root, now.interpreter, now.lock):
            return anew
        if dev and stamp.dev != now.dev:
            return ["dev", "project"]
        return [] if stamp.project == now.project else ["project"]

    def ensure(self, *, dev: bool) -> None:
        """Bring the environment up to date; with `dev` also the tools that the tests need.

        Raises FailureError when that fails.
        """
        if not self.steps(dev=dev):
            return
        with only_one(self.root):
            steps = self.steps(dev=dev)
            if steps:
                self._perform(steps)

    def _perform(self, steps: list[str]) -> None:
        before = Stamp.read(self.folder)
        dev = digest(self.root / DEV_LOCK) if "dev" in steps else ""
        if before and "make" not in steps:
            dev = dev or before.dev
        (self.folder / STAMP).unlink(missing_ok=True)
        if "make" in steps:
            self._make()
        for step, file, what in (
            ("lock", LOCK, "the pinned dependencies (about 100 MB the first time)"),
            ("dev", DEV_LOCK, "the pinned dependencies and the tools for the tests"),
        ):
            if step in steps:
                say(f"Installing {what} ...")
                self._pip("--require-hashes", "--only-binary", ":all:", "-r", str(self.root / file))
        # The lock holds setuptools, so nothing is fetched for this.
        self._pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(self.root))
        if not self.script("taquilla").exists():
            raise FailureError(f"The set-up ended, yet {self.script('taquilla')} is not there.")
        done = self.wanted(dev=False, python=platform.python_version())
        replace(done, dev=dev).write(self.folder)
        say(f"The environment in {self.folder} is ready.")

    def _make(self) -> None:
        check_platform()
        ensure_venv_module()
        if self.folder.exists():
            say(f"{self.folder} is unfinished or out of date; making it anew ...")
        else:
            say(f"Making the Python environment in {self.folder} ...")
        command = [sys.executable, "-I", "-m", "venv", "--clear", str(self.folder)]
        if subprocess.call(command, cwd=self.root) != 0:
            raise FailureError(
                f"{sys.executable} could not make {self.folder}; its own message stands above.\n"
                "Check that the folder can be written to and that the disk has 600 MB free, then start again."
            )

    def _pip(self, *arguments: str) -> None:
        """Run pip's install inside the environment, whatever the user's own pip settings ask for."""
        quiet = [] if sys.stdout.isatty() else ["--quiet"]
        python = str(self.script("python"))
        env = {
            **os.environ,
            "PIP_USER": "0",
            "PIP_NO_INPUT": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        command = [python, "-I", "-m", "pip", "install", *quiet, *arguments]
        if subprocess.call(command, cwd=self.root, env=env) != 0:
            raise FailureError(
                "pip could not install what the project needs; its message stands above.\n"
                "Check the network connection, then start this command again: it begins anew by itself."
            )


def ensure_venv_module() -> None:
    """Make sure this Python can make environments with pip (Debian packs that apart).

    Raises FailureError when it cannot.
    """
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not system.LINUX or system.this_family() != "debian":
        raise FailureError(
            f"{sys.executable} lacks its module ensurepip.\n"
            "Install a complete Python (on Linux often a package named python3-venv), then start again."
        )
    if not system.is_root():
        command = system.install_command([package], "debian") or ""
        raise FailureError(
            "Python cannot make environments: its module ensurepip is missing.\n"
            f"Install it with this command, then start again:\n\n    {system.as_user(command)}\n"
        )
    system.apt_install([package])


def check_platform() -> None:
    """Refuse, in clear words, systems that no PySide6 wheel exists for.

    Raises FailureError.
    """
    if not system.LINUX:
        return
    machine = platform.machine()
    oldest = OLDEST_GLIBC.get(machine)
    if oldest is None or sys.maxsize <= 2**32:
        raise FailureError(
            f"Qt is not built for this Python on {machine}.\n"
            "A 64-bit system and Python on x86_64 or aarch64 are needed."
        )
    library, version = platform.libc_ver()
    if library == "glibc" and tuple(map(int, version.split(".")[:2])) >= oldest:
        return
    found = f"{library or 'another C library'} {version}".strip()
    raise FailureError(
        f"This system has {found}; Qt needs glibc {oldest[0]}.{oldest[1]} or newer on {machine}\n"
        "(2.34: Debian 12, Ubuntu 22.04, Fedora 35; 2.39: Debian 13, Ubuntu 24.04, Fedora 40)."
    )
