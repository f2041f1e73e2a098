"""This till's own settings file: what is set up on its screen, in its data folder.

It is laid over the settings file, whose comments and order belong to whoever wrote it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = "terminal.toml"
_HEAD = """\
# Written by Taquilla when something is set up on its screen (Ajustes, F10). It goes before config.toml;
# without this file, config.toml alone counts.
"""

Value = str | int | float | bool


def change(folder: Path, values: Mapping[str, Mapping[str, Value]]) -> None:
    """Put `values` (by section and key) into the file, all or nothing; sections not named stay.

    A section that is named is written anew, so that nothing of an older set-up remains in it.
    `OSError` when the disk does not take it: the file is then as it was.
    """
    written = {**_read(folder / FILE), **values}
    content = _HEAD + "".join(_table(section, keys) for section, keys in written.items())
    _replace(folder / FILE, content.encode("utf-8"))


def put(folder: Path, values: Mapping[str, Mapping[str, Value]]) -> None:
    """As `change`, key by key: what else stands in a section stays there."""
    there = _read(folder / FILE)
    change(folder, {section: {**there.get(section, {}), **keys} for section, keys in values.items()})


def _read(path: Path) -> dict[str, Mapping[str, Value]]:
    """What stands there; nothing of a file that cannot be read (it would have stopped the start)."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {section: keys for section, keys in tables.items() if isinstance(keys, dict)}


def _table(section: str, keys: Mapping[str, Value]) -> str:
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in keys.items())
    return f"\n[{section}]\n{lines}"


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    signs = (f"\\u{ord(s):04x}" if s < " " or s in '"\\\x7f' else s for s in value)
    return f'"{"".join(signs)}"'


def _replace(path: Path, content: bytes) -> None:
    """Beside it, onto the disk, then in its place: a power cut leaves the old file or the new one."""
    import tempfile  # 5 ms that a start need not wait for

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
