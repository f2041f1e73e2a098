"""On what the figures were taken."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from app import __version__
from app.devtools.bench.children import environment


def machine() -> dict[str, str | int]:
    """System, processor, versions; `platform` is where Qt draws."""
    variables = environment()
    by_display = "wayland" if variables.get("WAYLAND_DISPLAY") else "xcb"
    native = by_display if sys.platform.startswith("linux") else sys.platform
    return {
        "program": __version__,
        "system": platform.platform(terse=True),
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "platform": variables.get("QT_QPA_PLATFORM") or native,
    }


def load() -> str:
    """How many processes wanted to run during the last minute; "?" where the system does not tell."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "?"


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
