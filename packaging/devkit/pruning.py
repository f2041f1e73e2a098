"""What of the libraries goes into the built program; called by packaging/taquilla.spec.

Everything is told by a list of what stays, so that a library that grows does not make the program grow.
Libraries of the operating system are left to it (the Debian package names them): it mends them, and the
drivers of a screen want their own versions.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

QT_PLUGINS = frozenset(
    {
        "platforms/qxcb",  # X11
        "platforms/qwayland",  # cage
        "platforms/qoffscreen",  # the tour without a screen
        "platforms/qwindows",
        "platforminputcontexts/composeplatforminputcontextplugin",  # accents by dead keys
        "wayland-shell-integration/xdg-shell",
        "styles/qmodernwindowsstyle",
    }
)
"""Plugins by folder and name, without `lib` and ending."""

QT_LIBRARIES = frozenset(
    {"Core", "Gui", "Widgets", "Svg", "DBus", "XcbQpa", "WaylandClient", "WlShellIntegration"}
)
"""Qt's libraries without `Qt6`. DBus: linked by Gui."""

QT_MODULES = frozenset({"QtCore", "QtGui", "QtWidgets", "QtSvg"})

EXCLUDED = (
    *("tkinter", "unittest", "pydoc", "doctest", "pdb", "lib2to3", "test", "curses", "readline", "turtle"),
    *("setuptools", "pkg_resources", "pip", "_distutils_hack", "ensurepip", "venv", "idlelib"),
    *("rich", "httptools", "uvloop", "watchfiles", "websockets", "wsproto", "dotenv"),
    *("PIL.ImageQt", "PIL.ImageTk", "PIL._avif", "PIL._webp", "PIL._imagingtk", "PIL.ImageShow"),
    *("numpy", "cups", "trio", "mypy", "pytest", "IPython", "jinja2", "itsdangerous"),
)
"""Modules that libraries import where they find them, and that nothing here uses."""

OWN_LIBRARIES = re.compile(r"^lib(python3|ssl|crypto|sqlite3|ffi|expat|mpdec|lzma|bz2|uuid|z)\b", re.ASCII)
"""What Python itself is linked to: their versions are this Python's."""

_UNUSED = re.compile(r"avif|webp|sharpyuv|/Qt/(qml|libexec|metatypes|resources)/")
_METADATA = ("PySide6-Essentials", "pillow", "httpx", "python-escpos", "keyring")
_HIDDEN = ("keyring.backends", "usb.backend")


def metadata(copy: Callable[[str], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The descriptions of packages that are asked for their version or their parts, where installed."""
    found: list[tuple[str, str]] = []
    for name in _METADATA:
        try:
            found += copy(name)
        except PackageNotFoundError:
            continue
    return found


def hidden(collect: Callable[[str], list[str]]) -> list[str]:
    """Modules that are imported by a name known at run time only, of the packages that are installed."""
    names = ["anyio._backends._asyncio", *collect("tzdata")]
    names.append("escpos.printer")  # the bench's baseline prints with it
    for package in _HIDDEN:
        if find_spec(package.partition(".")[0]) is not None:
            names += collect(package)
    if sys.platform == "win32":
        names += ["win32print", "win32timezone"]
    return names


def keeps_binary(target: str, source: str, prefixes: Iterable[str] | None = None) -> bool:
    """Whether a library goes in: `target` is its place in the folder, `source` where it was found.

    `prefixes` are the folders of Python and its packages; by default this Python's.
    """
    place = PurePosixPath(target.replace("\\", "/"))
    if _UNUSED.search(str(place)):
        return False
    if "PySide6" in place.parts or place.name.startswith(("libQt6", "Qt6")):
        return _keeps_qt(place)
    if prefixes is None:
        paths = sysconfig.get_paths()
        prefixes = {
            sys.base_prefix,
            *(paths[name] for name in ("purelib", "platlib", "stdlib", "platstdlib")),
        }
    inside = any(_within(source, prefix) for prefix in prefixes)
    return inside or sys.platform == "win32" or OWN_LIBRARIES.match(place.name) is not None


def _within(source: str, prefix: str) -> bool:
    """Whether a file is in a folder; a Python in /usr does not make the system's libraries its own."""
    return prefix not in {"/usr", "/"} and Path(source).is_relative_to(prefix)


def _keeps_qt(place: PurePosixPath) -> bool:
    stem = place.name.partition(".")[0].removeprefix("lib")
    if "plugins" in place.parts:
        return f"{place.parent.name}/{stem}" in QT_PLUGINS
    if place.name.startswith(("libQt6", "Qt6")):
        return stem.removeprefix("Qt6") in QT_LIBRARIES
    if stem.startswith("Qt"):
        return stem in QT_MODULES
    return stem != "opengl32sw"  # 20 MB, for OpenGL without a driver


def keeps_data(target: str) -> bool:
    """Whether a data file goes in: no translations, types, headers or tests of the libraries."""
    place = PurePosixPath(target.replace("\\", "/"))
    if place.name.startswith(("libQt6", "Qt6")):  # a link beside the folders that hold the libraries
        return _keeps_qt(place)
    if place.parts[0] == "PySide6" and ("translations" in place.parts or _UNUSED.search(str(place))):
        return False
    return place.suffix not in {".pyi", ".h", ".qmltypes"} and "__pycache__" not in place.parts
