"""The description of the API, and the server held against it by generated requests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.python import asgi
from schemathesis.specs.openapi import checks

from app.training.openapi import openapi
from app.training.routes import ROUTES
from tests.helpers.training import terminal, training_server

TODAY = "2024-10-22"
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]
NAMES = [route.name for route in ROUTES]
TAKE_NOTHING = {route.name for route in ROUTES if route.takes is None and "{" not in route.path}


def test_the_description_holds_every_route_once():
    described = openapi()
    found = Counter(
        operation["operationId"] for path in described["paths"].values() for operation in path.values()
    )
    assert found == Counter(NAMES)
    assert all(operation["summary"] for path in described["paths"].values() for operation in path.values())


def test_the_description_is_one_and_every_named_shape_is_used():
    described = openapi()
    schemathesis.openapi.from_dict(described).validate()
    names = set(re.findall(r"'#/components/schemas/(\w+)'", str(described)))
    assert names == set(described["components"]["schemas"])


async def test_the_door_tells_the_description():
    server = training_server()
    async with terminal(server, None) as till:
        assert (await till.client.get("/training/openapi.json")).json() == openapi()
    server.close()


class Fuzzed:
    """A server with tickets in it, and a client for generated requests."""

    def __init__(self) -> None:
        self.server = training_server()
        control = self.server.control()
        self.schema = schemathesis.openapi.from_dict(openapi())
        self.asgi: Any = self.server.asgi
        self.schema.app = self.asgi
        self.draws = control.draws(product_id=9)
        for _ in range(4):
            control.other_terminal(wagers=[self.wager(self.draws[0].id)])
        control.settle(self.draws[0].id, "5")
        for _ in range(200):
            control.other_terminal(wagers=[self.wager(self.draws[1].id)])
        self.tickets = control.tickets()
        self.answered: set[tuple[str, int]] = set()

    @staticmethod
    def wager(event_id: int) -> dict[str, Any]:
        return {"amount": 5, "event_id": event_id, "game_id": 5, "wager": "5"}

    def call(self, client: Any, case: Any, luck: int) -> None:
        """Send it, with a known ticket or draw in it when lucky, and check the reply."""
        name = case.operation.definition.raw["operationId"]
        if luck and case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
            self.help(case, name, luck)
        token = client.post("/auth/login", json=self.sign_in()).json()["response"]["x_auth_token"]
        response = case.call(session=client, headers={"x-auth-token": token})
        case.validate_response(response, checks=CHECKS)
        self.answered.add((name, response.status_code))

    def sign_in(self) -> dict[str, str]:
        return {"email": self.server.accounts[0].email, "password": self.server.accounts[0].password}

    def help(self, case: Any, name: str, luck: int) -> None:
        ticket = self.tickets[(-luck if name == "revert" else luck) % len(self.tickets)]
        if name == "image":
            case.path_parameters = {"uuid": ticket.uuid}
        elif name == "login":
            case.body = self.sign_in()
        elif name == "create":
            case.body = {"ticket": {"wagers": [self.wager(self.draws[1 + luck % 3].id)]}}
        elif isinstance(case.body, dict) and "ticket_number" in case.body:
            known = {"ticket_number": ticket.number, "pin_number": ticket.pin, "date": TODAY}
            case.body = {**case.body, **{key: value for key, value in known.items() if key in case.body}}


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzed]:
    found = Fuzzed()
    yield found
    found.server.close()


def examples(name: str, total: int) -> int:
    """A route that takes no body has little to vary."""
    few = total // 100
    return (
        few
        if name in TAKE_NOTHING
        else (total - few * len(TAKE_NOTHING)) // (len(NAMES) - len(TAKE_NOTHING)) + 1
    )


def fuzz(fuzzed: Fuzzed, name: str, total: int, **how: Any) -> None:
    operation = fuzzed.schema.find_operation_by_id(name)
    modes = [GenerationMode.POSITIVE]
    if name not in TAKE_NOTHING:
        modes.append(GenerationMode.NEGATIVE)
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
    with asgi.get_client(fuzzed.asgi) as client:

        @settings(
            max_examples=examples(name, total),
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            **how,
        )
        @given(case=cases, luck=st.integers(0, 400))
        def send(case: Any, luck: int) -> None:
            fuzzed.call(client, case, luck)

        send()


@pytest.mark.parametrize("name", NAMES)
def test_generated_requests_are_answered_as_described(fuzzed, name):
    fuzz(fuzzed, name, 500, derandomize=True, database=None)
    route = next(route for route in ROUTES if route.name == name)
    assert (name, route.status) in fuzzed.answered


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_many_generated_requests_are_answered_as_described(fuzzed, name):
    fuzz(fuzzed, name, 20_000)
