"""Shapes of replies, and their differences from the document and our models."""

from __future__ import annotations

import json

import pytest

from app.probing import contract, document, shape
from app.probing.shape import Collector


def fields(*bodies, learnt=None):
    """The fields of some replies, by path."""
    collector = Collector((learnt if learnt is not None else set()).add)
    for body in bodies:
        collector.add(shape.read(body if isinstance(body, bytes) else json.dumps(body).encode()))
    return {one.path: one for one in collector.fields()}


def differences(name, body):
    """Kind and path of every difference."""
    found = fields(body)
    return {(one.kind, one.path) for one in contract.differences(name, found.values())}


ROW = {
    "id": "639a1521-49b9-4876-a36c-36c621593930",
    "ticket_number": 13239361,
    "created_at": 1721660369,
    "user_id": 864,
    "email": "ana@x.ve",
    "status": "canceled",
    "total": 6,
    "prize": 0,
    "entity_id": 213,
    "parent_id": 212,
    "entity_name": "AGENCIA 7",
    "parent_name": "GRUPO",
}


def test_paths_types_and_counts():
    found = fields({"status": 200, "response": [{"a": 1}, {"a": None}, {"b": [1.5, "x"]}]})
    assert found["$.response[].a"].types == {"integer": 1, "null": 1}
    assert (found["$.response[].a"].count, found["$.response[].a"].parents) == (2, 3)
    assert found["$.response[].b[]"].types == {"decimal": 1, "text": 1}


def test_numbers_keep_their_form_and_harmless_words_their_value():
    found = fields(b'{"amount": 5.00, "status": "sold", "game_id": 7, "seconds_to_cancel": 180}')
    assert found["$.amount"].forms == ("#.##",)
    assert found["$.status"].forms == ("sold",)
    assert found["$.game_id"].forms == ("7",)
    assert found["$.seconds_to_cancel"].forms == ("180",)


def test_a_value_that_is_not_harmless_is_masked_even_under_a_harmless_name():
    found = fields({"status": "PIN 76479163", "game_id": 76479163, "list": "ana@x.ve"})
    assert {form for one in found.values() for form in one.forms} == {"AAA ########", "########", "<e-mail>"}


def test_secrets_are_learnt_keys_that_are_values_too():
    learnt: set[str] = set()
    fields(
        {
            "pin_number": 76479163,
            "user": {"email": "ana@x.ve"},
            "response": {"eva@x.ve": 1},
            "x_auth_token": "t0k",
        },
        learnt=learnt,
    )
    assert learnt == {"76479163", "ana@x.ve", "eva@x.ve", "t0k"}


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a":', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_no_shape(body):
    with pytest.raises(ValueError, match=r"."):
        shape.read(body)


def test_a_very_deep_reply_ends_somewhere():
    deep = b'{"a":' * 200 + b"1" + b"}" * 200
    assert 1 < len(fields(deep)) < 100


def test_a_key_given_twice_is_told():
    collector = Collector(lambda word: None)
    collector.add(shape.read(b'{"response": {"a": 1, "a": 2}}'))
    found = contract.differences("tickets", collector.fields(), collector.repeated)
    assert ("repeated", "$.response") in {(one.kind, one.path) for one in found}


def test_the_envelope_status_and_error():
    root = shape.read(b'{"status": 400, "error": "no rows in result set"}')
    assert shape.status_in(root) == 400
    assert shape.error_in(root) == "no rows in result set"
    assert shape.status_in(shape.read(b'{"status": "ok"}')) is None
    assert shape.status_in(shape.read(b"[1]")) is None


class TestAgainstTheDocument:
    """Replies of lists and tickets."""

    def test_a_reply_as_documented_does_not_differ(self):
        assert differences("tickets", {"status": 200, "response": [ROW]}) == set()

    @pytest.mark.parametrize(
        "name", ["ticket", "last_ticket", "agency", "products", "results", "template", "report"]
    )
    def test_nor_do_the_document_s_own(self, name):
        assert contract.differences(name, _documented(name)) == ()

    def test_a_field_that_did_not_come(self):
        row = {key: value for key, value in ROW.items() if key != "parent_name"}
        assert differences("tickets", {"status": 200, "response": [row]}) == {
            ("missing", "$.response[].parent_name")
        }

    def test_a_field_nobody_knows_is_told_once_with_what_is_below(self):
        row = ROW | {"shop": {"name": "x", "tills": [1]}}
        assert differences("tickets", {"status": 200, "response": [row]}) == {
            ("unknown", "$.response[].shop")
        }

    def test_another_type(self):
        row = ROW | {"total": "6.00"}
        assert differences("tickets", {"status": 200, "response": [row]}) == {("type", "$.response[].total")}

    def test_what_our_model_needs_or_refuses(self):
        first = {key: value for key, value in ROW.items() if key != "total"}
        second = ROW | {"ticket_number": "13239361"}
        found = differences("tickets", {"status": 200, "response": [first, second]})
        assert {("required", "$.response[].total"), ("refused", "$.response[].ticket_number")} <= found

    def test_empty_lists_differ_in_nothing(self):
        assert differences("tickets", {"status": 200}) == set()
        assert differences("draws", {"status": 201, "total": 0}) == set()

    def test_an_undocumented_reply_is_not_compared(self):
        assert differences("server_time", {"now": 1, "zone": "x"}) == set()


def _documented(name):
    collector = Collector(lambda word: None)
    collector.add(shape.read(json.dumps(document._REPLIES[name]).encode()))
    return collector.fields()


def test_every_model_of_a_reply_is_known():
    ticket = contract.model_of("ticket")
    assert ticket["$.response.wagers[].amount"].required
    assert ticket["$.response.created_at"].whole
    assert "text" in contract.model_of("agency")["$.response.game_data[].min_bet"].types
    assert contract.model_of("login")["$.x-auth-token"].types == {"text", "null"}
