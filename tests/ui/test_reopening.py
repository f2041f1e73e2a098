"""The window ends and comes back on another profile, in one process."""

from __future__ import annotations

from dataclasses import replace

from app import commands, kiosk
from app.__main__ import parser
from app.presenters.reopening import Reopen


def test_to_practice_and_back(qapp, tmp_path, monkeypatch):
    arguments = parser().parse_args(
        ["--windowed", "--profile", str(tmp_path), "--set", "api.base_url=https://127.0.0.2:1/"]
    )
    live = commands._lasting(commands.options_of(arguments), arguments)
    wanted = [Reopen.PRACTICE, Reopen.LIVE]
    seen = []
    show = kiosk.show

    def shown(running):
        seen.append((running.options.practice, running.options.profile.name))

        async def drive(_window, presenters):
            if wanted:
                presenters.reopening.ask(wanted.pop(0))
            return 0

        return show(running, drive)

    monkeypatch.setattr(kiosk, "show", shown)
    assert kiosk.run(replace(live, windowed=True)) == 0
    assert seen == [(False, tmp_path.name), (True, "practice"), (False, tmp_path.name)]
    assert (tmp_path / "practice" / "training-server.sqlite").exists()
    assert not (tmp_path / "training-server.sqlite").exists()
