"""The printer's set-up in words: options, facts and sentences, without any state."""

from __future__ import annotations

from app.domain.printer import ACCENT_LINES, WIDTH_LINES, Examined, PrinterChoice, PrinterTraits, PrinterWay
from app.i18n import has, t
from app.ports import NothingPrinted, PrinterState, PrintUnsure
from app.presenters.views_office import Hue
from app.presenters.views_settings import FactView, OptionView, SetupStep, StageView

NONE, YES, NO = "none", "yes", "no"
BAUDS = (9_600, 19_200, 38_400, 57_600, 115_200)
_STAGES = (
    ("find", (SetupStep.LOOKING, SetupStep.CHOOSE, SetupStep.ASKING)),
    ("print", (SetupStep.READY, SetupStep.PRINTING)),
    ("look", (SetupStep.WIDTH, SetupStep.ACCENTS, SetupStep.CODES, SetupStep.CUT)),
    ("use", (SetupStep.SUMMARY, SetupStep.SAVING)),
)
_ICONS = {"usb": "usb", "network": "wifi", "serial": "plug", "file": "printer", "queue": "list"}
_HUES = {
    PrinterState.NONE: Hue.WARN,
    PrinterState.READY: Hue.GO,
    PrinterState.BUSY: Hue.GO,
    PrinterState.PAPER_LOW: Hue.WARN,
    PrinterState.UNKNOWN: Hue.WARN,
}


def stages(step: SetupStep) -> tuple[StageView, ...]:
    """The trail; none before it has begun."""
    at = next((index for index, (_, steps) in enumerate(_STAGES) if step in steps), -1)
    if at < 0:
        return ()
    return tuple(
        StageView(t(f"setup.stage.{key}"), index < at, index == at) for index, (key, _) in enumerate(_STAGES)
    )


def way_words(way: PrinterWay) -> str:
    """`USB · 04b8:0202`."""
    kind = t(f"setup.way.{way.transport}")
    return f"{kind} · {way.address}" if way.address else kind


def way_options(ways: tuple[PrinterWay, ...]) -> tuple[OptionView, ...]:
    """The printers that were found; the first nine by a digit."""
    return tuple(
        OptionView(
            f"{at}",
            way.name or t(f"setup.unnamed.{way.transport}"),
            way_words(way),
            _ICONS.get(way.transport, "printer"),
            str(at) if at < 10 else "",
        )
        for at, way in enumerate(ways, start=1)
    )


def baud_options(chosen: int) -> tuple[OptionView, ...]:
    """Speeds of a serial port."""
    return tuple(
        OptionView(str(baud), f"{baud}", hint=str(at), chosen=baud == chosen)
        for at, baud in enumerate(BAUDS, start=1)
    )


def width_options() -> tuple[OptionView, ...]:
    """The rulers of the test page, and that none of it can be read."""
    lines = (
        OptionView(
            line.letter.lower(),
            line.letter,
            t("setup.width_sub", width=line.width_mm, columns=line.columns),
            hint=str(at),
        )
        for at, line in enumerate(WIDTH_LINES, start=1)
    )
    return (*lines, OptionView(NONE, t("setup.nothing_came"), t("setup.nothing_came_sub"), hint="0"))


def accent_options() -> tuple[OptionView, ...]:
    """The candidate lines by their numbers."""
    return tuple(
        OptionView(
            str(line.number),
            str(line.number),
            t("setup.drawn") if line.mode == "raster" else line.code_page,
            hint=str(line.number),
        )
        for line in ACCENT_LINES
    )


def code_options() -> tuple[OptionView, ...]:
    """Whether the codes can be read; a till without a scanner looks at them."""
    return (
        OptionView(YES, t("setup.codes_yes"), t("setup.codes_yes_sub"), "scan-barcode", "1"),
        OptionView(NO, t("setup.codes_no"), t("setup.codes_no_sub"), "ban", "2"),
        OptionView(NONE, t("setup.codes_none"), t("setup.codes_none_sub"), "eye", "3"),
    )


def cut_options() -> tuple[OptionView, ...]:
    """Whether the paper was cut."""
    return (
        OptionView(YES, t("setup.cut_yes"), t("setup.cut_yes_sub"), "check", "1"),
        OptionView(NO, t("setup.cut_no"), t("setup.cut_no_sub"), "hand", "2"),
    )


def facts(choice: PrinterChoice, state: PrinterState | None = None) -> tuple[FactView, ...]:
    """What is known of a printer; its state first, where there is one."""
    traits, way = choice.traits, choice.way
    known: tuple[FactView, ...] = ()
    if state is not None:
        told = f"{t(f'top.printer.{state.value}')}. {t(f'setup.advice.{state.value}')}"
        known = (FactView(t("setup.fact.state"), told.strip(), _HUES.get(state, Hue.STOP)),)
    if way.transport == "none":
        return known
    return (
        *known,
        FactView(t("setup.fact.printer"), way.name or choice.title or t("setup.unknown_kind")),
        FactView(t("setup.fact.way"), way_words(way)),
        FactView(t("setup.fact.paper"), _paper(traits)),
        FactView(t("setup.fact.letters"), letters(traits)),
        FactView(t("setup.fact.cut"), t(f"setup.cutter.{'yes' if traits.cutter else 'no'}")),
        FactView(t("setup.fact.evidence"), evidence(choice)),
    )


def _paper(traits: PrinterTraits) -> str:
    return t("setup.paper", width=traits.width_mm, columns=traits.columns)


def letters(traits: PrinterTraits) -> str:
    """Its own letters in a code page, or drawn."""
    if traits.mode == "raster":
        return t("setup.letters_drawn")
    return t("setup.letters", page=traits.code_page, number=traits.code_page_number)


def evidence(choice: PrinterChoice) -> str:
    """What the program can know of a paper on this printer, and never more."""
    if choice.way.transport == "queue":
        return t("setup.evidence.queue")
    return t(f"setup.evidence.{choice.traits.confirm}")


def examined_facts(examined: Examined) -> tuple[FactView, ...]:
    """What was found out without printing."""
    key = "setup.answers" if examined.answers else "setup.silent"
    return (
        FactView(t("setup.fact.way"), way_words(examined.way)),
        FactView(t("setup.fact.kind"), examined.title),
        FactView(t("setup.fact.answers"), t(key)),
    )


def cause_words(cause: str) -> str:
    """Why, inside a sentence; a cause without words of its own gets the general one."""
    key = f"printer.cause.{cause}"
    return t(key) if has(key) else t("printer.cause.interrupted")


def unreached_text(cause: str) -> str:
    """Why a printer could not be used, and what to do: by the cause where that is known."""
    own = f"setup.unreached_{cause}"
    return t("setup.unreached", why=cause_words(cause), mend=t(own if has(own) else "setup.unreached_other"))


def failed_text(outcome: NothingPrinted | PrintUnsure) -> str:
    """What became of a test page that did not come out well."""
    key = "setup.not_printed" if isinstance(outcome, NothingPrinted) else "setup.half_printed"
    return t(key, why=cause_words(outcome.cause))
