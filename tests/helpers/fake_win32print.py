"""pywin32's `win32print` as far as a printing needs it, over one queue that a test plays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class WinError(Exception):
    """As `pywintypes.error`: no `OSError`, with a number of Windows."""

    def __init__(self, winerror: int, function: str, text: str) -> None:
        super().__init__(winerror, function, text)
        self.winerror = winerror


@dataclass
class FakeWin32Print:
    """`job_status` is what GetJob tells; None: the document has left the queue."""

    queues: tuple[str, ...] = ("POS-80",)
    status: int = 0
    attributes: int = 0
    job_status: int | None = 0
    piece: int = 1 << 20
    fails: WinError | None = None
    documents: list[bytes] = field(default_factory=list)
    kinds: list[Any] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    handles: int = 0

    def EnumPrinters(self, flags: int) -> list[tuple[int, str, str, str]]:
        return [(0, "description", name, "comment") for name in self.queues]

    def OpenPrinter(self, name: str) -> str:
        if name not in self.queues:
            raise WinError(1801, "OpenPrinter", "The printer name is invalid.")
        self.handles += 1
        return name

    def ClosePrinter(self, handle: str) -> None:
        self.handles -= 1

    def GetPrinter(self, handle: str, level: int) -> dict[str, int]:
        assert level == 2
        return {"Status": self.status, "Attributes": self.attributes}

    def StartDocPrinter(self, handle: str, level: int, info: tuple[Any, ...]) -> int:
        assert level == 1
        self.kinds.append(info)
        self.documents.append(b"")
        return 7

    def WritePrinter(self, handle: str, data: bytes) -> int:
        if self.fails:
            raise self.fails
        self.documents[-1] += data[: self.piece]
        return min(len(data), self.piece)

    def EndDocPrinter(self, handle: str) -> None:
        self.calls.append("end")

    def GetJob(self, handle: str, job: int, level: int) -> dict[str, int]:
        if self.job_status is None:
            raise WinError(87, "GetJob", "The parameter is incorrect.")
        return {"Status": self.job_status}

    def SetJob(self, handle: str, job: int, level: int, info: None, command: int) -> None:
        self.calls.append(f"job {job} command {command}")
