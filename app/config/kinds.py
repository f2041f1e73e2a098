"""Kinds of receipt printers (`resources/printers.toml`): settings under one name.

`printer.profile` names one; its values then stand where the settings say nothing themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.config.rules import Unfit, near, text
from app.paths import resources

GENERIC = "generic-80"
"""What is taken for granted of a printer nobody knows."""
Values = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class PrinterKind:
    """One kind: `models` are beginnings of model names, `vendors` USB vendor numbers, `values` settings
    by section and key."""

    key: str
    title: str
    models: tuple[str, ...]
    vendors: tuple[int, ...]
    values: Values


@cache
def kinds() -> Mapping[str, PrinterKind]:
    """All kinds by key."""
    tables = tomllib.loads((resources() / "printers.toml").read_text("utf-8"))
    return {key: _kind(key, table) for key, table in tables.items()}


def _kind(key: str, table: Mapping[str, object]) -> PrinterKind:
    models, vendors = table["models"], table["vendors"]
    if not isinstance(models, list) or not isinstance(vendors, list):
        raise TypeError(key)
    values = {name: part for name, part in table.items() if isinstance(part, dict)}
    return PrinterKind(
        key, str(table["title"]), tuple(models), tuple(int(number, 16) for number in vendors), values
    )


def kind_of(model: str, vendor: int = 0) -> PrinterKind:
    """The kind a printer seems to be: by the longest beginning of its model's name, else by its maker,
    else the generic one. Where two say the same, the first in the file."""
    words = model.upper()
    best: tuple[int, PrinterKind] | None = None
    for kind in kinds().values():
        for name in kind.models:
            if name.upper() in words and (best is None or len(name) > best[0]):
                best = (len(name), kind)
    if best is not None:
        return best[1]
    made = (kind for kind in kinds().values() if vendor and vendor in kind.vendors)
    return next(made, kinds()[GENERIC])


def printer_kind(value: object) -> str:
    """A rule: one of the kinds' keys, or nothing."""
    found = text(value).strip()
    if found and found not in kinds():
        expected = " | ".join(f'"{key}"' for key in kinds())
        raise Unfit(expected, wrong_type=False, suggestion=near(found, kinds()))
    return found
