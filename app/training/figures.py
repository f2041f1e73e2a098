"""Animals and zodiac signs: wire values and the short codes of the template.

A figure's wire value is its number as text; "0" and "00" are two figures.
"""

from __future__ import annotations

_SHARED = (
    "CAR TORO CIE ALA LEO RAN PRC RAT AGU TIG GAT CAB MON PAL ZOR OSO PAV BUR CHI COC GLO CAM CEB IGU"
    " GAL VAC PER ZAM ELE CAI LAP ARD PEZ VEN JIR CUL"
).split()
_GUACHARO = (
    "TOR BUF LEC AVI CAN TUC MAR CHG GAR PUM PRE PUE PRZ CNR PEL PUL CRL GRI OSH TIB PAT HOR PAN CML"
    " PND CAC CNG GAV ARA LOB AVE JAG CON BIS GUA GOR HIP TUR GCH"
).split()


def _numbered(codes: list[str]) -> dict[str, str]:
    return {"0": "DEL", "00": "BAL"} | {str(number): code for number, code in enumerate(codes, start=1)}


ANIMALS = _numbered(_SHARED)
"""The 38 animalitos: 0 delfín, 00 ballena, 1 carnero … 36 culebra, number -> code, in order."""

ANIMALS_77 = _numbered(_SHARED + _GUACHARO)
"""The 77 of Guácharo Activo: the 38 and 37 tortuga … 75 guácharo."""

SIGNS = ("ARI", "TAU", "GEM", "CAN", "LEO", "VIR", "LIB", "ESC", "SAG", "CAP", "ACU", "PIS")
"""The zodiac, in the order of the year."""
