"""One program at a printer at a time."""

import subprocess
import sys

import pytest

from app.ports import PrinterState
from app.printing.causes import Trouble
from app.printing.turn import Turn
from tests.helpers.fake_connection import ManualClock


def turn(name, folder, clock):
    def pause(seconds):
        clock.now += seconds

    return Turn(name, clock.monotonic, pause, folder)


def test_a_second_one_waits_and_then_says_so(tmp_path):
    clock = ManualClock()
    with turn("lp0", tmp_path, clock).taken(10):
        with pytest.raises(Trouble) as trouble, turn("lp0", tmp_path, clock).taken(10):
            raise AssertionError("both print")
        assert (trouble.value.cause, trouble.value.state) == ("in_use", PrinterState.BUSY)
        assert 10 <= clock.now < 11
        with turn("lp1", tmp_path, clock).taken(10):
            pass
    with turn("lp0", tmp_path, clock).taken(0):
        pass


def test_another_process_is_kept_out_and_one_that_dies_lets_go(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from app.printing.turn import Turn\n"
        "with Turn('lp0', time.monotonic, time.sleep, Path(sys.argv[1])).taken(5):\n"
        "    print('mine', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdin
    assert other.stdout
    assert other.stdout.readline().strip() == b"mine"
    clock = ManualClock()
    with pytest.raises(Trouble), turn("lp0", tmp_path, clock).taken(1):
        raise AssertionError("both print")
    other.kill()
    other.wait()
    other.stdin.close()
    other.stdout.close()
    with turn("lp0", tmp_path, clock).taken(5):
        pass


def test_where_no_lock_can_be_made_the_paper_goes_out_all_the_same(tmp_path):
    with turn("lp0", tmp_path / "missing", ManualClock()).taken(1):
        pass
