"""After a power cut the half-typed ticket is back, and nothing that was sold meanwhile comes with it."""

from __future__ import annotations

import pytest

from app.domain.cart import NewLine, Shape
from app.money import Money
from app.ports import Json
from app.presenters import sale_draft
from app.presenters.views import Screen
from tests.helpers.fake_api import LOST_REQUEST, NOT_SENT
from tests.helpers.shop import CHANCE_A, A, B
from tests.helpers.till import Desk, play, settle


class PowerCut(BaseException):
    """The program is gone."""


async def again(desk: Desk) -> Desk:
    """The same till after a restart, signed in."""
    desk.memory.broken = False
    desk.memory.after_write = desk.memory.before_write = lambda: None
    desk.api.on_create = lambda operation: None
    return await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()


async def cut(desk: Desk) -> None:
    """F12, and the power goes where a hook says so."""
    desk.sale.submit()
    await settle()


class TestTyped:
    async def test_lines_and_amount_are_back(self):
        desk = await Desk().enter()
        desk.type("123/*5", "456", draws=(A, CHANCE_A))
        desk.type("789*7,50", draws=(B,))
        await settle()
        after = await again(desk)
        assert after.sale.ticket.value == desk.sale.ticket.value
        assert after.sale.entry.value.kept == "monto anterior 7,50"
        assert after.notice == ""

    async def test_the_last_change_is_what_is_kept(self):
        desk = await Desk().enter()
        for text in ("111*5", "222", "333", "444"):
            desk.type(text)
        desk.sale.remove_line(2)
        desk.sale.remove_line(3)
        await settle()
        assert (await again(desk)).texts == ["111", "444"]

    async def test_draws_that_closed_meanwhile_are_counted(self):
        desk = await Desk().enter()
        desk.type("123*5", "456", draws=(A,))
        desk.type("789*5", draws=(CHANCE_A,))
        await settle()
        desk.clock.elapsed += 56 * 60
        after = await again(desk)
        assert after.texts == ["789"]
        assert after.notice == "El ticket a medio escribir volvió, menos 2 líneas: sus sorteos ya cerraron."

    async def test_what_is_typed_in_this_run_wins_over_the_disk(self):
        """A second sign-in brings nothing back that is no longer wanted."""
        desk = await Desk().enter()
        desk.type("123*5")
        desk.sale.clear()
        desk.memory.values["draft"] = sale_draft.to_json(
            [NewLine(101, Shape.PLAIN, "9", Money.units(1), (play("999"),))], ""
        )
        desk.shell.lock()
        await settle()
        await desk.enter()
        assert desk.texts == []

    @pytest.mark.parametrize(
        "data",
        [
            None,
            [],
            {"after": 1, "lines": []},
            {"after": "", "lines": "?"},
            {"lines": []},
        ],
    )
    async def test_anything_else_on_the_disk_is_no_ticket(self, data):
        desk = Desk()
        desk.memory.values["draft"] = data
        desk.memory.values["kept_amount"] = "?"
        await desk.enter()
        assert desk.texts == []
        assert desk.shows(Screen.SALE)

    @pytest.mark.parametrize(
        "line",
        [
            7,
            {},
            {"event": 101, "shape": "round", "label": "1", "amount": 5, "wagers": [[11, "123"]]},
            {"event": 101, "shape": "plain", "label": "1", "amount": 5, "wagers": []},
            {"event": 101, "shape": "plain", "label": "1", "amount": 5, "wagers": [[11]]},
            {"event": 101, "shape": "plain", "label": "1", "amount": 5, "wagers": [["11", "123"], 3]},
        ],
    )
    async def test_a_line_that_cannot_be_read_is_counted_and_the_others_come(self, line: Json):
        desk = Desk()
        good: Json = {"event": 101, "shape": "plain", "label": "123", "amount": 500, "wagers": [[11, "123"]]}
        desk.memory.values["draft"] = {"after": "", "lines": [line, good]}
        await desk.enter()
        assert desk.texts == ["123"]
        assert desk.notice == "El ticket a medio escribir volvió, menos 1 línea: su sorteo ya cerró."


