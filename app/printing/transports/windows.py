"""A queue of the Windows print spooler, raw, through pywin32. Never run on Windows so far: it is held
to the documented calls by a stand-in of the module.

OpenPrinter, StartDocPrinter with the type RAW, WritePrinter, GetJob, SetJob (Windows Print Spooler API).
"""

from __future__ import annotations

import errno
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.ports import PrinterState
from app.printing.causes import Trouble
from app.printing.transports.spooled import TITLE, Progress

_JOB_PRINTED, _JOB_COMPLETE = 0x80, 0x1000
_JOB_DELETED, _JOB_DELETING = 0x100, 0x4
_NO_SUCH_JOB = 87
"""ERROR_INVALID_PARAMETER: what GetJob says of a document that has left the queue."""
_DELETE = 5
_WORK_OFFLINE = 0x400
_PAUSED = 0x1
_STATES = (
    (0x10, PrinterState.PAPER_OUT),
    (0x400000, PrinterState.COVER_OPEN),
    (0x80 | 0x1000 | 0x2, PrinterState.OFFLINE),
)
"""PRINTER_STATUS_PAPER_OUT; _DOOR_OPEN; _OFFLINE, _NOT_AVAILABLE and _ERROR."""
_LOCAL_AND_CONNECTED = 2 | 4

Module = Callable[[], Any]


def win32print() -> Any:
    """pywin32's door to the spooler; `Trouble("no_windows")` where there is none."""
    try:
        return importlib.import_module("win32print")
    except ImportError as error:
        raise Trouble("no_windows", PrinterState.OFFLINE) from error


def queues(module: Module = win32print) -> tuple[str, ...]:
    """The names of all printers that Windows knows."""
    with _named():
        return tuple(str(found[2]) for found in module().EnumPrinters(_LOCAL_AND_CONNECTED))


class WindowsSpool:
    """One queue. Its calls take no time limit; the spooler is on this machine and answers at once."""

    def __init__(self, queue: str, module: Module = win32print) -> None:
        self._queue = queue
        self._module = module

    def look(self, seconds: float) -> PrinterState | None:
        """`absent` without such a queue, `paused` when it was stopped or set to work offline."""
        with self._opened() as (api, handle):
            told = api.GetPrinter(handle, 2)
        status = int(told["Status"])
        if status & _PAUSED or int(told["Attributes"]) & _WORK_OFFLINE:
            raise Trouble("paused", PrinterState.OFFLINE)
        return next((state for bits, state in _STATES if status & bits), None)

    def submit(self, document: bytes, seconds: float) -> str:
        """A document of type RAW: no driver touches the bytes."""
        with self._opened() as (api, handle):
            job = api.StartDocPrinter(handle, 1, (TITLE, None, "RAW"))
            try:
                view = document
                while view:
                    written = int(api.WritePrinter(handle, view))
                    if written <= 0:
                        raise OSError(errno.EIO, "the spooler stopped taking")
                    view = view[written:]
            except BaseException:
                api.SetJob(handle, job, 0, None, _DELETE)
                raise
            finally:
                api.EndDocPrinter(handle)
        return str(job)

    def progress(self, job: str, seconds: float) -> Progress:
        """A document that left the queue was printed: Windows keeps no list of the finished."""
        with self._opened() as (api, handle):
            try:
                status = int(api.GetJob(handle, int(job), 1)["Status"])
            except Exception as error:
                if getattr(error, "winerror", None) == _NO_SUCH_JOB:
                    return Progress.DONE
                raise
        if status & (_JOB_DELETED | _JOB_DELETING):
            return Progress.LOST
        return Progress.DONE if status & (_JOB_PRINTED | _JOB_COMPLETE) else Progress.WAITING

    def withdraw(self, job: str, seconds: float) -> None:
        """SetJob with JOB_CONTROL_DELETE."""
        with self._opened() as (api, handle):
            api.SetJob(handle, int(job), 0, None, _DELETE)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        with _named():
            api = self._module()
            handle = api.OpenPrinter(self._queue)
            try:
                yield api, handle
            finally:
                api.ClosePrinter(handle)


_BY_WINERROR = {
    2: errno.ENOENT,
    5: errno.EACCES,
    1801: errno.ENODEV,  # ERROR_INVALID_PRINTER_NAME
    1722: errno.EHOSTUNREACH,  # the spooler service does not run
}


@contextmanager
def _named() -> Iterator[None]:
    """pywin32's own error is no `OSError`; here it becomes one."""
    try:
        yield
    except (OSError, Trouble):
        raise
    except Exception as error:
        code = getattr(error, "winerror", None)
        if code is None:
            raise
        raise OSError(_BY_WINERROR.get(code, errno.EIO), str(error)) from error
