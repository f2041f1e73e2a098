"""The bench's baseline: sells and reads with httpx and json, and nothing in between.

`bare_line.py BASE_URL EMAIL PASSWORD` signs in and answers lines of JSON on standard input:
{"do": "post", "wagers": [...], "file": FILE}: post the wagers and read the reply; it goes to FILE, if any
    -> {"ms": ...};
{"do": "template", "file": FILE}: fetch the template into FILE -> {};
{"do": "decode", "file": FILE, "times": 40}: read FILE's JSON so many times -> {"ms": [...]}.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import httpx


async def main():
    base_url, email, password = sys.argv[1:]
    loop = asyncio.get_running_loop()
    async with httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=30) as client:
        reply = (await client.post("/auth/login", json={"email": email, "password": password})).json()
        client.headers["x-auth-token"] = (reply.get("response") or reply)["x_auth_token"]
        answer({"ready": os.getpid()})
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            request = json.loads(line)
            if request["do"] == "post":
                answer(await post(client, request["wagers"], request.get("file")))
            elif request["do"] == "template":
                reply = await client.post("/gaming/inventory/template")
                keep(reply, request["file"])
                answer({})
            else:
                answer(decode(request["file"], request["times"]))


async def post(client, wagers, file):
    begun = time.perf_counter()
    reply = await client.post("/user/ticket/create", json={"ticket": {"wagers": wagers}})
    sold = "ticket_number" in reply.json()["response"]
    spent = time.perf_counter() - begun
    if not sold:
        sys.exit("the ticket was not sold")
    if file:
        keep(reply, file)
    return {"ms": spent * 1000}


def keep(reply, file):
    Path(file).write_bytes(reply.content)


def decode(file, times):
    spent, body = [], Path(file).read_bytes()
    for _ in range(times):
        begun = time.perf_counter()
        json.loads(body)
        spent.append((time.perf_counter() - begun) * 1000)
    return {"ms": spent}


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
