"""The file for support: what helps to find a fault, and nothing that opens a drawer.

What is collected is text, already cleaned; what is saved is exactly what was collected.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.config import Settings
from app.log import FILE as LOG
from app.log import clean

STARS = "***"
_LOG_BYTES = 200_000
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
#: Ticket numbers and PINs have six digits and more; what is shorter opens nothing.
_LONG_NUMBER = re.compile(r"(?<![\w.:-])\d{6,}(?![\w])")
_HOME = re.compile(r"(?i)(/home/|/Users/|\\Users\\)[^/\\\s\"']+")


class Text(NamedTuple):
    """A file of the bundle."""

    name: str
    text: str


def scrub(text: str) -> str:
    """`text` without secrets the log knows, e-mails, long numbers (their last two digits stay) and the
    names of people's folders."""
    text = _EMAIL.sub(STARS, clean(text))
    text = _LONG_NUMBER.sub(lambda found: f"{STARS}{found[0][-2:]}", text)
    return _HOME.sub(lambda found: found[1] + STARS, text)


def settings_text(settings: Settings) -> str:
    """Every setting as `section.key = value`, cleaned."""
    rows = [
        f"{section.name}.{key.name} = {getattr(getattr(settings, section.name), key.name)!r}"
        for section in fields(settings)
        for key in fields(getattr(settings, section.name))
    ]
    return scrub("\n".join(rows))


def log_text(profile: Path) -> str:
    """The last lines of the log, cleaned; "" when there is none."""
    try:
        with (profile / LOG).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOG_BYTES))
            raw = file.read()
    except OSError:
        return ""
    lines = raw.decode("utf-8", "replace").splitlines()
    return scrub("\n".join(lines[1:] if size > _LOG_BYTES else lines))


def save(files: tuple[Text, ...], folder: Path, now: datetime) -> Path:
    """Write the bundle as one zip, all or nothing; `OSError` when the disk does not take it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"taquilla-soporte-{now:%Y%m%d-%H%M%S}.zip"
    handle, draft = tempfile.mkstemp(prefix=".soporte-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for one in files:
                packed.writestr(one.name, one.text)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path
