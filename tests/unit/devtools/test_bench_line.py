"""The client that the bench measures, told by lines what to do."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from app.api import codec, connect, endpoints
from app.devtools.bench.line import Subject
from app.training.accounts import ACCOUNTS
from tests.helpers.training import StillClock, training_server


def reader(call: str, wagers: Any) -> Any:
    asked: Any = endpoints.create(wagers, "bench") if call == "create" else endpoints.template()
    return lambda body: codec.decode(asked, 200, {}, body)


async def told(monkeypatch, capsys, *requests: dict[str, Any], password: str = "") -> tuple[int, list[Any]]:
    """The exit status and the answers of a subject at a training server."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(one) + "\n" for one in requests)))
    server = training_server()
    subject = Subject(connect("http://127.0.0.1", StillClock(), asgi=server.asgi), reader)
    status = await subject.obey((ACCOUNTS[0].email, password or ACCOUNTS[0].password))
    server.close()
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_it_sells_a_ticket_and_reads_replies(monkeypatch, capsys, tmp_path):
    kept = tmp_path / "template.json"
    kept.write_text('{"status":200,"response":[{"game_id":1,"wager":"001","code":"001"}]}', "utf-8")
    status, (ready, ticket, sold, read) = await told(
        monkeypatch,
        capsys,
        {"do": "ticket", "wagers": 3},
        {"do": "post"},
        {"do": "decode", "call": "template", "file": str(kept), "times": 4},
    )
    assert status == 0
    assert ready["ready"]
    assert [set(wager) for wager in ticket["wagers"]] == [{"amount", "event_id", "game_id", "wager"}] * 3
    assert ticket["wagers"][0]["amount"] == 1
    assert sold["ms"] > 0
    assert len(read["ms"]) == 4


@pytest.mark.parametrize(
    ("requests", "password", "code"),
    [((), "wrong", "api.sign_in_refused"), (({"do": "post"},), "", "bench.no_sale")],
)
async def test_what_went_wrong_is_told(monkeypatch, capsys, requests, password, code):
    status, answers = await told(monkeypatch, capsys, *requests, password=password)
    assert status == 1
    assert answers[-1]["error"] == code
