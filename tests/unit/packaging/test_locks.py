"""The lock files: exact, hashed, complete, and free of any machine's addresses."""

from __future__ import annotations

import re
import tomllib

import pytest

from devkit import building
from devkit.console import ROOT
from devkit.environment import DEV_LOCK, LOCK

REQUIREMENT = re.compile(r"([a-z0-9-]+)==(\S+?)(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(name: str) -> dict[str, str]:
    """Versions by project; every line of the file must be understood and every project hashed."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        match = REQUIREMENT.fullmatch(requirement)
        assert match, line
        assert hashes, f"{requirement} has no hash"
        assert all(HASH.fullmatch(one) for one in hashes), requirement
        found[match[1]] = match[2]
    return found


def wanted(requirement: str) -> str:
    """The normalised name in a requirement of pyproject.toml."""
    name = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.fixture(scope="module")
def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [LOCK, DEV_LOCK, str(building.LOCK)])
def test_no_address_of_an_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_the_program_has_all_it_asks_for(pyproject):
    asked = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["build"]
    assert {wanted(one) for one in asked} <= pins(LOCK).keys()


def test_the_tests_have_all_they_ask_for(pyproject):
    assert {wanted(one) for one in pyproject["dependency-groups"]["dev"]} <= pins(DEV_LOCK).keys()


def test_the_tests_run_with_what_the_program_ships():
    assert pins(LOCK).items() <= pins(DEV_LOCK).items()


def test_the_built_program_is_what_the_tests_ran(pyproject):
    assert pins(LOCK).items() <= pins(str(building.LOCK)).items()
    assert {wanted(one) for one in pyproject["dependency-groups"]["freeze"]} <= pins(
        str(building.LOCK)
    ).keys()


def test_qt_is_the_one_that_keeps_its_references():
    assert pins(LOCK)["pyside6-essentials"] == "6.11.3"
