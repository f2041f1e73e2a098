"""The trade's fixed lists: zodiac signs and animalito figures, and how people name them.

Source: the printed regulations of the houses; figures 0, 00 and 1-36 are common to all roulettes,
37-75 belong to the 77-figure one. "0" and "00" are two different figures.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """An animalito: its `code` as text ("0", "00", "7"), its Spanish `name`, other words for it."""

    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """A zodiac sign: `number` 1-12 as typed on the numeric pad, wire `code`, Spanish `name`."""

    number: int
    code: str
    name: str


SIGNS: tuple[Sign, ...] = tuple(
    Sign(number, code, name)
    for number, (code, name) in enumerate(
        (
            ("ARI", "Aries"),
            ("TAU", "Tauro"),
            ("GEM", "Géminis"),
            ("CAN", "Cáncer"),
            ("LEO", "Leo"),
            ("VIR", "Virgo"),
            ("LIB", "Libra"),
            ("ESC", "Escorpio"),
            ("SAG", "Sagitario"),
            ("CAP", "Capricornio"),
            ("ACU", "Acuario"),
            ("PIS", "Piscis"),
        ),
        start=1,
    )
)

_NAMES = (
    "Delfín Ballena Carnero Toro Ciempiés Alacrán León Rana Perico Ratón Águila Tigre Gato Caballo Mono "
    "Paloma Zorro Oso Pavo Burro Chivo Cochino Gallo Camello Cebra Iguana Gallina Vaca Perro Zamuro "
    "Elefante Caimán Lapa Ardilla Pescado Venado Jirafa Culebra Tortuga Búfalo Lechuza Avispa Canguro "
    "Tucán Mariposa Chigüire Garza Puma Pavo_Real Puercoespín Pereza Canario Pelícano Pulpo Caracol "
    "Grillo Oso_Hormiguero Tiburón Pato Hormiga Pantera Camaleón Panda Cachicamo Cangrejo Gavilán Araña "
    "Lobo Avestruz Jaguar Conejo Bisonte Guacamaya Gorila Hipopótamo Turpial Guácharo"
).split()

_ALSO: dict[str, tuple[str, ...]] = {
    "4": ("escorpion",),
    "19": ("cabra",),
    "20": ("cerdo", "puerco", "cochina"),
    "28": ("buitre",),
    "33": ("pez",),
    "34": ("ciervo",),
    "36": ("serpiente", "vibora"),
    "39": ("buho",),
    "49": ("perezoso",),
}

FIGURES: tuple[Figure, ...] = tuple(
    Figure(code, name.replace("_", " "), _ALSO.get(code, ()))
    for code, name in zip(["0", "00", *(str(n) for n in range(1, 76))], _NAMES, strict=True)
)
FIGURES_38 = FIGURES[:38]
FIGURE_BY_CODE: dict[str, Figure] = {figure.code: figure for figure in FIGURES}


def plain(text: str) -> str:
    """`text` without accents, in lower case, blanks squeezed: how names are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.lower().split())


_BY_NAME: dict[str, Figure] = {
    plain(word): figure for figure in FIGURES for word in (figure.name, *figure.also)
}
_SIGN_WORDS: dict[str, Sign] = {
    word: sign for sign in SIGNS for word in (sign.code.lower(), plain(sign.name), str(sign.number))
}


def figure_named(word: str) -> Figure | None:
    """The figure people call `word` ("leon", "Águila", "cerdo"), or None."""
    return _BY_NAME.get(plain(word))


def sign_named(word: str) -> Sign | None:
    """The sign meant by a code, a name or its number ("ari", "Géminis", "5"), or None."""
    return _SIGN_WORDS.get(plain(word))
