"""Texts by key: `resources/locale/<language>/<area>.toml`, read when first used.

A table in a file nests into dotted keys: in `sale.toml`, `[state] sold = "VENDIDO"` is
`t("sale.state.sold")`. `{name}` in a text is replaced by the parameter; a plural has the forms
`one` and `other` in a table of its own and is picked by the parameter `count`.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

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
        found = _pick(catalogue(candidate), key, params)
        if found is not None:
            return found.format_map(params) if params else found
    return key


def has(key: str) -> bool:
    """Whether `key` has a text (used to fall back to a more general one)."""
    texts = catalogue(_language)
    return key in texts or f"{key}.other" in texts


def _pick(texts: dict[str, str], key: str, params: dict[str, object]) -> str | None:
    found = texts.get(key)
    if found is None and "count" in params:
        found = texts.get(f"{key}.one" if params["count"] == 1 else f"{key}.other")
    return found


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(wanted: str) -> dict[str, str]:
    """All texts of a language as flat `area.key` pairs."""
    texts: dict[str, str] = {}
    folder: Path = resources() / "locale" / wanted
    for file in sorted(folder.glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text("utf-8")), texts)
    return texts


def _flatten(prefix: str, table: dict[str, object], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = str(value)
