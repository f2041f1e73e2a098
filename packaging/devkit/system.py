"""Shared libraries and tools of the operating system: what is missing, and what installs it.

Qt's Linux wheels bring Qt itself but not OpenGL, fontconfig, xkb and their like; without them
even `import PySide6.QtGui` fails. Windows needs nothing.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from devkit.console import FailureError, say

LINUX = platform.system() == "Linux"


@dataclass(frozen=True)
class Need:
    """One file the system must have: a shared library (by soname) or a program (by command)."""

    file: str
    debian: str
    program: bool = False

    @property
    def rpm(self) -> str:
        """What dnf and zypper call the same file."""
        return f"/usr/bin/{self.file}" if self.program else f"{self.file}()(64bit)"


BASE = (
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
)
X11 = (
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
)
WAYLAND = (
    Need("libwayland-cursor.so.0", "libwayland-cursor0"),
    Need("libwayland-egl.so.1", "libwayland-egl1"),
)
TEST_TOOLS = (
    Need("Xvfb", "xvfb", program=True),
    Need("xdotool", "xdotool", program=True),
    Need("zbarimg", "zbar-tools", program=True),
    Need("strace", "strace", program=True),
)
BUILD_TOOLS = (
    Need("strip", "binutils", program=True),
    Need("objdump", "binutils", program=True),
)


def os_release(text: str) -> dict[str, str]:
    """Read the fields of /etc/os-release (freedesktop's os-release(5)): KEY=value, maybe quoted."""
    fields = {}
    for line in text.splitlines():
        found = re.fullmatch(r"""\s*([A-Z0-9_]+)=(["']?)(.*?)\2\s*""", line)
        if found:
            fields[found[1]] = found[3]
    return fields


def family(release: Mapping[str, str]) -> str:
    """Tell how this system installs packages: "debian", "fedora", "suse" or "other"."""
    words = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".lower().split()
    for name, marks in {
        "debian": ("debian", "ubuntu"),
        "fedora": ("fedora", "rhel"),
        "suse": ("suse", "opensuse"),
    }.items():
        if any(word in marks for word in words):
            return name
    return "other"


def this_family() -> str:
    """Tell the family of this machine."""
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            return family(os_release(Path(path).read_text(encoding="utf-8")))
        except OSError:
            continue
    return "other"


def cached_libraries(listing: str, machine: str) -> frozenset[str]:
    """Take the sonames that suit this machine out of what `ldconfig -p` prints."""
    found = set()
    for line in listing.splitlines():
        entry = re.match(r"\s+(\S+) \(([^)]*)\) => ", line)
        if entry and (machine != "x86_64" or "x86-64" in entry[2]):
            found.add(entry[1])
    return frozenset(found)


def linker_cache() -> frozenset[str]:
    """Sonames in the dynamic linker's cache; empty where there is no ldconfig."""
    path = shutil.which("ldconfig", path=os.pathsep.join(("/sbin", "/usr/sbin", os.defpath)))
    if path is None:
        return frozenset()
    done = subprocess.run([path, "-p"], capture_output=True, text=True, check=False)
    return cached_libraries(done.stdout, platform.machine())


def loads(soname: str) -> bool:
    """Try to load a library the cache does not list (LD_LIBRARY_PATH, other kinds of systems)."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing(
    needs: Iterable[Need],
    cache: frozenset[str],
    which: Callable[[str], str | None] = shutil.which,
    load: Callable[[str], bool] = loads,
) -> list[Need]:
    """Say which of these the system lacks."""
    return [
        need
        for need in needs
        if not (which(need.file) if need.program else need.file in cache or load(need.file))
    ]


def install_command(packages: Iterable[str], kind: str) -> str | None:
    """Make the one command that installs these, for a root shell; None where it is not known."""
    names = " ".join(packages)
    return {
        "debian": f"apt-get update && apt-get install -y --no-install-recommends {names}",
        "fedora": f"dnf install -y {names}",
        "suse": f"zypper install -y {names}",
    }.get(kind)


def packages_for(needs: Iterable[Need], kind: str) -> list[str]:
    """Name what the package manager has to be asked for, without repeats, quoted for a shell."""
    wanted = (need.debian if kind == "debian" else f"'{need.rpm}'" for need in needs)
    return list(dict.fromkeys(wanted))


def explain(lacking: Iterable[Need], kind: str) -> str:
    """Say what is missing and the exact command that brings it."""
    lacking = list(lacking)
    files = ", ".join(need.file for need in lacking)
    text = f"The system lacks {files}, which Taquilla needs."
    command = install_command(packages_for(lacking, kind), kind)
    if command is None:
        return f"{text}\nInstall the packages of your system that contain them, then start again."
    return f"{text}\nInstall it with this command, then start again:\n\n    {as_user(command)}\n"


def as_user(command: str) -> str:
    """Turn a root shell's command into one that asks for root's rights itself."""
    return " && ".join(f"sudo {part}" for part in command.split(" && "))


def is_root() -> bool:
    """Say whether packages can be installed without asking."""
    geteuid = getattr(os, "geteuid", None)  # not on Windows
    return geteuid is not None and geteuid() == 0


def apt_install(packages: list[str]) -> None:
    """Install Debian packages as root.

    Raises FailureError when apt-get fails.
    """
    say(f"Installing system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            by_hand = install_command(packages, "debian")
            raise FailureError(
                f"{done.stdout.rstrip()}\n`{' '.join(command)}` failed; its own message stands above.\n"
                f"Check the network and the package sources, then try by hand:\n\n    {by_hand}\n"
            )


def ensure(needs: Iterable[Need]) -> None:
    """Make sure the system has these files; install them where that may be done.

    Raises FailureError with the command to use when something is missing and cannot be installed.
    """
    if not LINUX:
        return
    needs = list(needs)
    lacking = missing(needs, linker_cache())
    if not lacking:
        return
    kind = this_family()
    if kind == "debian" and is_root():
        apt_install(packages_for(lacking, kind))
        lacking = missing(needs, linker_cache())
    if lacking:
        raise FailureError(explain(lacking, kind))
