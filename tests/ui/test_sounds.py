"""Sounds: which state has which, once; the player is a process nobody waits for."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from app.paths import resources
from app.presenters.notices import Level
from app.presenters.views import PayPhase, SellPhase, SellView
from app.ui import sounds
from app.ui.sounds import Signal, Sounds, system_player
from tests.helpers import fake_sale as on


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def desk(heard) -> on.Desk:
    desk = on.Desk()
    Sounds(desk.presenters, lambda file: heard.append(file.stem))
    return desk


@pytest.mark.parametrize(
    ("view", "sound"),
    [
        (on.sold(), ["ok"]),
        (on.not_sold(), ["error"]),
        (on.verifying(), ["warn"]),
        (on.selling(), []),
        (on.ready(), []),
    ],
)
def test_a_sale(desk, heard, view, sound):
    desk.sale.sell.set(view)
    assert heard == sound


def test_a_state_sounds_when_it_comes_and_not_while_it_lasts(desk, heard):
    desk.sale.sell.set(SellView(SellPhase.SOLD, "VENDIDO", "uno"))
    desk.sale.sell.set(SellView(SellPhase.SOLD, "VENDIDO", "dos"))
    assert heard == ["ok"]


@pytest.mark.parametrize(
    ("level", "sound"),
    [(Level.OK, ["ok"]), (Level.INFO, []), (Level.WARN, ["warn"]), (Level.STOP, ["error"])],
)
def test_a_notice(desk, heard, level, sound):
    desk.shell.notices.show(level, "…")
    desk.shell.notices.dismiss()
    assert heard == sound


@pytest.mark.parametrize(
    ("phase", "sound"),
    [(PayPhase.WINNER, "ok"), (PayPhase.ALREADY_PAID, "error"), (PayPhase.WRONG_PIN, "error")],
)
def test_a_payment(desk, heard, phase, sound):
    desk.pay.state.set(on.pay(phase))
    assert heard == [sound]


def test_silence_after_stop(heard):
    desk = on.Desk()
    Sounds(desk.presenters, lambda file: heard.append(file.stem)).stop()
    desk.sale.sell.set(on.sold())
    desk.shell.notices.show(Level.STOP, "…")
    assert heard == []


@pytest.mark.parametrize("signal", Signal)
def test_each_is_short(signal):
    with wave.open(str(resources() / "sounds" / f"{signal.value}.wav")) as file:
        assert file.getnframes() / file.getframerate() < 0.5


def test_the_first_player_there_is_is_used(monkeypatch):
    started = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "aplay" else None)
    monkeypatch.setattr(sounds, "_started", lambda program, arguments: started.append((program, arguments)))
    system_player()(Path("/x.wav"))
    assert started == [("/bin/aplay", ["-q", "/x.wav"])]


def test_without_a_player_there_is_silence(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: None)
    system_player()(Path("/x.wav"))


def test_a_player_that_cannot_be_started_harms_nobody(qapp):
    sounds._started("/nowhere/at/all", ["/x.wav"])
