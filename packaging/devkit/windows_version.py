"""The version resource that Windows shows among a program's properties (VERSIONINFO)."""

from __future__ import annotations

from pathlib import Path

_TEXT = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("FileDescription", "Taquilla"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "Taquilla"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def text(name: str, version: str) -> str:
    """PyInstaller's notation of it; `version` is up to four numbers with points between them."""
    parts = [int(part) for part in version.split(".")]
    numbers = tuple([*parts, 0, 0, 0, 0][:4])
    return _TEXT.format(numbers=numbers, version=version, name=name)


def write(folder: Path, name: str, version: str) -> str:
    """Put it into a file for PyInstaller; returns the file's name."""
    path = folder / f"{name}-version.txt"
    path.write_text(text(name, version), "utf-8")
    return str(path)
