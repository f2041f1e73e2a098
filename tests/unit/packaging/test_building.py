"""`dev.py build`: what goes into the folder, what is said of it, what the trials refuse."""

from __future__ import annotations

import ast
import sys

import pytest

from devkit import building, cli, pruning, trials, windows_version
from devkit.console import ROOT, FailureError
from devkit.environment import Environment

PACKAGES = "/env/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    ("target", "source", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", PACKAGES, True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", PACKAGES, True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", PACKAGES, False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", PACKAGES, False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", PACKAGES, True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", PACKAGES, True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", PACKAGES, False),
        ("PySide6/Qt/lib/libicudata.so.73", PACKAGES, True),
        ("PySide6/QtSvg.abi3.so", PACKAGES, True),
        ("PySide6/QtNetwork.abi3.so", PACKAGES, False),
        ("PySide6\\opengl32sw.dll", PACKAGES, False),
        ("libQt6Network.so.6", PACKAGES, False),
        ("pillow.libs/libtiff-20b7e810.so.6.3.0", PACKAGES, True),
        ("pillow.libs/libavif-20b7e810.so.6.3.0", PACKAGES, False),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu", True),
        ("libcrypto.so.3", "/usr/lib/x86_64-linux-gnu", True),
        ("libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu", True),
    ],
)
def test_what_of_the_libraries_stays(target, source, stays):
    found = f"{source}/{target.rpartition('/')[2]}"
    assert pruning.keeps_binary(target, found, [PACKAGES]) is stays


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' own libraries are not in the folder anyway")
@pytest.mark.parametrize(
    "name", ["libglib-2.0.so.0", "libxcb-cursor.so.0", "libstdc++.so.6", "libgtk-3.so.0"]
)
def test_the_systems_libraries_are_left_to_it(name):
    for prefix in (PACKAGES, "/usr"):
        assert not pruning.keeps_binary(name, f"/usr/lib/x86_64-linux-gnu/{name}", [prefix])


@pytest.mark.parametrize(
    ("target", "stays"),
    [
        ("resources/locale/es/ui.toml", True),
        ("app/journal/schema/0001_journal.sql", True),
        ("tzdata/zoneinfo/America/Caracas", True),
        ("PySide6/Qt/translations/qtbase_es.qm", False),
        ("PySide6/QtCore.pyi", False),
        ("libQt6Quick.so.6", False),
        ("libQt6Core.so.6", True),
    ],
)
def test_what_of_the_files_stays(target, stays):
    assert pruning.keeps_data(target) is stays


def test_nothing_is_left_out_that_the_program_imports():
    """A module that is excluded and imported somewhere in the program would be missed at the till."""
    imported = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    assert imported.isdisjoint(pruning.EXCLUDED)
    qt = {name.split(".")[1] for name in imported if name.startswith("PySide6.")}
    assert qt <= pruning.QT_MODULES


def test_packages_that_are_not_installed_are_no_mistake():
    from importlib.metadata import PackageNotFoundError

    def copy(name: str) -> list[tuple[str, str]]:
        if name == "keyring":
            raise PackageNotFoundError(name)
        return [(name, name)]

    assert ("pillow", "pillow") in pruning.metadata(copy)
    assert ("keyring", "keyring") not in pruning.metadata(copy)


def test_the_size_counts_every_file_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123")
    (tmp_path / "c").symlink_to("b")
    assert building.measure(tmp_path) == (8, 2)


def test_every_date_in_the_build_is_the_commits(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert int(building.source_date(ROOT)) > 1_700_000_000
    assert building.source_date(tmp_path) == "1700000000"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    assert building.source_date(ROOT) == "12"


def test_the_windows_version_is_one_expression_with_four_numbers():
    call = ast.parse(windows_version.text("taquilla", "1.2.3"), mode="eval").body
    assert isinstance(call, ast.Call)
    fixed = call.keywords[0].value
    assert isinstance(fixed, ast.Call)
    assert ast.literal_eval(fixed.keywords[0].value) == (1, 2, 3, 0)


class TestTrials:
    """`--check` and `--bench`."""

    def test_a_link_that_leads_nowhere_is_told(self, tmp_path, capsys):
        trials.whole(tmp_path)
        (tmp_path / "libQt6Gone.so.6").symlink_to("nowhere")
        with pytest.raises(FailureError, match=r"libQt6Gone\.so\.6"):
            trials.whole(tmp_path)

    @pytest.mark.parametrize(
        ("size", "rest", "built", "kept"),
        [(139, 159, 130, True), (141, 159, 130, False), (139, 161, 130, False), (139, 159, 131, False)],
    )
    def test_the_limits(self, size, rest, built, kept):
        starts = {"source": [100.0], "built": [float(built)], "bare built": [80.0]}
        rows = trials.figures(starts, (size * building.MEGABYTE, 1000), (building.MEGABYTE, 70), rest)
        assert all(row.kept for row in rows) is kept
        assert ("TOO MUCH" in "\n".join(map(str, rows))) is not kept


def test_build_does_what_was_asked_for(tmp_path, monkeypatch):
    done: list[str] = []

    def note(name: str, result: object = None):
        def noted(*_words, **_options):
            done.append(name)
            return result

        return noted

    monkeypatch.setattr(building, "build", note("build", tmp_path))
    monkeypatch.setattr(trials, "check", note("check"))
    monkeypatch.setattr(trials, "bench", note("bench", 1))
    monkeypatch.setattr(Environment, "ensure", lambda _self, *, dev: None)
    assert cli.main(["build"]) == 0
    assert cli.main(["build", "--check"]) == 0
    assert cli.main(["build", "--bench"]) == 1
    assert done == ["build", "build", "check", "build", "bench"]


@pytest.mark.long
def test_the_built_program_sells_and_keeps_to_its_size(tmp_path):
    """The whole build, then the tour from it: in memory and on an X server."""
    program = building.build(ROOT)
    trials.check(program, tmp_path)
    assert building.measure(program.parent)[0] < trials.SIZE_LIMIT_MB * building.MEGABYTE
