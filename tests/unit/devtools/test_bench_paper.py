"""The paper maker that the bench measures, and its baseline."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from app import benching
from app.devtools.bench.paper import plain, ticket
from app.paths import resources


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def requests(*found):
    return "".join(json.dumps(one) + "\n" for one in found)


def test_it_makes_the_ticket_as_often_as_it_is_told(monkeypatch, capsys, tmp_path):
    picture = tmp_path / "ticket.png"
    asked = [{"do": "ticket", "wagers": 6, "picture": str(picture)}]
    asked += [{"do": kind, "times": 3} for kind in ("whole", "lines", "dots")]
    monkeypatch.setattr(sys, "stdin", io.StringIO(requests(*asked)))
    assert benching.paper() == 0
    ready, told, whole, finished, dots = lines(capsys.readouterr().out)
    assert ready["ready"]
    assert told["ticket"] == json.loads(json.dumps(plain(ticket(6))))
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert [len(found["ms"]) for found in (whole, finished, dots)] == [3, 3, 3]
    assert whole["bytes"] == finished["bytes"] < dots["bytes"]


@pytest.mark.parametrize("wagers", [6, 100])
def test_the_baseline_prints_every_wager_of_the_same_ticket(wagers, tmp_path):
    paper = ticket(wagers)
    given = plain(paper)
    assert sum(len(rows) for *_, rows in given["draws"]) == wagers
    ran = subprocess.run(
        [sys.executable, str(resources() / "bench" / "bare_paper.py")],
        input=requests({"do": "text", "ticket": given, "times": 2}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    ready, made = lines(ran.stdout)
    assert ready["ready"]
    assert len(made["ms"]) == 2
    assert made["bytes"] > 500 + 40 * wagers
