"""`dev.py build --deb`: the built folder as a Debian package; neither root nor debhelper is needed."""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path

from devkit import building
from devkit.console import FailureError, say

LIBRARIES = (
    "libc6 (>= 2.34)", "libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgcc-s1", "libgl1",
    "libglib2.0-0 | libglib2.0-0t64", "libstdc++6", "libwayland-client0", "libwayland-cursor0", "libx11-6",
    "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0",
    "libxcb-render-util0", "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1",
    "libxcb-xfixes0", "libxcb-xkb1", "libxcb1", "libxkbcommon-x11-0", "libxkbcommon0", "libzstd1",
)  # fmt: skip
"""What the folder is linked to and does not hold (`pruning`); the chroot's test finds one that is missing."""

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
SCRIPTS = ("postinst", "prerm", "postrm")
CONFFILES = {
    "etc/taquilla/config.toml": "config.example.toml",
    "etc/default/taquilla": "packaging/session/taquilla.default",
}
FILES = {
    "usr/lib/taquilla/check-doubts": ("packaging/debian/check-doubts", 0o755),
    "usr/lib/taquilla/session": ("packaging/session/session", 0o755),
    "usr/lib/taquilla/xsession": ("packaging/session/xsession", 0o755),
    "usr/lib/systemd/system/taquilla.service": ("packaging/session/taquilla.service", 0o644),
    "usr/lib/udev/rules.d/60-taquilla.rules": ("packaging/session/60-taquilla.rules", 0o644),
    "usr/share/applications/taquilla.desktop": ("packaging/debian/taquilla.desktop", 0o644),
    "usr/share/icons/hicolor/48x48/apps/taquilla.png": ("packaging/icons/taquilla-48.png", 0o644),
    "usr/share/icons/hicolor/256x256/apps/taquilla.png": ("packaging/icons/taquilla-256.png", 0o644),
    "usr/share/icons/hicolor/scalable/apps/taquilla.svg": ("packaging/icons/taquilla.svg", 0o644),
    "usr/share/lintian/overrides/taquilla": ("packaging/debian/lintian-overrides", 0o644),
}


def package(root: Path, version: str, squeeze: str = "xz") -> Path:
    """Make `dist/taquilla_VERSION_ARCH.deb` from `dist/taquilla`; returns the file.

    `squeeze` is how dpkg-deb packs it. Raises FailureError when dpkg-deb gives up or is not there.
    """
    if shutil.which("dpkg-deb") is None:
        raise FailureError("There is no dpkg-deb here: Debian packages are built on Debian or Ubuntu.")
    machine = ARCHITECTURES.get(platform.machine())
    if machine is None:
        raise FailureError(
            f"Taquilla is packed for {', '.join(ARCHITECTURES)}, not for {platform.machine()}."
        )
    tree = root / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    date = int(building.source_date(root))
    lay_out(root, tree, version, machine, date)
    target = root / "dist" / f"taquilla_{version}_{machine}.deb"
    command = ["dpkg-deb", "--root-owner-group", f"-Z{squeeze}", "--build", str(tree), str(target)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(date)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FailureError(f"{done.stderr.rstrip()}\ndpkg-deb gave up; its own message stands above.")
    say(f"Packed {target}: {target.stat().st_size / building.MEGABYTE:.1f} MB.")
    return target


def lay_out(root: Path, tree: Path, version: str, machine: str, date: int) -> None:
    """Everything as it will stand on the disk, with the control files; `dist/taquilla` is copied."""
    shutil.copytree(root / "dist" / "taquilla", tree / "usr" / "lib" / "taquilla", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "taquilla").symlink_to("../lib/taquilla/taquilla")
    for target, (source, mode) in FILES.items():
        _copy(root / source, tree / target, mode)
    for target, source in CONFFILES.items():
        _copy(root / source, tree / target, 0o644)
    words = {
        "@VERSION@": version,
        "@ARCH@": machine,
        "@DATE@": time.strftime("%Y-%m-%d", time.gmtime(date)),
        "@STAMP@": time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(date)),
        "@LIBRARIES@": ", ".join(LIBRARIES),
    }
    documents = tree / "usr" / "share" / "doc" / "taquilla"
    debian = root / "packaging" / "debian"
    _write(documents / "copyright", _filled(debian / "copyright.in", words))
    _compressed(documents / "changelog.gz", _filled(debian / "changelog.in", words))
    _compressed(documents / "KIOSK.md.gz", (root / "packaging" / "KIOSK.md").read_text("utf-8"))
    manual = tree / "usr" / "share" / "man" / "man1" / "taquilla.1.gz"
    _compressed(manual, _filled(debian / "taquilla.1", words))
    _permissions(tree)
    words["@SIZE@"] = str(building.measure(tree)[0] // 1024)
    control = tree / "DEBIAN"
    _write(control / "control", _filled(debian / "control.in", words))
    _write(control / "conffiles", "".join(f"/{name}\n" for name in CONFFILES))
    for name in SCRIPTS:
        _copy(debian / name, control / name, 0o755)


def lint(deb: Path) -> None:
    """lintian, where it is installed; raises FailureError when it finds an error or a warning."""
    if shutil.which("lintian") is None:
        say("  no lintian here: the package was not examined")
        return
    command = ["lintian", "--fail-on", "error,warning", "--allow-root", str(deb)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FailureError(f"{done.stdout}{done.stderr}lintian found fault with {deb.name}.")
    say("  lintian: clean")


def _filled(file: Path, words: dict[str, str]) -> str:
    text = file.read_text("utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    target.chmod(0o644)


def _compressed(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _copy(source: Path, target: Path, mode: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _permissions(tree: Path) -> None:
    """Folders 755, programs 755, all else 644, whatever the umask of the build was."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        path.chmod(0o755 if path.is_dir() or _runs(path) else 0o644)


def _runs(path: Path) -> bool:
    """Whether a file is a program: libraries and what wheels marked by mistake are not."""
    if ".so" in path.name or not path.stat().st_mode & 0o100:
        return False
    with path.open("rb") as file:
        return file.read(4).startswith((b"\x7fELF", b"#!"))
