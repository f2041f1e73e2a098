"""The printer's own side: bytes in, letters on the roll and answers out (Epson's names).

Nothing of it comes from the program: what a paper says is read from the bytes that reached it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

_ONLINE, _OFFLINE = 0x12, 0x08
_TOKEN = re.compile(
    rb"(?P<text>[\x20-\x7e\x80-\xff]+)|(?P<lf>\n)|(?P<start>\x1b@)|(?P<cut>\x1dV\x42\x00)"
    rb"|\x1b[t3JEa!].|\x1bp...|\x1d[!BhwH].|\x1dkI(?P<bars>.)|\x1d\(k(?P<symbol>..)"
    rb"|\x1dr(?P<in_order>.)|\x1da(?P<tell>.)|\x1d\(H\x06\x0000(?P<mark>.{4})",
    re.DOTALL,
)
_AT_ONCE = re.compile(rb"\x10\x04(?P<ask>.)|(?P<clear>\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08)|\x10\x05.")
_LONGEST = 12
_BUFFER = 4096
VOID = "INCOMPLETO"
_DRAW = re.compile(r"(?P<title>\S.*?)(?: A)? {2,}(?P<hour>\d{1,2}:\d\d [ap]m)")
_TOTAL = re.compile(r"(?:TOTAL|PREMIO|DEVOLVER) +Bs ([\d.]+),(\d\d)")
_AMOUNT = re.compile(r"Bs (?P<bs>[\d.]+),(?P<cents>\d\d) +(?P<plays>\S.*)")


class NoCommand(BaseException):
    """Bytes that mean nothing to this printer. The program's own nets for faults must not catch it."""


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
        if self.cut and VOID not in self.text:
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
    """Takes bytes; `said` is what the printer has to say to the host.

    `begin` makes a sheet when something is printed and none is under the head; `done` is told of each
    that was cut off. Stopped (`stop`), it keeps bytes until it is set right, as far as its buffer goes.
    """

    def __init__(
        self, begin: Callable[[], Sheet], done: Callable[[Sheet], None], codec: str = "cp858"
    ) -> None:
        self._begin, self._done, self._codec = begin, done, codec
        self._rest, self._buffer, self._line = b"", b"", ""
        self._tells = False
        self._cause = ""
        self.sheet: Sheet | None = None
        self.cuts = 0
        self.said = bytearray()

    @property
    def stopped(self) -> bool:
        return bool(self._cause)

    def stop(self, cause: str) -> None:
        """Nothing comes out any more: `paper` or `cutter`."""
        if not self._cause:
            self._cause = cause
            self._tell()

    def go_on(self) -> None:
        """Somebody set it right: what it has kept comes out."""
        if self._cause:
            self._cause = ""
            self._tell()
            kept, self._buffer = self._buffer, b""
            self._print(kept)

    def forget(self) -> None:
        """Nothing is in its buffers any more."""
        self._rest, self._buffer, self._line = b"", b"", ""
        self.said.clear()

    def switch_off(self) -> None:
        """And on again."""
        self.forget()
        self._cause, self._tells = "", False

    def hang_up(self) -> None:
        """The connection ends: half a command is no command, and nobody listens."""
        self._rest, self._tells = b"", False
        self.said.clear()

    def take(self, data: bytes) -> int:
        """How many of the bytes it took; commands in real time are obeyed at once, wherever they stand."""
        plain = _AT_ONCE.sub(self._obey, data)
        if not self._cause:
            self._print(plain)
            return len(data)
        room = _BUFFER - len(self._buffer)
        if len(plain) > room:
            return 0
        self._buffer += plain
        return len(data)

    def _obey(self, found: re.Match[bytes]) -> bytes:
        if found["ask"]:
            self.said.append(self._status(found["ask"][0]))
        elif found["clear"]:
            self.forget()
            self.said += b"7%\x00"
        return b""

    def _status(self, question: int) -> int:
        """DLE EOT 1 printer, 2 causes of being off-line, 3 errors, 4 the paper's sensor."""
        out, jam = self._cause == "paper", self._cause == "cutter"
        match question:
            case 1:
                return _ONLINE | (_OFFLINE if self._cause else 0)
            case 2:
                return _ONLINE | (0x20 if out else 0) | (0x40 if jam else 0)
            case 3:
                return _ONLINE | (0x08 if jam else 0)
            case _:
                return _ONLINE | (0x60 if out else 0)

    def _tell(self) -> None:
        """Automatic status back (GS a)."""
        if self._tells:
            out, jam = self._cause == "paper", self._cause == "cutter"
            self.said += bytes(
                (0x10 | (0x08 if self._cause else 0), 0x08 if jam else 0, 0x0C if out else 0, 0)
            )

    def _print(self, data: bytes) -> None:
        """As far as whole commands are there."""
        self._rest += data
        at = 0
        while at < len(self._rest):
            found = _TOKEN.match(self._rest, at)
            end = found.end() + self._more(found) if found else 0
            if found is None:
                if len(self._rest) - at >= _LONGEST:
                    raise NoCommand(self._rest[at : at + _LONGEST])
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
        if found["in_order"]:
            self.said.append(0x00)
        elif found["tell"]:
            self._tells = found["tell"] != b"\x00"
        elif found["mark"]:
            self.said += b"7\x22" + found["mark"] + b"\x00"
        elif found["start"]:
            self._tells = False
        elif found["text"]:
            self._line += found["text"].decode(self._codec)
        elif found["lf"]:
            self._under_the_head().lines.append(self._line.rstrip())
            self._line = ""
        elif found["symbol"] and data[:3] == b"1P0":
            self._under_the_head().codes.append(data[3:].decode("ascii"))
        elif found["bars"]:
            self._under_the_head().codes.append("".join(f"{pair:02d}" for pair in data[2:]))
        elif found["cut"]:
            sheet, self.sheet = self._under_the_head(), None
            sheet.cut = True
            self.cuts += 1
            self._done(sheet)

    def _under_the_head(self) -> Sheet:
        if self.sheet is None:
            self.sheet = self._begin()
        return self.sheet
