"""Files for the owner: new ones only, whole ones only, and a sentence when the disk will not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.errors import Known
from app.exports import ExportFolder


def content(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


async def test_a_file_in_a_folder_that_was_not_there(tmp_path: Path):
    path = await ExportFolder(tmp_path / "a" / "b").write("reporte.csv", "\ufeffá;1\r\n")
    assert content(Path(path)) == "\ufeffá;1\r\n"
    assert path == str(tmp_path / "a" / "b" / "reporte.csv")


async def test_never_over_an_older_one(tmp_path: Path):
    folder = ExportFolder(tmp_path)
    names = [Path(await folder.write("reporte.csv", text)).name for text in ("1", "2", "3")]
    assert names == ["reporte.csv", "reporte-2.csv", "reporte-3.csv"]
    assert [content(tmp_path / name) for name in names] == ["1", "2", "3"]


async def test_a_name_leads_nowhere_else(tmp_path: Path):
    path = await ExportFolder(tmp_path / "x").write("../../evil name.csv", "")
    assert Path(path).parent == tmp_path / "x"


async def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Known) as caught:
        await ExportFolder(tmp_path / "file").write("reporte.csv", "x")
    assert (caught.value.code, caught.value.params) == (
        "reports.not_exported",
        {"folder": str(tmp_path / "file")},
    )


async def test_half_a_file_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Known):
        await ExportFolder(tmp_path).write("reporte.csv", "x")
    assert os.listdir(tmp_path) == []
