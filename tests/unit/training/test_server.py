"""The server as a whole: clock, memory, faults, log, door, TCP."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.errors import Known
from app.training import VirtualClock, build
from app.training.routes import ROUTES
from app.training.serve import _tell, serve
from app.training.wire import Reply
from tests.helpers.training import (
    START,
    StillClock,
    asked,
    served,
    terminal,
    training_server,
    wager,
    with_pin,
)


def lotto(control):
    return control.draws(product_id=9)[0]


def test_the_clock_runs_at_its_speed_and_can_be_moved():
    machine = StillClock()
    clock = VirtualClock(start=START, speed=60, machine=machine)
    machine.elapsed = 10
    assert clock.now() == START + timedelta(minutes=10)
    clock.advance(5)
    assert clock.now() == START + timedelta(minutes=10, seconds=5)
    clock.set(START)
    machine.elapsed = 11
    assert clock.now() == START + timedelta(minutes=1)
    assert clock.speed == 60


def test_a_clock_must_be_told_right():
    with pytest.raises(ValueError, match="aware"):
        VirtualClock(start=datetime(2024, 10, 22))  # noqa: DTZ001 - that is the mistake
    with pytest.raises(ValueError, match="positive"):
        VirtualClock(speed=0)
    with pytest.raises(ValueError, match="step back"):
        VirtualClock().advance(-1)


def test_without_a_start_the_server_begins_now():
    machine = StillClock(datetime(2025, 1, 2, 3, 4, tzinfo=UTC))
    server = build(machine=machine)
    assert server.clock.now() == machine.started
    server.close()


async def test_a_kept_server_goes_on_after_a_restart(tmp_path):
    file = tmp_path / "training.db"
    first = training_server(database=file)
    async with terminal(first) as till:
        draw = lotto(first.control())
        ticket = await till.sell(wager(draw, 5, "5", 11))
        first.control().settle(draw.id, "5")
        first.control().advance(86_400)
        token = till.client.headers["x-auth-token"]
    first.close()

    later = StillClock(START + timedelta(hours=1))
    second = build(database=file, machine=later)
    assert second.clock.now() == START + timedelta(days=1, hours=1)
    async with terminal(second, None) as till:
        await till.sign_in(second.accounts[0])
        assert till.client.headers["x-auth-token"] != token
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 330
        again = await till.sell(wager(lotto(second.control()), 5, "5"))
        assert again["ticket_number"] != ticket["ticket_number"]
    second.close()


def test_a_kept_clock_never_goes_back(tmp_path):
    file = tmp_path / "training.db"
    first = training_server(database=file)
    first.control().advance(3600)
    first.close()
    second = build(database=file, machine=StillClock(START - timedelta(days=900)))
    assert second.clock.now() == START + timedelta(hours=1)
    second.close()


async def test_a_killed_server_has_kept_what_it_answered(tmp_path):
    file = tmp_path / "training.db"
    killed = training_server(database=file)
    async with terminal(killed) as till:
        ticket = await till.sell(wager(lotto(killed.control()), 5, "5"))
    survivor = build(database=file, machine=StillClock(START))
    assert [one.number for one in survivor.control().tickets()] == [ticket["ticket_number"]]
    survivor.close()
    killed.close()


async def test_reset_is_a_new_server(server, control, till):
    before = control.draws()
    await till.sell(wager(lotto(control), 5, "5"))
    control.advance(86_400)
    control.reset()
    assert control.tickets() == ()
    assert control.request_log() == ()
    assert server.clock.now() == START
    assert control.draws() == before
    assert (await till.get("/gaming/time")).http == 403


async def test_the_log_tells_who_asked_what_and_no_secret(control, till):
    ticket = await till.sell(wager(lotto(control), 5, "5"))
    await till.post("/user/ticket/pay", with_pin(ticket))
    await till.client.post("/user/ticket/last", headers={"Idempotency-Key": "op-1"})
    entries = control.request_log()
    assert [one.route for one in entries] == ["login", "create", "pay", "last"]
    assert [one.number for one in entries] == [1, 2, 3, 4]
    assert entries[1].user == "cajero1@taquilla.test"
    assert (entries[2].status, entries[2].envelope, entries[2].error) == (200, 200, "not a winner")
    assert entries[3].operation == "op-1"
    told = repr(entries)
    for secret in ("clave-1", str(ticket["pin_number"]), till.client.headers["x-auth-token"]):
        assert secret not in told


class _Scripted:
    """Loses the reply of a sale, does another twice, and refuses a third."""

    def __init__(self):
        self.plan = []

    async def around(self, received, handle):
        fault = self.plan.pop(0) if received.route.name == "create" and self.plan else "none"
        if fault == "refuse":
            return Reply(500, {"error": "bad gateway"})
        if fault == "twice":
            await handle()
        reply = await handle()
        if fault == "lose":
            raise ConnectionResetError
        return reply


async def test_faults_stand_before_and_after_the_commit():
    faults = _Scripted()
    server = training_server(faults=faults)
    async with terminal(server) as till:
        draw = lotto(server.control())
        faults.plan = ["refuse", "lose", "twice"]
        assert (await till.create([wager(draw, 5, "1")])).status == 500
        with pytest.raises(ConnectionResetError):
            await till.create([wager(draw, 5, "2")])
        await till.sell(wager(draw, 5, "3"))
        sold = [one.plays[0].wager for one in server.control().tickets()]
        assert sold == ["2", "3", "3"]
        assert server.control().request_log()[2].status is None
    server.close()


class _Bell:
    """Rings when a sale comes in."""

    def __init__(self):
        self.rung = asyncio.Event()

    async def around(self, received, handle):
        if received.route.name == "create":
            self.rung.set()
        return await handle()


async def test_a_client_that_gives_up_does_not_undo_its_sale():
    bell = _Bell()
    server = training_server(faults=bell)
    async with terminal(server) as till:
        sale = asyncio.ensure_future(till.create([wager(lotto(server.control()), 5, "1")]))
        await bell.rung.wait()
        sale.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sale
        assert len(server.control().tickets()) == 1
    server.close()


async def test_many_terminals_sell_at_once(server, control):
    draw = lotto(control)
    async with terminal(server) as one, terminal(server, server.accounts[1]) as two:
        sales = [till.sell(wager(draw, 5, "1")) for till in (one, two) for _ in range(20)]
        tickets = await asyncio.gather(*sales)
    assert len({ticket["ticket_number"] for ticket in tickets}) == 40
    assert len(control.tickets()) == 40


async def test_paths_are_exact(till):
    assert (await till.post("/user/ticket/last/")).http == 404
    assert (await till.post("/gaming/get-data/")).envelope == {"status": 404, "error": "not found"}
    assert (await till.get("/user/ticket/create")).http == 405


def test_every_route_says_what_it_is():
    assert len({route.name for route in ROUTES}) == len(ROUTES) == 18
    assert all(route.summary for route in ROUTES)


async def test_the_door_moves_the_server(server, control, till):
    draw = lotto(control)
    ticket = await till.sell(wager(draw, 5, "5", 11))

    async def door(path, body=None):
        reply = await till.client.post(f"/training/{path}", json=body or {})
        return reply.status_code, reply.json()

    assert await door("result", {"event_id": draw.id, "value": "5"}) == (200, {"now": START.isoformat()})
    assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 330
    other = control.draws(product_id=10)[0]
    assert (await door("close", {"event_id": other.id}))[0] == 200
    assert (await till.create([wager(other, 5, "1")])).status == 409
    assert (await door("quota", {"product_id": 9, "quota": 1}))[0] == 200
    assert (await till.create([wager(lotto(control), 5, "1")])).status == 409
    assert (await door("advance", {"seconds": 90.5}))[1]["now"] == "2024-10-22T13:31:30.500000+00:00"
    assert (await door("expire-tokens"))[0] == 200
    assert (await till.post("/user/ticket", asked(ticket))).error == "token is expired"
    log = (await till.client.get("/training/log")).json()["requests"]
    assert [entry["route"] for entry in log][:3] == ["login", "create", "pay"]
    (held,) = (await till.client.get("/training/tickets")).json()["tickets"]
    assert (held["number"], held["status"], held["paid"]) == (ticket["ticket_number"], "paid", 330)
    assert (await door("reset"))[0] == 200
    assert control.tickets() == ()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("result", {"event_id": 1, "value": "5"}),
        ("result", {}),
        ("close", {"event_id": "x"}),
        ("advance", {"seconds": -1}),
        ("quota", {"product_id": 0, "quota": 5}),
    ],
)
async def test_the_door_refuses_nonsense(till, path, body):
    reply = await till.client.post(f"/training/{path}", json=body)
    assert reply.status_code == 400
    assert reply.json()["error"]


async def test_the_server_answers_over_tcp(server):
    async with served(server) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        body = {"email": "cajero1@taquilla.test", "password": "clave-1"}
        reply = await client.post("/auth/login", json=body)
        assert reply.status_code == 200
        assert reply.headers.get_list("date") == ["Tue, 22 Oct 2024 13:30:00 GMT"]
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("/gaming/time")


async def test_the_usual_announcement_is_one_line(server, capsys):
    _tell("http://127.0.0.1:8080")
    assert capsys.readouterr().out == "listening on http://127.0.0.1:8080\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.com", ""])
async def test_only_this_machine_is_served(server, host):
    with pytest.raises(Known) as refused:
        await serve(server, host, 0)
    assert refused.value.code == "training.host"


async def test_a_taken_port_is_told(server):
    async with served(server) as url:
        with pytest.raises(Known) as refused:
            await serve(server, "127.0.0.1", int(url.rsplit(":", 1)[1]))
        assert refused.value.code == "training.port"
