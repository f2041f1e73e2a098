"""Texts by key: `resources/locale/<language>/<area>.toml`, read when first used.

A table in a file nests into dotted keys: in `sale.toml`, `[state] sold = "VENDIDO"` is
`t("sale.state.sold")`. `{name}` in a text is replaced by the parameter; a plural has the forms
`one` and `other` in a table of its own and is picked by the parameter `count`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from app.paths import resources

LANGUAGES = ("es", "en")
_language = "es"


def use(language: str) -> None:
    """Switch every later text to `language` (`es` or `en`)."""
    if language not in LANGUAGES:
        raise ValueError(language)
    global _language  # noqa: PLW0603 - one person sits at a terminal: one language per process
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def t(key: str, /, **params: object) -> str:
    """The text of `key` in the present language, else in Spanish, else the key itself."""
    return text_in(_language, key, **params)


def text_in(wanted: str, key: str, /, **params: object) -> str:
    """The text of `key` in the language `wanted` (paper may speak another than the screen)."""
    for candidate in (wanted, "es"):
        found = _pick(area(candidate, key.partition(".")[0]), key, params)
        if found is not None:
            return found.format_map(params) if params else found
    return key


def has(key: str) -> bool:
    """Whether `key` has a text (used to fall back to a more general one)."""
    texts = area(_language, key.partition(".")[0])
    return key in texts or f"{key}.other" in texts


def _pick(texts: Mapping[str, str], key: str, params: dict[str, object]) -> str | None:
    found = texts.get(key)
    if found is None and "count" in params:
        found = texts.get(f"{key}.one" if params["count"] == 1 else f"{key}.other")
    return found


@cache
def area(wanted: str, name: str) -> Mapping[str, str]:
    """The texts of one file, read when the first of them is asked for: the start needs few."""
    file = resources() / "locale" / wanted / f"{name}.toml"
    texts: dict[str, str] = {}
    if name.isidentifier() and file.is_file():
        _flatten(name, tomllib.loads(file.read_text("utf-8")), texts)
    return texts


def catalogue(wanted: str) -> dict[str, str]:
    """All texts of a language as flat `area.key` pairs."""
    files = sorted((resources() / "locale" / wanted).glob("*.toml"))
    return {key: text for file in files for key, text in area(wanted, file.stem).items()}


def _flatten(prefix: str, table: dict[str, object], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = str(value)
