"""A dictated order on the real window: read, asked about, put into the ticket, sold and printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).parent / "scripts" / "order.tour"


def test_a_dictated_order_is_sold(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", "--training", "--profile", str(tmp_path / "profile"),
         "tour", "--script", str(SCRIPT), "--out", str(out)],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
        timeout=90, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert {"doubts.png", "settled.png", "sold.png", "paper-1.png"} <= {file.name for file in out.iterdir()}
