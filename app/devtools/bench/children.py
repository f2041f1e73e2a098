"""Processes that are measured: started, asked by lines of JSON, ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any

from app.errors import Known

_FIRST_FRAME = "TAQUILLA_FIRST_FRAME_FD"
_STDOUT = "1"
_END_S = 10.0
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def environment() -> dict[str, str]:
    """This process's environment; on Linux without a screen, Qt draws into memory.

    Compiled modules are kept, as of any installed program: else every start would compile ours again,
    and those of the libraries not.
    """
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if sys.platform.startswith("linux") and not any(found.get(name) for name in _SCREENS):
        found["QT_QPA_PLATFORM"] = "offscreen"
    return found


class Child:
    """A process that writes lines and may be asked by lines; `what` names it in complaints.

    Leaving its `with` ends it. Every method raises `Known("bench.silent")` or `Known("bench.ended")`
    for a process that does not answer.
    """

    def __init__(self, what: str, command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
        self._what = what
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._process = subprocess.Popen(
            command,
            env={**environment(), **(variables or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._complaint: list[str] = []
        self._readers = (Thread(target=self._read, daemon=True), Thread(target=self._listen, daemon=True))
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def line(self, seconds: float = 30.0) -> str:
        """The next line it writes."""
        try:
            found = self._lines.get(timeout=seconds)
        except Empty as error:
            raise Known("bench.silent", what=self._what, seconds=f"{seconds:g}") from error
        if not found:
            status = self._process.wait(_END_S)
            self._readers[1].join(_END_S)
            why = " / ".join(self._complaint[-3:])
            raise Known("bench.ended", what=self._what, status=status, why=why)
        return found

    def answer(self, seconds: float = 30.0) -> dict[str, Any]:
        """The next line it writes, as JSON; what it says went wrong is raised."""
        found: dict[str, Any] = json.loads(self.line(seconds))
        if "error" in found:
            raise Known(found["error"], **found["params"])
        return found

    def tell(self, **request: Any) -> None:
        """Ask without waiting for the answer."""
        stdin = self._stdin()
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()

    def ask(self, seconds: float = 60.0, **request: Any) -> dict[str, Any]:
        """Ask and wait for the answer."""
        self.tell(**request)
        return self.answer(seconds)

    def end(self) -> None:
        """End it: by the end of its input, else by force."""
        try:
            self._stdin().close()
            self._process.wait(_END_S)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(_END_S)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self.end()

    def _stdin(self) -> Any:
        return self._process.stdin

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line.rstrip("\n") or " ")
        self._lines.put("")

    def _listen(self) -> None:
        for line in self._process.stderr or ():
            self._complaint.append(line.strip())


def seconds_to_first_frame(what: str, command: Sequence[str], seconds: float = 30.0) -> float:
    """From the start of a process to the byte it writes when its first frame is painted."""
    begun = time.perf_counter()
    child = Child(what, command, {_FIRST_FRAME: _STDOUT})
    try:
        child.line(seconds)
        return time.perf_counter() - begun
    finally:
        child.kill()
