"""The training server in a process of its own, as the command line starts it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from app.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[str]:
    """Its URL, until the block ends."""
    command = (sys.executable, "-m", "app", "training-server", "--port", "0", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        told = (await process.stdout.readline()).decode().split()
        assert told[:2] == ["listening", "on"]
        yield told[2]
    finally:
        process.terminate()
        await process.communicate()


async def test_variants_faults_and_terminals_are_options():
    options = ("--variant", "always-200,time_form=number", "--variant", "image=pdf", "--terminals", "2")
    faults = ("--fault", "time#1 before reset", "--fault", "time#2 after 500")
    async with (
        started(*options, *faults, "--seed", "7") as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        signing_in = {"email": "terminal2@taquilla.test", "password": "clave-2"}
        reply = await client.post("/auth/login", json=signing_in)
        client.headers["x-auth-token"] = reply.json()["response"]["x_auth_token"]
        with pytest.raises(httpx.ReadError):
            await client.get("/gaming/time")
        assert (await client.get("/gaming/time")).status_code == 500
        assert isinstance((await client.get("/gaming/time")).json()["response"], int)
        told = (await client.get("/training/variant")).json()["variant"]
        assert set(told.split(",")) >= {"time_form=number", "image=pdf", "mirror_status=false"}
        log = (await client.get("/training/log")).json()
        assert log["plan"] == ["time#1 before reset", "time#2 after 500"]
        assert [one["faults"] for one in log["requests"]] == [[], *([rule] for rule in log["plan"]), []]


WRONG = [
    (("--variant", "list_lag_secons=3"), "list_lag_seconds"),
    (("--fault", "create before resett"), "reset"),
    (("--fault", "create"), "create#2 after reset"),
    (("--terminals", "-1"), "100000"),
]


@pytest.mark.parametrize(("options", "says"), WRONG)
def test_a_wrong_option_is_told_and_nothing_is_started(options, says, capsys):
    assert main(["training-server", "--port", "0", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
