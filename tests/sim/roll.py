"""The printer's own side: bytes in, letters on the roll and answers out (Epson's names).

Nothing of it comes from the program: what a paper says is read from the bytes that reached it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

_ONLINE, _OFFLINE, _PAPER_END = 0x12, 0x08, 0x60
_TOKEN = re.compile(
    rb"(?P<text>[\x20-\x7e\x80-\xff]+)|(?P<lf>\n)|(?P<start>\x1b@)|(?P<cut>\x1dV\x42\x00)"
    rb"|\x1b[t3JEa].|\x1d[!BhwH].|\x1dkI(?P<bars>.)|\x1d\(k(?P<symbol>..)"
    rb"|\x10\x04(?P<ask>.)|\x1dr(?P<in_order>.)|\x1d\(H\x06\x0000(?P<mark>.{4})",
    re.DOTALL,
)
_LONGEST = 12
_DRAW = re.compile(r"(?P<title>\S.*?)(?: A)? {2,}(?P<hour>\d{1,2}:\d\d [ap]m)")
_TOTAL = re.compile(r"(?:TOTAL|PREMIO|DEVOLVER) +Bs ([\d.]+),(\d\d)")
_AMOUNT = re.compile(r"Bs (?P<bs>[\d.]+),(?P<cents>\d\d) +(?P<plays>\S.*)")


class Extent(Enum):
    """How much of a paper came out."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


@dataclass(slots=True)
class Sheet:
    """One piece of paper. `number`: of the ticket that was being printed, 0 for a slip, whatever is legible.

    `spoiled`: taken back by the cashier and torn up.
    """

    number: int
    digest: str
    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    cut: bool = False
    spoiled: bool = False

    @property
    def extent(self) -> Extent:
        if self.cut:
            return Extent.WHOLE
        return Extent.PART if self.lines or self.codes else Extent.NONE

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def marked(self) -> bool:
        """Whether it says that it is not the original."""
        return "REIMPRESI" in self.text or "COPIA" in self.text

    def numbers(self) -> set[int]:
        """Of a ticket, where it says so."""
        return {int(found) for found in re.findall(r"(?:TICKET|N\.) *(\d+)", self.text)}

    def plays(self) -> Counter[tuple[str, str, str, int]]:
        """Name of the draw (without its list), its hour, what was played, cents; as printed."""
        found: Counter[tuple[str, str, str, int]] = Counter()
        draw, cents = ("", ""), 0
        for line in self.lines:
            plays = line
            if (row := _DRAW.fullmatch(line)) is not None:
                draw = row["title"], row["hour"]
                continue
            if (amount := _AMOUNT.fullmatch(line)) is not None:
                cents, plays = int(amount["bs"].replace(".", "") + amount["cents"]), amount["plays"]
            elif not (line.startswith("  ") and cents):
                cents = 0
                continue
            found.update((*draw, play, cents) for play in re.split(r" {2,}", plays.strip()))
        return found

    def total(self) -> int:
        """Cents in all, as printed; -1 when there is none."""
        found = _TOTAL.search(self.text)
        return int(found[1].replace(".", "") + found[2]) if found else -1


class Roll:
    """Takes bytes for the sheet under the head; `said` is what the printer has to say to the host."""

    def __init__(self, codec: str = "cp858") -> None:
        self._codec = codec
        self._rest = b""
        self._line = ""
        self.sheet: Sheet | None = None
        self.said = bytearray()
        self.online = self.paper = True

    def begin(self, sheet: Sheet) -> None:
        """A new piece of paper."""
        self.sheet = sheet

    def forget(self) -> None:
        """Nothing is in its buffers any more: its power went, or a new connection begins (as Epson's do)."""
        self._rest, self._line = b"", ""
        self.said.clear()

    def take(self, data: bytes) -> None:
        """Print them, as far as whole commands are there."""
        self._rest += data
        at = 0
        while at < len(self._rest):
            found = _TOKEN.match(self._rest, at)
            end = found.end() + self._more(found) if found else 0
            if found is None:
                assert len(self._rest) - at < _LONGEST, f"no command: {self._rest[at : at + _LONGEST]!r}"
                break
            if end > len(self._rest):
                break
            self._do(found, self._rest[found.end() : end])
            at = end
        self._rest = self._rest[at:]

    @staticmethod
    def _more(found: re.Match[bytes]) -> int:
        """Bytes of data after the command's head."""
        if found["symbol"]:
            return int.from_bytes(found["symbol"], "little")
        return found["bars"][0] if found["bars"] else 0

    def _do(self, found: re.Match[bytes], data: bytes) -> None:
        sheet = self.sheet
        if found["ask"]:
            self.said.append(self._status(found["ask"][0]))
        elif found["in_order"]:
            self.said.append(0x00 if self.paper else 0x0C)
        elif found["mark"]:
            self.said += b"7\x22" + found["mark"] + b"\x00"
        elif sheet is None:
            return
        elif found["text"]:
            self._line += found["text"].decode(self._codec)
        elif found["lf"]:
            sheet.lines.append(self._line.rstrip())
            self._line = ""
        elif found["symbol"] and data[:3] == b"1P0":
            sheet.codes.append(data[3:].decode("ascii"))
        elif found["bars"]:
            sheet.codes.append("".join(f"{pair:02d}" for pair in data[2:]))
        elif found["cut"]:
            sheet.cut = True

    def _status(self, question: int) -> int:
        """DLE EOT 1 printer, 2 causes of being off-line, 4 the paper's sensor."""
        if question == 1:
            return _ONLINE | (0 if self.online and self.paper else _OFFLINE)
        if question == 4:
            return _ONLINE | (0 if self.paper else _PAPER_END)
        return _ONLINE | (0 if self.paper else 0x20)
