"""All phrases that mean something while these products are on sale, longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.domain.catalog import Product
from app.domain.figures import FIGURES, SIGNS, plain
from app.domain.orders import numerals, words
from app.domain.orders.nearest import Nearest
from app.domain.orders.parts import K

Phrase = tuple[str, ...]
Meaning = tuple[K, object]

_GENERIC = frozenset("triple triples lotto loto loteria lottery tripleta la el los las de del y".split())
#: How people call a product, by the words that its name has.
_NICKNAMES: dict[str, tuple[str, ...]] = {
    "lotto activo": ("l . act", "l act", "lact", "l . activo", "lotto act", "lotoactivo", "lottoactivo",
                     "lotto a", "l . a", "loto activo"),
    "granjita": ("granja", "graj", "grj", "la granja", "granjit", "granjitaa"),
    "lotto rey": ("l . rey", "l rey", "lottorey", "lotorey", "loto rey"),
    "guacharo": ("g . aro", "guacharo activo", "gua", "guachar"),
    "guacharito": ("g . ito", "guacharit", "guachito"),
    "selva": ("selv", "la selva", "selva plus"),
    "zulia": ("zul", "sulia", "chinita"),
    "tachira": ("tach", "tachi"),
    "caliente": ("cal", "kaliente", "cali"),
    "caracas": ("ccs", "carac"),
    "zamorano": ("zamo", "samorano", "zam"),
    "chance": ("chans", "chanse", "chanc"),
    "ruleta activa": ("r . act", "r act"),
}  # fmt: skip
_LEAST_PREFIX = 4


@dataclass(frozen=True)
class Vocabulary:
    """`phrases` by their words; `longest` counts words; `near` finds misspelt single words.

    `unsure`: words that may mean their phrase, and are asked about.
    """

    phrases: dict[Phrase, Meaning]
    longest: dict[str, int]
    unsure: dict[str, str]
    near: Nearest

    def at(self, texts: list[str], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at `texts[at]`, and where it ends."""
        for length in range(min(self.longest.get(texts[at], 0), len(texts) - at), 0, -1):
            meaning = self.phrases.get(tuple(texts[at : at + length]))
            if meaning is not None:
                return meaning, at + length
        return None


@lru_cache(maxsize=4)
def vocabulary(products: tuple[Product, ...]) -> Vocabulary:
    """The vocabulary of what is on sale."""
    found: dict[Phrase, Meaning] = {}
    unsure: dict[str, str] = {}
    for word in words.GLUE:
        found[(word,)] = (K.GLUE, None)
    for word in words.NOISE:
        found[(word,)] = (K.NOISE, None)
    names = _product_phrases(products)
    for phrase, ids in names.items():
        if len(phrase) > 1 or phrase[0] not in words.GLUE:
            found[phrase] = (K.PRODUCT, tuple(sorted(ids)))
    for sign in SIGNS:
        for word in (sign.code.lower(), plain(sign.name), *words.SIGN_WORDS.get(sign.code, "").split()):
            _add_word(found, unsure, word, plain(sign.name), (K.SIGN, sign.code))
    for figure in FIGURES:
        name = plain(figure.name)
        extra = words.FIGURE_WORDS.get(figure.code, "").split()
        for word in (name, *(plain(other) for other in figure.also), *extra):
            _add_word(found, unsure, word, name, (K.FIGURE, figure.code))
    found |= words.phrases()
    for phrase in list(names):
        if phrase in found and found[phrase][0] is K.FIGURE:
            del unsure[phrase[0]]
    longest: dict[str, int] = {}
    for phrase in found:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    spellings = {word for phrase in found for word in phrase} | words.UNITS | numerals.WORDS
    return Vocabulary(found, longest, unsure, Nearest(spellings))


def _add_word(
    found: dict[Phrase, Meaning], unsure: dict[str, str], word: str, name: str, meaning: Meaning
) -> None:
    if word.endswith("?"):
        unsure.setdefault(word[:-1], name)
        return
    phrase = tuple(word.split())
    if phrase not in found or found[phrase][0] in (K.GLUE, K.NOISE):
        found[phrase] = meaning


def _product_phrases(products: tuple[Product, ...]) -> dict[Phrase, set[int]]:
    """Every way to call a product, with all products that it may be."""
    found: dict[Phrase, set[int]] = {}
    prefixes: dict[Phrase, set[int]] = {}
    for product in products:
        name = re.findall(r"[^\W_]+", plain(product.name))
        for phrase in _names(name):
            found.setdefault(phrase, set()).add(product.id)
        for word in name:
            for end in range(_LEAST_PREFIX, len(word)):
                if word not in _GENERIC:
                    prefixes.setdefault((word[:end],), set()).add(product.id)
    for phrase, ids in prefixes.items():
        found.setdefault(phrase, ids)
    return found


def _names(name: list[str]) -> set[Phrase]:
    core = [word for word in name if word not in _GENERIC]
    bare = [word for word in name if word != "tripleta"]
    found = {tuple(name), tuple(bare), tuple(core), *((word,) for word in core if len(word) > 2)}
    found |= {(lead, *core) for lead in ("triple", "lotto", "loto", "la", "loteria") if core}
    found |= {("triple", "de", *core), ("loteria", "del", *core), ("loteria", "de", *core)} if core else set()
    if len(bare) == 2 and bare[0] not in ("la", "el"):
        initials = "".join(word[0] for word in bare)
        found |= {(initials,), (initials[0], ".", initials[1])}
    if "lotto" in name:
        found |= {("lotto",), ("loto",), ("el", "lotto")}
    joined = " ".join(bare)
    for known, nicknames in _NICKNAMES.items():
        if re.search(rf"\b{known}\b", joined):
            found |= {tuple(nickname.split()) for nickname in nicknames}
    return {phrase for phrase in found if phrase}
