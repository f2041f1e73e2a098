"""How a measured process is spoken to: one request a line on standard input, one answer a line back."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from app.devtools.console import say
from app.errors import AppError

Request = dict[str, Any]
Answer = dict[str, Any]
Acts = Mapping[str, Callable[[Request], Awaitable[Answer]]]


async def answer_lines(acts: Acts) -> None:
    """Say that it is ready, then do what each line asks until the input ends; raises what an act does."""
    say(json.dumps({"ready": os.getpid()}))
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        request = json.loads(line)
        say(json.dumps(await acts[request["do"]](request)))


def complain(error: AppError) -> None:
    """The answer when something went wrong."""
    params = {name: str(value) for name, value in error.params.items()}
    say(json.dumps({"error": error.code, "params": params}))
