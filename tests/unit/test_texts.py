"""Every key that the program looks up has its text in both languages, with the parameters it is given.

Keys made of parts (`t(f"sale.state.{phase.value}")`) are families: those of the selling and paying
screens are listed here and expanded from their enums, so that a new value without a text is noticed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from app.domain.cart import Shape
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.outcome import Reason
from app.i18n import LANGUAGES, catalogue
from app.paths import resources
from app.ports import PrinterState
from app.presenters.views import EntryMode, PayPhase, SellPhase
from app.services.connectivity import Link, MachineClock
from app.services.payments import PayResult, Verdict
from app.services.twins import Like

APP = resources().parent / "app"
HOLE = "{}"

#: Areas whose families must be listed below. The others have tests beside their own code.
CORE = {"sale", "pay", "top", "signin", "api"}

#: What a part of a key can be, for every family of the core areas.
FAMILIES: dict[str, Iterable[str]] = {
    "sale.state.{}": [phase.value for phase in SellPhase],
    # SOLD and a NOT_SOLD with a reason have sentences of their own; READY has none.
    "sale.detail.{}": [SellPhase.SELLING.value, SellPhase.VERIFYING.value],
    "sale.entry_title.{}": [mode.value for mode in EntryMode],
    "sale.shape.{}": [shape.value for shape in Shape if shape is not Shape.PLAIN],
    "sale.category.{}": [LOTTERY, ANIMALITOS, ANIMALITOS77, TRIPLETA],
    "sale.twin.{}": [like.value for like in Like],
    "sale.print_cause.{}": ["restart", "other"],
    "pay.state.{}": [phase.value for phase in PayPhase],
    "pay.headline.{}": [verdict.value for verdict in Verdict],
    "pay.detail.{}": [verdict.value for verdict in Verdict],
    # PAID, DENIED and SIGN_IN are told by the prize, the server's reason and the sign-in form.
    "pay.result.{}": [PayResult.NOT_SENT.value, PayResult.DOUBT.value],
    "signin.to_{}": ["practice", "live"],
    "top.link.{}": [link.value for link in Link],
    "top.printer.{}": [state.value for state in PrinterState],
    "top.machine_clock_{}": [MachineClock.AHEAD.value, MachineClock.BEHIND.value],
    "top.{}": ["minutes", "hours", "days", "years", "draws_old", "template_old"],
    "api.refused.{}": [reason.value for reason in Reason],
    # The causes are the API layer's; its own test holds them to their sentences.
    "api.offline.{}": ["no_connection", "timeout", "dns", "tls", "server_error"],
}

#: Keys that are handed about as values, not written at the call.
PASSED_ON = {"sale.absent", "sale.parked", "sale.different", "sale.busy", "sale.empty", "sale.no_last"}


@dataclass(frozen=True)
class Use:
    """A key as the code writes it: `HOLE` stands for computed parts; `given` None: unknown parameters."""

    place: str
    call: str
    key: str
    given: frozenset[str] | None

    @property
    def area(self) -> str:
        return self.key.partition(".")[0]


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(file.read_text("utf-8"))))


@cache
def areas() -> frozenset[str]:
    return frozenset(file.stem for file in (resources() / "locale" / "es").glob("*.toml"))


def written(node: ast.expr) -> Iterator[str]:
    """The keys an expression can be: literals, both sides of an if, formatted strings with holes."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from written(body)
            yield from written(orelse)
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else HOLE for p in parts)


def looked_up(node: ast.Call) -> tuple[str, ast.expr] | None:
    """The call's name and its key, when it is one that looks up a text or raises a code."""
    match node:
        case ast.Call(func=ast.Name(id="t" | "has" | "Known" | "SignInRequired" as name), args=[key, *_]):
            return name, key
        case ast.Call(func=ast.Name(id="text_in"), args=[_, key, *_]):
            return "t", key
    return None


