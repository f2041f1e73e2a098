"""One finding, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import t

_INDENT = " " * 6


@dataclass(frozen=True, slots=True)
class Line:
    """What was found about one thing: `check` names it, `found` and `mend` are sentences."""

    check: str
    well: bool
    found: str
    mend: str = ""


def written(line: Line) -> str:
    """The line for a terminal, with its mend below when something is wrong."""
    mark = t("doctor.ok") if line.well else t("doctor.bad")
    text = f"{mark:<{len(_INDENT)}}{t(f'doctor.check.{line.check}')}: {line.found}"
    return text if line.well or not line.mend else f"{text}\n{_INDENT}-> {line.mend}"


def good(check: str, key: str, **params: object) -> Line:
    """A line that is well: `doctor.<check>.<key>`."""
    return Line(check, True, t(f"doctor.{check}.{key}", **params))


def bad(check: str, key: str, **params: object) -> Line:
    """A line to mend: `doctor.<check>.<key>` and `doctor.<check>.mend`, or `….<key>_mend` of its own."""
    return Line(check, False, t(f"doctor.{check}.{key}", **params), mend_of(check, key, **params))


def mend_of(check: str, key: str, **params: object) -> str:
    """What to do about a finding: its own mend, else the check's."""
    own = f"doctor.{check}.{key}_mend"
    found = t(own, **params)
    return found if found != own else t(f"doctor.{check}.mend", **params)
