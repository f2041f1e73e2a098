"""`dev.py build`: the program as one folder that needs no Python, from the locked dependencies.

It is made in an environment of its own, `build/python`, which holds nothing but what the lock names:
what a developer has installed beside it cannot get in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devkit import system
from devkit.console import FailureError, say
from devkit.environment import check_platform, digest, ensure_venv_module
from devkit.onlyone import only_one

LOCK = Path("packaging", "requirements-build.lock")
SPEC = Path("packaging", "taquilla.spec")
BARE_SPEC = Path("packaging", "bare.spec")
STAMP = "taquilla-build.txt"
MEGABYTE = 1_000_000
EXE = ".exe" if os.name == "nt" else ""


def program(root: Path) -> Path:
    """The built program."""
    return root / "dist" / "taquilla" / f"taquilla{'-console' if EXE else ''}{EXE}"


def build(root: Path) -> Path:
    """Make the folder `dist/taquilla` anew; returns the program in it.

    Raises FailureError when that fails.
    """
    with only_one(root):
        python = _python(root)
        freeze(root, python, SPEC, root / "dist")
    size, files = measure(root / "dist" / "taquilla")
    say(f"Built {program(root)}: {size / MEGABYTE:.1f} MB in {files} files.")
    return program(root)


def bare(root: Path) -> Path:
    """The bench's bare window, built like the program; returns its starter."""
    with only_one(root):
        freeze(root, _python(root), BARE_SPEC, root / "build" / "bare")
    return root / "build" / "bare" / "bare" / f"bare{EXE}"


def freeze(root: Path, python: Path, spec: Path, out: Path) -> None:
    """Run PyInstaller on a spec; what it makes stands in `out` when it is whole, else nothing does."""
    made = root / "build" / "pyinstaller" / spec.stem
    command = [
        *(str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", str(made / "dist"), "--workpath", str(made / "work"), str(root / spec)),
    ]
    env = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": source_date(root)}
    env["PYINSTALLER_CONFIG_DIR"] = str(root / "build" / "pyinstaller" / "cache")
    say(f"Building {spec.stem} (a minute or two) ...")
    if subprocess.call(command, cwd=root, env=env) != 0:
        raise FailureError("PyInstaller gave up; its own message stands above.")
    for folder in (made / "dist").iterdir():
        target = out / folder.name
        shutil.rmtree(target, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, target)
        forget_prefix(target, sys.base_prefix)


def version(root: Path) -> str:
    """The program's version, out of its source."""
    source = (root / "app" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([0-9.]+)"$', source, re.MULTILINE)
    if found is None:
        raise FailureError("app/__init__.py names no version.")
    return found[1]


def forget_prefix(folder: Path, prefix: str) -> int:
    """Point libraries that look for others where this machine's Python is (RUNPATH) into the folder itself.

    The name is overwritten in place, so one that is shorter than its replacement is left; returns how many
    were changed.
    """
    old, new = f"\0{prefix}/lib\0".encode(), b"\0$ORIGIN/../..\0"
    changed = 0
    for library in folder.rglob("*.so*"):
        content = b"" if library.is_symlink() else library.read_bytes()
        if old in content and len(old) >= len(new):
            library.write_bytes(content.replace(old, new.ljust(len(old), b"\0")))
            changed += 1
    return changed


def source_date(root: Path) -> str:
    """When the source was committed, in seconds since 1970: every date inside the build is this one."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        return given
    git = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        told = ""
    return told or "1700000000"  # an archive without history: any fixed day does


def measure(folder: Path) -> tuple[int, int]:
    """How many bytes and files a folder holds; a link counts as nothing."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files), len(files)


def _python(root: Path) -> Path:
    """The environment to build with; made anew when the lock or the Python has changed."""
    folder = root / "build" / "python"
    python = folder / ("Scripts" if EXE else "bin") / f"python{EXE}"
    wanted = f"{os.path.realpath(sys.executable)} {sys.version} {digest(root / LOCK)}"
    stamp = folder / STAMP
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    check_platform()
    ensure_venv_module()
    system.ensure(system.BUILD_TOOLS)
    say("Making the environment to build with ...")
    if subprocess.call([sys.executable, "-I", "-m", "venv", "--clear", str(folder)]) != 0:
        raise FailureError(f"{sys.executable} could not make {folder}; its own message stands above.")
    command = [str(python), "-I", "-m", "pip", "install", "--quiet", "--require-hashes"]
    command += ["--only-binary", ":all:", "-r", str(root / LOCK)]
    if subprocess.call(command, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}) != 0:
        raise FailureError("pip could not install what the build needs; its message stands above.")
    stamp.write_text(wanted, "utf-8")
    return python
