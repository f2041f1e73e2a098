"""What a printer can tell, asked once at set-up over one connection. Nothing is printed by the first
questions; the last ones come after a test page, where a printer that does not know them does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.printing.finding import printable
from app.printing.replies import ASK_IN_ORDER, ASK_PRINTER, process_id
from app.printing.transports.connection import Connection
from app.printing.transports.serial_port import Flow

ASK_MAKER, ASK_MODEL = b"\x1dIB", b"\x1dIC"
"""GS I 66 and 67: `_`, the name, NUL."""
_ANSWER_S = 0.8
_PRINTED_S = 15.0
_STEP_S = 0.1
_MARK = b"Tq01"


@dataclass(frozen=True, slots=True)
class Told:
    """What a printer says of itself; `answers` whether it said anything, `flow` what its cable has."""

    answers: bool = False
    maker: str = ""
    model: str = ""
    flow: Flow = "none"


def ask_model(connection: Connection, monotonic: Callable[[], float]) -> Told:
    """DLE EOT 1, and of a printer that answers it, maker and model. The connection is open."""
    line = _Line(connection, monotonic)
    if not line.ask(ASK_PRINTER, lambda heard: any(byte & 0x93 == 0x12 for byte in heard), _ANSWER_S):
        return Told()
    return Told(True, _name(line, ASK_MAKER), _name(line, ASK_MODEL))


def ask_evidence(connection: Connection, monotonic: Callable[[], float]) -> str:
    """The best evidence it gives that all before was printed: "process_id" (GS ( H function 48),
    "status" (GS r 1) or "none". Waits for what is being printed."""
    line = _Line(connection, monotonic)
    echo = b"7\x22" + _MARK + b"\x00"
    if line.ask(process_id(_MARK), lambda heard: echo in heard, _PRINTED_S):
        return "process_id"
    if line.ask(ASK_IN_ORDER, lambda heard: any(byte & 0x90 == 0 for byte in heard), _ANSWER_S):
        return "status"
    return "none"


def _name(line: _Line, question: bytes) -> str:
    heard = line.ask(question, lambda heard: b"_" in heard and heard.endswith(b"\x00"), _ANSWER_S)
    name = heard.rpartition(b"_")[2].rstrip(b"\x00")
    return printable(name.decode("ascii", "replace").replace("\ufffd", ""))


class _Line:
    """Questions and what comes back, each within its time."""

    def __init__(self, connection: Connection, monotonic: Callable[[], float]) -> None:
        self._connection = connection
        self._monotonic = monotonic

    def ask(self, question: bytes, enough: Callable[[bytes], bool], seconds: float) -> bytes:
        """What was heard when it was enough; empty when it never was."""
        until = self._monotonic() + seconds
        left = question
        heard = b""
        while self._monotonic() < until:
            if left:
                left = left[self._connection.write_some(left, _STEP_S) :]
                continue
            heard += self._connection.read(_STEP_S)
            if enough(heard):
                return heard
        return b""
