"""What a process that dies leaves behind."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
from pathlib import Path

from app import crash

ROOT = Path(__file__).resolve().parents[2]
DYING = """
import os, sys
from pathlib import Path
from app import crash

def sell(pin):
    os.abort()

crash.watch(Path(sys.argv[1]))
sell("84038675")
"""


def test_a_death_is_told_once_without_a_value(tmp_path):
    done = subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode != 0
    died, stop = crash.watch(tmp_path)
    stop()
    assert died
    dump = (tmp_path / crash.BEFORE).read_text("utf-8")
    assert "Aborted" in dump
    assert "in sell" in dump
    assert "84038675" not in dump
    again, stop = crash.watch(tmp_path)
    stop()
    assert not again


def test_an_orderly_end_is_none_and_gives_the_handler_back(tmp_path):
    before = faulthandler.is_enabled()
    for _ in range(2):
        died, stop = crash.watch(tmp_path)
        assert not died
        assert faulthandler.is_enabled()
        stop()
    assert faulthandler.is_enabled() is before


def test_a_folder_that_cannot_be_written_does_not_keep_the_till_closed(tmp_path):
    died, stop = crash.watch(tmp_path / "nowhere")
    stop()
    assert not died
