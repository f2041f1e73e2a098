"""The map is true, the decisions have their form, files stay small, and some things are never written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.paths import resources

ROOT = resources().parent
APP = ROOT / "app"
MAP = APP / "ARCHITECTURE.md"
DECISIONS = sorted((APP / "decisions").iterdir())
SOURCES = sorted(APP.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

_CHECKS = {"verify", "check_hostname"}
MOST_LINES, MOST_TEST_LINES, MOST_FUNCTION_LINES = 500, 700, 60
MOST_MAP_LINES, MOST_DECISION_LINES = 150, 60


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(file)))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(file) if isinstance(node, ast.Call))


def constants(file: Path) -> Iterator[ast.Constant]:
    return (node for node in nodes(file) if isinstance(node, ast.Constant))


def called(node: ast.Call) -> str:
    """`print`, `time.sleep`, `dialog.exec`: the dotted name of what is called, as far as it is one."""
    return ast.unparse(node.func)


# --- the map --------------------------------------------------------------------------------------


def section(title: str) -> str:
    """One section of the map."""
    return MAP.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]


def listed() -> list[str]:
    """The paths in the first column of "What is where"."""
    rows = [line.split("|")[1] for line in section("What is where").splitlines() if line.startswith("| `")]
    return [path for row in rows for path in re.findall(r"`([^`]+)`", row)]


def there() -> set[str]:
    """Packages with a slash at the end, and modules of the top folder."""
    packages = {f"{file.parent.relative_to(APP).as_posix()}/" for file in APP.rglob("__init__.py")} - {"./"}
    return packages | {file.name for file in APP.glob("*.py")} - {"__init__.py"}


def test_every_package_and_top_module_is_on_the_map_once():
    assert sorted(listed()) == sorted(there())


def test_whatever_the_map_names_exists():
    text = MAP.read_text("utf-8")
    paths = set(re.findall(r"`([a-z_*/.]+(?:/|\.py|\.toml|\.md))`", text))
    assert len(paths) > 40
    missing = [path for path in paths if not (list(APP.glob(path)) or (ROOT / path).exists())]
    assert missing == []


def test_the_classes_that_the_map_names_exist():
    named = set(re.findall(r"`([A-Z][A-Za-z]+)(?:\.([a-z_]+))?`", MAP.read_text("utf-8")))
    source = "\n".join(file.read_text("utf-8") for file in SOURCES)
    assert ("KioskLoop", "") in named
    for kind, member in named:
        assert re.search(rf"^(class {kind}\b|{kind} = )", source, re.MULTILINE), kind
        assert not member or f"def {member}(" in source, member


def test_the_layers_on_the_map_are_those_that_are_checked():
    layers = (ROOT / "pyproject.toml").read_text("utf-8").partition("layers = [")[2].partition("]")[0]
    checked = re.findall(r"app\.(\w+)", layers)
    diagram = re.search(r"\n((?: {4}.*\n)+)", section("Who may import whom"))
    assert diagram is not None
    drawn = re.findall(r"\w+", diagram[1])
    assert sorted(drawn) == sorted(checked)


def test_the_map_is_short():
    assert len(MAP.read_text("utf-8").splitlines()) < MOST_MAP_LINES


# --- the decisions --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.name)
def test_a_decision_has_its_form(file: Path):
    text = file.read_text("utf-8")
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", file.name)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert re.fullmatch(rf"# {file.name[:3]} \S.*", headings[0])
    assert headings[1:] == ["## Context", "## Choice", "## What it costs"]
    bodies = re.split(r"\n## .*\n", text)[1:]
    assert all(len(body.split()) >= 10 for body in bodies)
    assert len(text.splitlines()) <= MOST_DECISION_LINES


def test_decisions_are_numbered_without_gaps():
    assert [int(file.name[:3]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))


# --- small rooms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("files", "most"), [(SOURCES, MOST_LINES), (TESTS, MOST_TEST_LINES)])
def test_no_file_is_too_long(files: list[Path], most: int):
    lines = {name(file): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {file: count for file, count in lines.items() if count > most} == {}


def test_no_function_is_too_long():
    found = {}
    for file in SOURCES:
        for node in nodes(file):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_FUNCTION_LINES:
                    found[f"{name(file)}:{node.name}"] = lines
    assert found == {}


def test_every_module_and_public_class_says_what_it_is():
    found = []
    for file in SOURCES:
        if not ast.get_docstring(tree(file)):
            found.append(name(file))
        for node in tree(file).body:
            if (
                isinstance(node, ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                found.append(f"{name(file)}:{node.name}")
    assert found == []


# --- never written --------------------------------------------------------------------------------


def offenders(banned: re.Pattern[str], *, but: str = "") -> list[str]:
    """Calls by a banned name, other than in files whose path matches `but`."""
    files = [file for file in SOURCES if not (but and re.search(but, name(file)))]
    return [
        f"{name(file)}:{node.lineno} {called(node)}"
        for file in files
        for node in calls(file)
        if banned.fullmatch(called(node))
    ]


def test_no_dialog_runs_a_loop_of_its_own():
    """Under qasync a modal run breaks every other task. The first frame is painted before there is any."""
    banned = re.compile(r"(?:.+\.)?exec_?|QMessageBox\..+|QInputDialog\..+")
    assert offenders(banned, but=r"app/ui/start\.py") == []
    assert len(offenders(banned)) <= 1


def test_nothing_sleeps_on_a_thread():
    assert offenders(re.compile(r"(?:time\.)?sleep|QThread\.\w*sleep")) == []


def test_nothing_is_printed_but_by_commands():
    assert (
        offenders(re.compile(r"print"), but=r"app/(__main__|commands|probes)\.py|app/(devtools|probing)/")
        == []
    )


def test_certificates_are_always_checked():
    found = []
    for file in SOURCES:
        words = [word for node in calls(file) for word in node.keywords if word.arg in _CHECKS]
        found += [name(file) for word in words if ast.unparse(word.value) == "False"]
        for node in nodes(file):
            if isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "_create_unverified_context"}:
                found.append(name(file))
    assert found == []


def test_labels_are_made_in_one_place():
    """Only there is the format plain: a bare QLabel shows a server's mark-up, and loads its pictures."""
    allowed = {"app/ui/widgets/text.py"}
    found = {
        name(file) for file in SOURCES for node in calls(file) if called(node).split(".")[-1] == "QLabel"
    }
    bases = {
        name(file)
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "QLabel" for base in node.bases)
    }
    assert found | bases <= allowed


