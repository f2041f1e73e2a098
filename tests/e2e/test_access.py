"""PINs on the real program: window, services, journal and vault; and none of them anywhere on its disk."""

from __future__ import annotations

from pathlib import Path

from app.journal import open_journal
from app.ports import OperationType
from tests.e2e.test_main_job import SCRIPTS, settings, taquilla

SECRETS = (b"904817", b"271828", b"555123")


async def test_pins_lock_leave_and_no_trace_of_a_pin(tmp_path: Path) -> None:
    out, profile = tmp_path / "out", tmp_path / "profile"
    limits = ("--set", "access.void_above=10", "--set", "log.level=debug")
    done = taquilla(
        *["--training", "--profile", str(profile), *settings(tmp_path), *limits, "tour"],
        *["--script", str(SCRIPTS / "access.tour"), "--out", str(out)],
    )
    assert (done.returncode, done.stderr) == (0, "")
    journal = await open_journal(profile)
    try:
        told = [(one.state, one.body["name"]) for one in await journal.recent(OperationType.ACCESS, 50)]
        permitted = (await journal.recent(OperationType.ACCESS, 1))[0]
    finally:
        await journal.close()
    assert told[::-1] == [
        ("ADDED", "Luis"), ("PERMITTED", "Luis"), ("ADDED", "Luis"), ("LOCKED", "Luis"), ("WRONG", "Luis"),
        ("UNLOCKED", "Ana"), ("WRONG", "Luis"), ("PERMITTED", "Luis"),
    ]  # fmt: skip
    assert permitted.body["privilege"] == "void"
    assert (permitted.body["cashier_name"], permitted.number is not None) == ("Ana", True)
    files = [file for file in (*profile.rglob("*"), *out.rglob("*")) if file.is_file()]
    contents = [file.read_bytes() for file in files if file.suffix != ".png"]
    assert any(b"Luis" in content for content in contents), "they are looked through"
    assert not any(word in content for word in SECRETS for content in contents)
