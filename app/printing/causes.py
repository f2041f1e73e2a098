"""Why a printing failed, as short codes: keys of `printer.cause` in the texts."""

from __future__ import annotations

import errno
import socket

from app.ports import PrinterState

BY_NUMBER = {
    errno.ENOENT: "absent",
    errno.ENODEV: "absent",
    errno.ENXIO: "absent",
    errno.EBUSY: "in_use",
    errno.EAGAIN: "in_use",
    errno.ENOSPC: "disk_full",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.ECONNREFUSED: "refused",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
}


class Trouble(Exception):
    """A step of a printing failed: `cause` is the code, `state` what it says of the printer."""

    def __init__(self, cause: str, state: PrinterState) -> None:
        super().__init__(cause)
        self.cause = cause
        self.state = state


class Halt(Trouble):
    """The printer stopped and says why: somebody can put it right, and the paper may wait for that."""


def trouble_of(error: OSError, *, reached: bool) -> Trouble:
    """A system error as trouble; `reached` says whether the printer had been reached before."""
    if isinstance(error, socket.gaierror):
        return Trouble("unreachable", PrinterState.OFFLINE)
    cause = BY_NUMBER.get(error.errno or 0)
    if cause is None:
        cause = "interrupted" if reached else "unreachable"
    return Trouble(cause, PrinterState.OFFLINE)
