"""From the real till to practice and back: another folder, another server, the same printer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import commands, i18n
from app.__main__ import parser
from app.bootstrap import IN_PROCESS_URL, open_adapters
from app.clock import SystemClock
from app.presenters.reopening import Reopen

REAL = "https://loteria.example/"


@pytest.fixture(autouse=True)
def spanish():
    yield
    i18n.use("es")


def started(folder: Path, *more: str):
    arguments = parser().parse_args(
        [
            "--profile", str(folder), "--set", f"api.base_url={REAL}",
            "--set", "api.email=real@banca.example",
            "--set", "printer.transport=file", "--set", "printer.path=/dev/null", *more,
        ]
    )  # fmt: skip
    return commands._lasting(commands.options_of(arguments), arguments)


def test_practice_knows_nothing_of_the_real_server(tmp_path):
    live = started(tmp_path)
    assert live.offers == {Reopen.SAME, Reopen.PRACTICE}
    practice = live.again(Reopen.PRACTICE)
    assert practice.practice
    assert practice.training
    assert practice.settings.api.base_url == IN_PROCESS_URL
    assert practice.settings.api.email == ""
    assert "loteria.example" not in repr(practice.settings)
    assert practice.profile == tmp_path / "practice"
    assert practice.settings.printer == live.settings.printer
    assert practice.till_folder == tmp_path


def test_back_again_everything_is_as_it_was(tmp_path):
    live = started(tmp_path)
    practice = live.again(Reopen.PRACTICE)
    assert practice.offers == {Reopen.SAME, Reopen.LIVE}
    back = practice.again(Reopen.LIVE)
    assert (back.settings, back.profile, back.practice, back.home) == (
        live.settings, live.profile, False, None,
    )  # fmt: skip
    assert practice.again(Reopen.SAME).practice
    assert not live.again(Reopen.SAME).practice


def test_who_started_in_training_has_no_real_till_to_go_to(tmp_path):
    arguments = parser().parse_args(["--training", "--profile", str(tmp_path)])
    options = commands._lasting(commands.options_of(arguments), arguments)
    assert options.offers == {Reopen.SAME}


async def test_in_practice_no_socket_is_ever_opened(tmp_path, monkeypatch):
    import socket

    practice = started(tmp_path).again(Reopen.PRACTICE)

    def never(*_args, **_kwargs):
        raise AssertionError("a connection out of practice")

    monkeypatch.setattr(socket.socket, "connect", never)
    monkeypatch.setattr(socket, "create_connection", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    clock = SystemClock()
    from datetime import UTC

    adapters = open_adapters(practice, clock, lambda: UTC)
    try:
        assert adapters.server is not None
        account = adapters.server.accounts[0]
        from app.domain.secret import Secret

        session = await adapters.api.login(account.email, Secret(account.password))
        assert session is not None
    finally:
        from app.bootstrap import _close

        await _close(adapters)
