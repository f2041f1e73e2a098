"""Small files that are whole or not there: written beside, synced, then put in place of the old one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

LARGEST = 4 * 1024 * 1024
"""Bytes of content that one file may have; a full template is about 0.6 MB."""
_MAGIC = b"taquilla-catalog"
_HEAD = 256


class Unusable(Exception):
    """A file that is damaged, too large, of another format or of another owner; the text says which."""


def write(path: Path, content: bytes, *, form: int, owner: str) -> None:
    """Replace `path` in one step. `Unusable` for a content that is too large, `OSError` of the disk."""
    if len(content) > LARGEST:
        raise Unusable(f"{len(content)} bytes are too many")
    beside = path.with_suffix(".tmp")
    with open(beside, "wb", opener=_private) as file:
        file.write(_head(content, form, owner))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def read(path: Path, *, form: int, owner: str) -> bytes | None:
    """The content, None when there is no file. `Unusable` for one that is not as it was written."""
    try:
        if path.stat().st_size > LARGEST + _HEAD:
            raise Unusable("too large")
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    head, _, content = whole.partition(b"\n")
    words = head.split(b" ")
    if len(words) != 4 or words[0] != _MAGIC:
        raise Unusable("damaged")
    if words[1] != str(form).encode():
        raise Unusable("of another format")
    if head + b"\n" != _head(content, form, owner):
        raise Unusable("damaged" if words[2] == owner.encode() else "of another account")
    return content


def _head(content: bytes, form: int, owner: str) -> bytes:
    """One line: name, format, owner, digest of the content."""
    digest = hashlib.sha256(content).hexdigest()
    return b" ".join((_MAGIC, str(form).encode(), owner.encode(), digest.encode())) + b"\n"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """The new name must survive a power cut too; Windows syncs names with the file."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