def test_there_is_no_float_near_money():
    """No number with a point, no `float(...)`, where amounts are; where seconds are counted they may be."""
    files = [APP / "money.py", *(APP / "domain").rglob("*.py"), *(APP / "api" / "decoders").rglob("*.py")]
    files += [APP / "api" / part for part in ("models.py", "values.py", "endpoints.py")]
    found = []
    for file in files:
        if file.name in {"deadlines.py", "moment.py"}:
            continue
        floats = [one.lineno for one in constants(file) if isinstance(one.value, float)]
        floats += [node.lineno for node in calls(file) if called(node) == "float"]
        found += [f"{name(file)}:{line}" for line in floats]
    assert found == []


def test_the_clock_is_read_in_one_place():
    banned = re.compile(r"time\.(?:time|monotonic)|(?:datetime\.)?datetime\.(?:now|utcnow|today)|date\.today")
    assert offenders(banned, but=r"app/clock\.py|app/devtools/|app/benching\.py") == []


def test_rich_text_is_never_asked_for():
    assert [
        name(f)
        for f in SOURCES
        if re.search(r"TextFormat\.(?:RichText|AutoText|MarkdownText)", f.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "type: ignore\n"])
def test_nothing_is_left_for_later(word: str):
    files = [file for file in [*SOURCES, *TESTS] if file != Path(__file__)]
    assert [name(file) for file in files if word in file.read_text("utf-8")] == []
