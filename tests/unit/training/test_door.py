"""The control door: faults, variants and other terminals over HTTP."""

from __future__ import annotations

import pytest

from tests.helpers.training import START, wager


async def door(till, name, body=None):
    """Status and reply, of a POST when there is a body."""
    path = f"/training/{name}"
    reply = await (till.client.get(path) if body is None else till.client.post(path, json=body))
    return reply.status_code, reply.json()


async def test_faults_are_set_seen_and_ended(till):
    rules = ["time#1 before 500", "*%0 after reset"]
    status, told = await door(till, "faults", {"faults": rules, "seed": 4})
    assert (status, [one["rule"] for one in told["faults"]]) == (200, rules)
    assert (await till.get("/gaming/time")).http == 500
    assert (await till.get("/gaming/time")).http == 200
    _, told = await door(till, "faults")
    assert told["faults"] == [
        {"rule": rules[0], "matched": 2, "fired": 1},
        {"rule": rules[1], "matched": 2, "fired": 0},
    ]
    _, log = await door(till, "log")
    assert log["plan"] == rules
    assert [entry["faults"] for entry in log["requests"]] == [[], [rules[0]], []]
    assert (await door(till, "faults", {"faults": []}))[1]["faults"] == []


async def test_the_variant_changes_while_the_server_runs(till):
    assert (await door(till, "variant"))[1]["variant"] == ""
    await door(till, "variant", {"variant": "time_form=number,replica"})
    assert "time_form=number" in (await door(till, "variant"))[1]["variant"]
    assert (await till.get("/gaming/time")).response == START.timestamp()
    await door(till, "variant", {"variant": ""})
    assert (await till.get("/gaming/time")).response == {"seconds": START.timestamp()}


async def test_another_terminal_is_started_and_watched(control, till):
    draw = control.draws(product_id=9)[0]
    body = {"tickets": 3, "every_seconds": 60, "wagers": [wager(draw, 5, "5")]}
    status, told = await door(till, "other-terminal", body)
    assert (status, len(told["sold"]), told["left"]) == (200, 1, 2)
    await door(till, "advance", {"seconds": 60})
    (told,) = (await door(till, "other-terminal"))[1]["terminals"]
    assert (len(told["sold"]), told["left"], told["refused"]) == (2, 1, [])
    email = "cajero3@taquilla.test"
    assert (await door(till, "other-terminal", {"email": email}))[1]["email"] == email
    assert (await door(till, "other-terminal", {"same_as_last": True}))[0] == 200
    assert control.tickets()[-1].plays == control.tickets()[-3].plays


async def test_the_clock_is_stepped_and_the_load_told(till):
    assert (await door(till, "step-clock", {"seconds": -600}))[1]["now"] == "2024-10-22T13:20:00+00:00"
    await till.get("/gaming/time")
    assert (await door(till, "load"))[1]["per_minute"] == {
        "cajero1@taquilla.test": {"2024-10-22T13:30:00+00:00": 1, "2024-10-22T13:20:00+00:00": 1}
    }


WRONG = [
    ("faults", {"faults": "create before reset"}, "invalid faults"),
    ("faults", {"faults": [1]}, "invalid faults"),
    ("faults", {"faults": ["create before resett"]}, "training.misspelt_fault"),
    ("faults", {"faults": [], "seed": "x"}, "invalid seed"),
    ("variant", {"variant": 5}, "invalid variant"),
    ("variant", {"variant": "image=gif"}, "training.variant_value"),
    ("other-terminal", {"email": "nobody"}, "invalid email"),
    ("other-terminal", {"wagers": 5}, "invalid wagers"),
    ("other-terminal", {"tickets": -1}, "other terminals sell up to 10000 tickets"),
    ("step-clock", {}, "invalid amount"),
]


@pytest.mark.parametrize(("name", "body", "error"), WRONG)
async def test_the_door_tells_what_is_wrong(till, name, body, error):
    status, told = await door(till, name, body)
    assert (status, told["error"]) == (400, error)
