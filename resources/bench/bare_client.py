"""The bench's baseline: sells with httpx and a socket, and nothing in between.

`bare_client.py BASE_URL PRINTER_PORT EMAIL PASSWORD` signs in and answers lines of JSON on standard input:
{"do": "sale", "wagers": [...], "paper": FILE}: post the wagers, read the reply, write FILE to the printer
    -> {"begun": seconds of time.perf_counter};
{"do": "template"}: fetch the template and put it into dictionaries -> {"ms": ..., "rows": ...}.
"""

import json
import os
import socket
import sys
import time
from pathlib import Path

import httpx


def main():
    base_url, port, email, password = sys.argv[1:]
    with httpx.Client(base_url=base_url, trust_env=False, timeout=30) as client:
        reply = client.post("/auth/login", json={"email": email, "password": password}).json()
        client.headers["x-auth-token"] = (reply.get("response") or reply)["x_auth_token"]
        answer({"ready": os.getpid()})
        for line in sys.stdin:
            request = json.loads(line)
            if request["do"] == "sale":
                answer(sale(client, int(port), request["wagers"], Path(request["paper"]).read_bytes()))
            else:
                answer(template(client))


def sale(client, port, wagers, paper):
    begun = time.perf_counter()
    reply = client.post("/user/ticket/create", json={"ticket": {"wagers": wagers}})
    reply.raise_for_status()
    if "ticket_number" not in reply.json()["response"]:
        sys.exit("the ticket was not sold")
    with socket.create_connection(("127.0.0.1", port)) as printer:
        printer.sendall(paper)
        printer.shutdown(socket.SHUT_WR)
    return {"begun": begun}


def template(client):
    begun = time.perf_counter()
    reply = client.post("/gaming/inventory/template")
    games = {}
    for row in reply.json()["response"]:
        games.setdefault(row["game_id"], {})[row["wager"]] = row["code"]
    spent = time.perf_counter() - begun
    return {"ms": spent * 1000, "rows": sum(map(len, games.values()))}


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