@cache
def uses() -> tuple[Use, ...]:
    """Every written key of the program."""
    found = []
    for file in sorted(APP.rglob("*.py")):
        for node in nodes(file):
            call = looked_up(node) if isinstance(node, ast.Call) else None
            if call is None or not isinstance(node, ast.Call):
                continue
            names = [one.arg for one in node.keywords]
            given = None if None in names else frozenset(name for name in names if name)
            place = f"{file.relative_to(APP)}:{node.lineno}"
            found += [Use(place, call[0], key, given) for key in written(call[1])]
    return tuple(one for one in found if one.area in areas())


@cache
def families() -> frozenset[str]:
    """Keys with holes: at a call, or (`key = f"api.refused.{...}"`) anywhere in presenters and services."""
    found = {one.key for one in uses() if HOLE in one.key}
    for folder in ("presenters", "services"):
        for file in (APP / folder).rglob("*.py"):
            strings = (node for node in nodes(file) if isinstance(node, ast.JoinedStr))
            found |= {text for node in strings for text in written(node)}
    return frozenset(text for text in found if is_family(text))


def is_family(text: str) -> bool:
    shape = re.fullmatch(r"([a-z_]+)\.[a-z0-9_.{}]*", text)
    return shape is not None and shape[1] in areas() and HOLE in text


def forms(language: str, key: str) -> list[str]:
    """The texts of a key: one, or its singular and plural."""
    texts = catalogue(language)
    return [texts[name] for name in (key, f"{key}.one", f"{key}.other") if name in texts]


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# --- the files ------------------------------------------------------------------------------------


def test_both_languages_have_the_same_keys():
    assert catalogue("es").keys() == catalogue("en").keys()


def test_both_languages_take_the_same_parameters():
    spanish, english = (catalogue(language) for language in LANGUAGES)
    assert {k: holes(spanish[k]) for k in spanish} == {k: holes(english[k]) for k in english}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_both_forms(language: str):
    texts = catalogue(language)
    ones = {key.removesuffix(".one") for key in texts if key.endswith(".one")}
    for key in ones:
        assert f"{key}.other" in texts, key


# --- the code -------------------------------------------------------------------------------------


def test_the_scan_sees_the_code():
    keys = {one.key for one in uses()}
    assert {"sale.line_pending", "pay.unfinished", "top.lock_busy", "sale.state.{}"} <= keys
    assert len(keys) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_written_key_has_its_text(language: str):
    missing = [one for one in uses() if HOLE not in one.key and not forms(language, one.key)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_a_text_needs_is_given(language: str):
    for one in uses():
        if one.call != "t" or one.given is None or HOLE in one.key:
            continue
        for text in forms(language, one.key):
            assert holes(text) <= one.given, one


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_carries_what_its_sentence_needs(language: str):
    for one in uses():
        if one.call == "Known" and one.given is not None and HOLE not in one.key:
            for text in forms(language, one.key):
                assert holes(text) <= one.given, one


def test_a_count_is_given_wherever_there_is_a_plural():
    for one in uses():
        if one.call == "t" and one.given is not None and f"{one.key}.one" in catalogue("es"):
            assert "count" in one.given, one


def test_every_family_of_the_core_is_listed():
    assert {key for key in families() if key.partition(".")[0] in CORE} == FAMILIES.keys()


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_a_family_has_its_text(language: str, family: str):
    members = [family.replace(HOLE, part) for part in FAMILIES[family]]
    assert members
    assert [key for key in members if not forms(language, key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_family_has_members(language: str):
    """A family of another area is tested beside its code; here only that its name is not mistyped."""
    texts = catalogue(language).keys()
    for family in families() - FAMILIES.keys():
        pattern = "[a-z0-9_.]+".join(re.escape(part) for part in family.split(HOLE))
        assert any(re.fullmatch(pattern, key) for key in texts), family


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_that_are_handed_on_have_their_sentence(language: str):
    source = "".join(file.read_text("utf-8") for file in (APP / "services").glob("*.py"))
    for code in PASSED_ON:
        assert f'"{code}"' in source
        assert forms(language, code)
