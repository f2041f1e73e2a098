"""The fault language, and plans that repeat by their seed."""

from __future__ import annotations

import pytest

from app.errors import Known
from app.i18n import LANGUAGES, catalogue
from app.training import FaultPlan
from app.training.effects import EFFECTS
from app.training.fault_plan import Rule
from tests.helpers.training import terminal, training_server

RULES = [
    "create before reset",
    "create#2 after closed",
    "*%12.5 before late=0.5",
    "get-data after html=504",
    "tickets after 301=https://example.test/x",
    "time before clock=-600",
    "time before clock=+600",
    "pay after huge=1",
    "create before draw-closes=23311",
]


@pytest.mark.parametrize("text", RULES)
def test_a_rule_is_written_as_it_is_read(text):
    rule = Rule.parse(text)
    assert str(rule) == text
    assert Rule.parse(str(rule)) == rule


def test_spaces_between_the_parts_do_not_matter():
    assert Rule.parse("  create#3   after  reset ") == Rule("create", "after", "reset", nth=3)


@pytest.mark.parametrize("name", EFFECTS)
def test_every_effect_can_be_written(name):
    needed = {"late": "=1", "clock": "=-1", "lag": "=1"}.get(name, "")
    assert str(Rule.parse(f"* after {name}{needed}")) == f"* after {name}{needed}"


WRONG = {
    "": "fault_form",
    "create": "fault_form",
    "create before": "fault_form",
    "create before reset now": "fault_form",
    "create while reset": "fault_form",
    "create#0 before reset": "fault_form",
    "create#x before reset": "fault_form",
    "create% before reset": "fault_form",
    "creat before reset": "misspelt_fault",
    "create before resett": "misspelt_fault",
    "xyz before reset": "unknown_fault",
    "create before xyz": "unknown_fault",
    "create before truncated": "fault_phase",
    "create before drip=1": "fault_phase",
    "create before reset=1": "fault_argument.none",
    "create before late": "fault_argument.seconds",
    "create before late=": "fault_argument.seconds",
    "create before late=-1": "fault_argument.seconds",
    "create before late=soon": "fault_argument.seconds",
    "create before clock": "fault_argument.signed",
    "create before clock=x": "fault_argument.signed",
    "create after bomb=0": "fault_argument.megabytes",
    "create after html=99": "fault_argument.status",
    "create after 301=ñ": "fault_argument.place",
    "create after draw-closes=0": "fault_argument.draw",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_rule_is_told(text):
    with pytest.raises(Known) as caught:
        Rule.parse(text)
    assert caught.value.code == f"training.{WRONG[text]}"
    for language in LANGUAGES:
        assert catalogue(language)[caught.value.code].format_map(caught.value.params)


async def failed(rules: list[str], *, seed: int, requests: int = 60) -> list[int]:
    """Which of so many requests failed."""
    server = training_server(seed=seed, faults=rules)
    async with terminal(server, None) as till:
        found = [place for place in range(requests) if (await till.get("/gaming/time")).http == 500]
    server.close()
    return found


async def test_the_nth_request_alone():
    assert await failed(["time#3 before 500", "login before 500"], seed=1) == [2]


async def test_chance_is_the_seed_s():
    some = await failed(["time%25 before 500"], seed=7)
    assert 0 < len(some) < 40
    assert await failed(["time%25 before 500"], seed=7) == some
    assert await failed(["time%25 before 500"], seed=8) != some
    assert await failed(["time%0 before 500"], seed=7) == []
    assert await failed(["time%100 before 500"], seed=7) == list(range(60))


async def test_two_rules_of_one_chance_are_two_chances():
    one = await failed(["time%25 before 500"], seed=7)
    assert set(await failed(["time%25 before 500"] * 2, seed=7)) > set(one)


async def test_a_plan_of_its_own_seed_is_the_same_on_every_server():
    def plan() -> FaultPlan:
        return FaultPlan(["time%25 before 500"], seed=3)

    found = []
    for seed in (1, 2):
        server = training_server(seed=seed, faults=plan())
        async with terminal(server, None) as till:
            found.append([(await till.get("/gaming/time")).http for _ in range(30)])
        server.close()
    assert found[0] == found[1]


async def test_refusals_of_the_server_and_of_a_gateway_look_different():
    rules = ["time#1 before 503=9", "time#2 before 429=7", "time#3 before 301", "time#4 before 504"]
    server = training_server(faults=rules)
    async with terminal(server) as till:
        away, busy, moved, late = [await till.get("/gaming/time") for _ in range(4)]
        assert (away.http, away.headers["retry-after"], away.envelope) == (503, "9", {})
        assert (busy.http, busy.headers["retry-after"], busy.error) == (429, "7", "too many requests")
        assert (moved.http, moved.headers["location"]) == (301, "/")
        assert (late.http, late.headers["content-type"]) == (504, "text/html; charset=utf-8")
        assert (await till.get("/gaming/time")).http == 200
    server.close()


BODIES = {
    "nan": b'"seconds":NaN',
    "twice": b'{"status":200,"response":{"ticket_number":1},"status":200,',
    "bom": b"\xef\xbb\xbf{",
    "utf16": '{"status"'.encode("utf-16"),
    "bomb=1": b"\x1f\x8b",
    "huge=1": b"}" + b" " * 1024,
}


@pytest.mark.parametrize("effect", BODIES)
async def test_what_a_body_becomes(effect):
    server = training_server(faults=[f"time after {effect}"])
    async with terminal(server) as till:
        request = till.client.build_request("GET", "/gaming/time")
        reply = await till.client.send(request, stream=True)
        raw = b"".join([piece async for piece in reply.aiter_raw()])
        assert BODIES[effect] in raw
        assert int(reply.headers["content-length"]) == len(raw)
    server.close()


async def test_a_stepping_clock_moves_the_date_and_no_wait():
    server = training_server(faults=["time#1 before clock=-600", "time#2 before clock=+60"])
    async with terminal(server) as till:
        dates = [(await till.get("/gaming/time")).headers["date"][17:25] for _ in range(3)]
        assert dates == ["13:20:00", "13:21:00", "13:21:00"]
        assert server.clock.elapsed() == 0
    server.close()
