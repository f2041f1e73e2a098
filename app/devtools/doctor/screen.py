"""The screen, asked in a process of its own: Qt ends a process that finds none."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

from app.devtools.console import say, this_program
from app.devtools.doctor.probes import Screen
from app.errors import Known

_SECONDS = 20


def describe_screen() -> int:
    """`doctor --screen`: this process's screen as one line of JSON."""
    from app.ui.start import make_application

    app = make_application()
    screen = app.primaryScreen()
    size = screen.size()
    found = Screen(app.platformName(), size.width(), size.height(), screen.devicePixelRatio())
    say(json.dumps(asdict(found)))
    return 0


async def find_screen() -> Screen:
    """Ask; `Known("doctor.screen.none")` with Qt's last words when there is none."""
    child = await asyncio.create_subprocess_exec(
        *this_program(), "doctor", "--screen", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, complaint = await asyncio.wait_for(child.communicate(), _SECONDS)
    except TimeoutError as error:
        child.kill()
        await child.wait()
        raise Known("doctor.screen.none", why=f"> {_SECONDS} s") from error
    if child.returncode != 0:
        raise Known("doctor.screen.none", why=_last_words(complaint.decode("utf-8", "replace")))
    return Screen(**json.loads(out))


def _last_words(complaint: str) -> str:
    """The most telling line: an import that failed, else the first thing Qt said."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    told = [line for line in lines if "Error:" in line]
    return (told or lines or ["?"])[-1 if told else 0][:300]
