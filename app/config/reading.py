"""Where settings come from: a TOML file or the command line, entry by entry, each knowing its place.

Mistakes are `Known("config.…")` with the params `place` (file and line, or `--set`), `file`, `line`
(0: unknown), `key`, `expected` (in TOML's own notation) and `suggestion` ("" when there is none).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.config.rules import Rule, Unfit, near
from app.errors import Known

Schema = Mapping[str, Mapping[str, Rule]]

COMMAND_LINE = "--set"
_SECRETS = frozenset({"password", "passwd", "pwd", "clave", "contrasena", "secret", "token", "pin"})
_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_ASSIGNED = re.compile(r"\s*([\w\-.\"' ]+?)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with the values it may stand for (a command line gives text only), and where it stands."""

    section: str
    key: str
    candidates: tuple[object, ...]
    file: str
    line: int = 0

    @property
    def name(self) -> str:
        """`section.key`, or what stands outside of any section."""
        return f"{self.section}.{self.key}" if self.section else self.key

    def mistake(self, code: str, *, key: str = "", expected: str = "", suggestion: str = "") -> Known:
        """The error of this entry."""
        return mistake(code, self.file, self.line, key or self.name, expected, suggestion)

    def value(self, schema: Schema) -> object:
        """The first candidate that the key's rule accepts."""
        check = self._rule(schema)
        wrong: Unfit | None = None
        for candidate in self.candidates:
            try:
                return check(candidate)
            except Unfit as found:
                wrong = wrong if wrong and found.wrong_type else found
        raise self._unfit(wrong or Unfit("", wrong_type=True))

    def keys(self, schema: Schema) -> Mapping[str, Rule]:
        """The keys of the entry's section."""
        found = schema.get(self.section)
        if found is None:
            suggestion = near(self.section, schema)
            code = "misspelt_section" if suggestion else "unknown_section"
            raise self.mistake(code, key=self.section, expected=_sections(schema), suggestion=suggestion)
        return found

    def _rule(self, schema: Schema) -> Rule:
        if self.key.lower() in _SECRETS:
            raise self.mistake("password")
        if not self.section:
            raise self._outside(schema)
        keys = self.keys(schema)
        if self.key not in keys:
            suggestion = near(self.key, keys)
            code = "misspelt_key" if suggestion else "unknown_key"
            raise self.mistake(code, expected=" | ".join(keys), suggestion=suggestion)
        return keys[self.key]

    def _outside(self, schema: Schema) -> Known:
        """A key before the first section: the section itself as a value, or a key that lost its section."""
        if self.key in schema:
            return self.mistake("wrong_type", expected=f"[{self.key}]")
        homes = [f"[{section}] {self.key}" for section, keys in schema.items() if self.key in keys]
        return self.mistake("stray_key", expected=" | ".join(homes) or _sections(schema))

    def _unfit(self, wrong: Unfit) -> Known:
        if wrong.code:
            return self.mistake(wrong.code, expected=wrong.expected)
        if wrong.suggestion:
            return self.mistake("misspelt_value", expected=wrong.expected, suggestion=wrong.suggestion)
        code = "wrong_type" if wrong.wrong_type else "wrong_value"
        return self.mistake(code, expected=wrong.expected)


def mistake(
    code: str, file: str, line: int = 0, key: str = "", expected: str = "", suggestion: str = ""
) -> Known:
    """A settings error: `config.<code>` with its params."""
    place = f"{file}:{line}" if line else file
    return Known(
        f"config.{code}",
        place=place, file=file, line=line, key=key, expected=expected, suggestion=suggestion,
    )  # fmt: skip


def from_file(path: Path) -> Iterator[Entry]:
    """The entries of a TOML file, in its order; a byte order mark, as Windows editors write it, is skipped.

    A section without keys gives one entry with an empty key.
    """
    file = str(path)
    content = _read(path)
    lines = content.splitlines()
    try:
        tables = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise mistake("syntax", file, int(at[1]) if at else len(lines)) from None
    for section, table in tables.items():
        if not isinstance(table, dict):
            yield Entry("", section, (table,), file, line_of(lines, section))
            continue
        yield Entry(section, "", (), file, line_of(lines, section))
        for key, value in table.items():
            yield Entry(section, key, (value,), file, line_of(lines, section, key))


def from_override(text: str) -> Entry:
    """`section.key=value` of the command line; the value as TOML or as plain text."""
    name, equals, value = text.partition("=")
    section, dot, key = name.strip().partition(".")
    if not equals or not dot or not section or not key:
        raise mistake("override", COMMAND_LINE, key=name.strip(), expected="printer.port=9100")
    listed = [part.strip() for part in value.split(",")]
    plain: tuple[object, ...] = (value, *_toml(value), *_toml(f"[{value}]"), listed)
    quoted = value[:1] in ('"', "'")
    return Entry(section, key, (*_toml(value), *plain) if quoted else plain, COMMAND_LINE)


def line_of(lines: list[str], *wanted: str) -> int:
    """The line (from 1) that gives a section or key its place; its section's line else; 0 if not found."""
    section: list[str] = []
    nearest = 0
    for number, line in enumerate(lines, start=1):
        header, assigned = _HEADER.match(line), _ASSIGNED.match(line)
        if header:
            section = _names(header[1])
            found = section
        elif assigned:
            found = section + _names(assigned[1])
        else:
            continue
        if tuple(found[: len(wanted)]) == wanted:
            return number
        if found and tuple(found) == wanted[: len(found)]:
            nearest = nearest or number
    return nearest


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise mistake("no_file", str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise mistake("unreadable", str(path)) from None


def _toml(value: str) -> tuple[object, ...]:
    """The value as TOML reads it, or nothing."""
    try:
        return (tomllib.loads(f"value = {value}")["value"],)
    except tomllib.TOMLDecodeError:
        return ()


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _sections(schema: Schema) -> str:
    return " ".join(f"[{section}]" for section in schema)
