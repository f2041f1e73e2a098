"""The frozen view states of Ajustes, already in the cashier's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.presenters.views_office import ChoiceView, Hue


class SetupStep(Enum):
    """Where the set-up of the printer stands."""

    HOME = "home"
    LOOKING = "looking"
    CHOOSE = "choose"
    ASKING = "asking"
    READY = "ready"
    PRINTING = "printing"
    WIDTH = "width"
    ACCENTS = "accents"
    CODES = "codes"
    CUT = "cut"
    SUMMARY = "summary"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer: `key` names it in scripts, `hint` is the key that gives it. `marked`: the keyboard is
    here; `chosen`: it holds now."""

    key: str
    title: str
    sub: str = ""
    icon: str = ""
    hint: str = ""
    marked: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FactView:
    """A line of what is known: "Papel" / "80 mm · 48 letras por línea"."""

    label: str
    text: str
    hue: Hue = Hue.QUIET


@dataclass(frozen=True, slots=True)
class StageView:
    """One of the few stages of the set-up, as the trail at the top shows it."""

    title: str
    done: bool
    here: bool


@dataclass(frozen=True, slots=True)
class PrinterSetupView:
    """The section of the printer.

    `sample` is what a line on paper should look like. `across` options stand in a row; `main` is the
    text of the F12 button, `back` and `scan` those of Esc and F8 ("" hides a button).
    """

    step: SetupStep = SetupStep.HOME
    stages: tuple[StageView, ...] = ()
    headline: str = ""
    text: str = ""
    sample: str = ""
    facts: tuple[FactView, ...] = ()
    options: tuple[OptionView, ...] = ()
    across: int = 1
    problem: str = ""
    busy: bool = False
    main: str = ""
    back: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """Something that can be set: by one of `choices`, or as a text (`value`; None: by choices alone)."""

    key: str
    label: str
    sub: str = ""
    choices: tuple[ChoiceView, ...] = ()
    value: str | None = None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """Something to read: what it is, how it is, and below that what to do or more of it."""

    label: str
    text: str
    sub: str = ""
    hue: Hue = Hue.QUIET


@dataclass(frozen=True, slots=True)
class PanelView:
    """A plain section. `note` is a sentence that must be seen; `main` and `other` are the texts of the
    F12 and F8 buttons ("" hides one)."""

    headline: str = ""
    text: str = ""
    rows: tuple[RowView, ...] = ()
    lines: tuple[LineView, ...] = ()
    note: str = ""
    busy: bool = False
    main: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Which section of Ajustes is shown."""

    sections: tuple[ChoiceView, ...] = ()
    chosen: str = ""