class TestSold:
    async def test_a_sold_ticket_does_not_come_back(self):
        desk = await Desk().enter()
        desk.type("123*5")
        await cut(desk)
        assert (await again(desk)).texts == []

    async def test_nor_when_the_power_goes_right_after_it_was_on_record(self):
        """The draft on the disk is still the one from before: one F12 more would sell it twice."""
        desk = await Desk().enter()
        desk.type("123*5", "456")
        desk.type("789*5", draws=(CHANCE_A,))
        await settle()
        desk.memory.after_write = _cut_after(2)
        await cut(desk)
        after = await again(desk)
        assert after.texts == []
        assert after.question == "¿Salió completo el ticket …0001?"

    async def test_the_next_ticket_typed_meanwhile_does(self):
        desk = await Desk().enter()
        desk.type("123*5")
        desk.api.on_create = lambda operation: desk.type("456*5")
        await cut(desk)
        assert desk.texts == ["456"]
        assert (await again(desk)).texts == ["456"]

    async def test_the_next_ticket_typed_before_the_cut_does(self):
        """Both tickets were on the screen; the answer of the first never came."""
        desk = await Desk().enter()
        desk.type("123*5")
        await settle()

        def gone(_operation: str) -> None:
            desk.type("456*5")
            desk.api.put(play("123"))
            raise PowerCut

        desk.api.on_create = gone
        await cut(desk)
        after = await again(desk)
        assert after.texts == ["456"]
        assert "está vendido pero no se imprimió" in after.question

    async def test_the_same_ticket_typed_again_after_the_sale_does_come_back(self):
        desk = await Desk().enter()
        desk.type("123*5")
        await cut(desk)
        desk.type("123*5")
        await settle()
        assert (await again(desk)).texts == ["123"]


class TestInDoubt:
    async def in_doubt(self, landed: bool) -> Desk:
        """Cut between the record of the request and its answer."""
        desk = await Desk().enter()
        desk.type("123*5", "456", draws=(A, B))
        desk.type("789*5", draws=(CHANCE_A,))
        await settle()

        def gone(_operation: str) -> None:
            if landed:
                wagers = [play(text, draw) for draw in (A, B) for text in ("123", "456")]
                desk.api.put(*wagers, play("789", CHANCE_A))
            raise PowerCut

        desk.api.on_create = gone
        await cut(desk)
        return desk

    async def test_sold_its_lines_stay_away(self):
        desk = await self.in_doubt(landed=True)
        after = await again(desk)
        assert after.texts == []
        assert "está vendido pero no se imprimió" in after.question
        after.notices.answer(yes=True)
        await settle()
        assert len(after.printer.tickets()) == 1

    async def test_not_sold_its_lines_are_back(self):
        desk = await self.in_doubt(landed=False)
        desk.api.create_fates.append(LOST_REQUEST)
        after = await again(desk)
        await settle()
        assert after.sale.sell.value.state_text == "NO VENDIDO"
        assert sorted(after.texts) == ["123", "123", "456", "456", "789"]

    @pytest.mark.parametrize(("landed", "lines"), [(False, 5), (True, 0)])
    async def test_cut_again_before_it_is_known_they_are_still_in_doubt(self, landed: bool, lines: int):
        desk = await self.in_doubt(landed)
        real = desk.clock.sleep

        async def never(_seconds: float) -> None:
            await real(0)
            raise PowerCut

        desk.clock.sleep = never  # type: ignore[method-assign, assignment]
        middle = await again(desk)
        assert middle.texts == []
        desk.clock.sleep = real  # type: ignore[method-assign]
        after = await again(middle)
        assert len(after.texts) == lines

    async def test_parked_its_money_went_back(self):
        desk = await self.in_doubt(landed=True)
        desk.api.on_read = lambda name: setattr(desk.api, "down", name == "tickets")
        after = await again(desk)
        assert after.texts == []
        assert after.sale.sell.value.detail.startswith("No se pudo confirmar esta venta.")

    async def test_a_refused_sale_left_its_ticket_on_the_screen(self):
        desk = await Desk().enter()
        desk.type("123*5")
        desk.api.create_fates.append(NOT_SENT)
        await cut(desk)
        assert (await again(desk)).texts == ["123"]


def _cut_after(writes: int):
    left = iter(range(writes - 1, -1, -1))

    def hook() -> None:
        if next(left, 0) == 0:
            raise PowerCut

    return hook
