"""How much memory a process holds."""

from __future__ import annotations

import platform
import re
import subprocess
from pathlib import Path

from app.errors import Known

_KILO = 1024
_MEGA = 1024 * 1024


def resident_mb(pid: int) -> float:
    """Resident megabytes of a process; `Known("bench.failed")` when the system does not tell."""
    try:
        return _resident_bytes(pid) / _MEGA
    except (OSError, subprocess.SubprocessError, ValueError, IndexError, TypeError) as error:
        raise Known("bench.failed", what="memory", why=f"{type(error).__name__} {error}") from error


def _resident_bytes(pid: int) -> int:
    system = platform.system()
    if system == "Linux":
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        return int(status.partition("VmRSS:")[2].split()[0]) * _KILO
    if system == "Windows":
        told = _told("tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH")
        return int(re.sub(r"\D", "", told.strip().split('","')[-1])) * _KILO
    return int(_told("ps", "-o", "rss=", "-p", str(pid))) * _KILO


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
