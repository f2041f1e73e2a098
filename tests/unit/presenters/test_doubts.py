"""Open operations: each is listed in plain words, and each of its keys does what it says."""

from __future__ import annotations

import pytest

from app.money import Money
from app.ports import OperationType, Record
from app.presenters.doubts import DoubtsPresenter
from app.services.doubts import Deed, DoubtService, Kind, kind_of
from app.services.late import LateArrivals
from app.services.startup import FINAL_STATES
from tests.helpers.fake_api import LOST_REQUEST
from tests.helpers.fake_printer import NOTHING, UNSURE
from tests.helpers.till import Desk, play, settle

SALE, PAY = OperationType.SALE, OperationType.PAY


class Doubtful(Desk):
    """A desk with its list of open operations."""

    def __init__(self, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        services = self.services
        self.late = LateArrivals(
            self.context, self.api, self.journal, services.resolver, services.sales, services.office.voids
        )
        self.listed = DoubtService(
            self.context, self.api, self.journal, services.sales, services.printing, services.office.voids
        )
        self.doubts = DoubtsPresenter(
            services,
            self.notices,
            self.authority,
            self.listed,
            self._look,
        )

    async def _look(self) -> None:
        await self.late.run()

    @property
    def view(self):
        return self.doubts.state.value

    async def put(self, state: str, type_: OperationType = SALE, number: int | None = 7, **body) -> None:
        """An operation in that state, on record."""
        day = self.context.server.today() if number is not None else None
        body = {"wagers": [[101, 11, "123", 500]], **body}
        record = Record(
            "op", type_, state, self.api.now(), number=number, day=day, amount=Money.units(5), body=body
        )
        await self.journal.write(record)
        self.doubts.refresh()
        await settle()

    async def act(self, number: int, *answers: bool) -> None:
        self.doubts.act(number)
        await settle()
        for yes in answers:
            assert self.question
            self.notices.answer(yes)
            await settle()

    @property
    def deeds(self) -> list[str]:
        return [deed.title for deed in self.view.deeds]


@pytest.fixture
async def desk() -> Doubtful:
    one = Doubtful()
    await one.enter()
    return one


OPEN = [
    (SALE, "PARKED", {}, Kind.PARKED),
    (SALE, "ACCEPTED", {}, Kind.UNPRINTED),
    (SALE, "ACCEPTED", {"disposition": "void"}, Kind.LATE),
    (SALE, "PRINTING", {}, Kind.PAPER),
    (SALE, "PRINT_UNSURE", {}, Kind.PAPER),
    (SALE, "NEEDS_HUMAN", {}, Kind.DIFFERENT),
    (SALE, "NEEDS_HUMAN", {"disputed": 9}, Kind.DISPUTED),
    (SALE, "VOIDING", {}, Kind.VOID_OPEN),
    (SALE, "VOID_REFUSED", {"void_was": "ACCEPTED"}, Kind.VOID_KEPT),
    (SALE, "REFUND_DUE", {}, Kind.REFUND),
    (SALE, "HOUSE_DUE", {}, Kind.HOUSE),
    (PAY, "PAY_AMBIGUOUS", {}, Kind.PAYMENT),
    (PAY, "DISBURSING", {}, Kind.CASH),
    (PAY, "CLAIM", {}, Kind.CLAIM),
]


@pytest.mark.parametrize(("type_", "state", "body", "kind"), OPEN)
async def test_every_open_state_is_told_in_words(desk: Doubtful, type_, state, body, kind):
    await desk.put(state, type_, **body)
    (doubt,) = await desk.listed.list()
    assert doubt.kind is kind
    view = desk.view
    words = (view.headline, view.what, view.next, view.rows[0].status, *desk.deeds)
    assert all(words)
    assert not [word for word in words if "doubts." in word or "{" in word]


def test_no_open_state_is_without_a_kind():
    from app.domain.payment import PayState
    from app.domain.sale import SaleState

    named = {(type_, state) for type_, state, _, _ in OPEN} | {
        (SALE, "SENDING"), (SALE, "AMBIGUOUS"), (PAY, "PAY_SENDING"), (PAY, "PAY_CONFIRMED")
    }  # fmt: skip
    states = {(SALE, one.value) for one in SaleState} | {(PAY, one.value) for one in PayState}
    final = {(type_, state) for type_ in (SALE, PAY) for state in FINAL_STATES[type_]}
    assert states - final - named == {(SALE, "DRAFT"), (PAY, "CHECKED")}


async def test_nothing_open(desk: Doubtful):
    desk.doubts.refresh()
    await settle()
    assert (desk.view.empty, desk.view.waiting, desk.view.deeds) == ("No hay nada pendiente", 0, ())
    desk.doubts.act(1)
    await settle()


async def test_an_unprinted_ticket_is_printed_from_here(desk: Doubtful):
    desk.printer.outcomes.append(NOTHING)
    desk.type("123*5")
    desk.sale.submit()
    await settle()
    desk.notices.answer(yes=False)
    await settle()
    desk.doubts.refresh()
    await settle()
    assert desk.deeds == ["Imprimir", "Devolver dinero"]
    await desk.act(1)
    assert desk.memory.last().state == "DELIVERED"
    assert desk.view.rows == ()


async def test_a_doubtful_paper_is_asked_about(desk: Doubtful):
    desk.printer.outcomes.append(UNSURE)
    desk.type("123*5")
    desk.sale.submit()
    await settle()
    assert desk.view.deeds == ()
    assert desk.view.next == "Se está trabajando en esto ahora mismo."
    again = Doubtful(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re")
    await again.open()
    again.doubts.refresh()
    await settle()
    assert again.deeds[0] == "Ver el papel"
    await again.act(1, True)
    assert desk.memory.last().state == "DELIVERED"


async def test_money_at_the_agencys_cost_has_a_record_before_and_after(desk: Doubtful):
    await desk.put("VOID_REFUSED", void_was="ACCEPTED", wagers=[[101, 11, "123", 500]])
    assert desk.deeds == ["Imprimir", "Devolver dinero"]
    await desk.act(2, True)
    assert desk.memory.states("op")[-1] == "HOUSE_DUE"
    assert desk.view.headline == "Ticket …0007"
    await desk.act(1)
    assert desk.memory.states("op") == ["VOID_REFUSED", "HOUSE_DUE", "HOUSE"]
    assert desk.notice == "Devolución anotada."


async def test_no_is_no(desk: Doubtful):
    await desk.put("NEEDS_HUMAN", wagers=[[101, 11, "123", 500]], disposition="void")
    assert desk.deeds == ["La agencia lo asume"]
    await desk.act(1, False)
    assert desk.memory.states("op") == ["NEEDS_HUMAN"]
    await desk.act(1, True)
    assert desk.memory.states("op") == ["NEEDS_HUMAN", "HOUSE"]


async def test_a_refund_is_closed_with_one_key(desk: Doubtful):
    await desk.put("REFUND_DUE")
    await desk.act(1)
    assert desk.memory.states("op") == ["REFUND_DUE", "REFUNDED"]


async def test_a_prize_is_handed_over_or_claimed_and_fetched_later(desk: Doubtful):
    await desk.put("DISBURSING", PAY)
    assert desk.view.waiting == 0
    await desk.act(2)
    assert desk.memory.states("op")[-1] == "CLAIM"
    assert desk.view.waiting == 1
    await desk.act(1, True)
    assert desk.memory.states("op") == ["DISBURSING", "CLAIM", "DISBURSING", "DISBURSED"]


async def test_a_disputed_ticket_is_not_ours(desk: Doubtful):
    await desk.put("NEEDS_HUMAN", number=None, disputed=9, disputed_day="2024-10-22")
    assert desk.deeds == ["Es de aquí", "No es de aquí"]
    await desk.act(2, True)
    assert desk.memory.states("op") == ["NEEDS_HUMAN", "ABSENT"]


async def test_a_disputed_ticket_that_is_ours_is_taken_back(desk: Doubtful):
    row = desk.api.put(play("123"))
    day = desk.context.local_day(row.ticket.created_at).isoformat()
    await desk.put("NEEDS_HUMAN", number=None, disputed=row.ticket.number, disputed_day=day)
    await desk.act(1, True)
    assert desk.memory.states("op") == ["NEEDS_HUMAN", "ACCEPTED", "HOUSE"]
    assert desk.memory.now("op").number == row.ticket.number
    assert desk.printer.tickets() == []


async def test_the_list_is_read_every_second_while_it_is_shown(desk: Doubtful):
    desk.doubts.opened(shown=True)
    await settle()
    await desk.journal.write(Record("op", SALE, "REFUND_DUE", desk.api.now(), number=7))
    desk.doubts.tick()
    await settle()
    assert len(desk.view.rows) == 1


class TestParking:
    async def verifying(self) -> Doubtful:
        """A sale whose answer was lost on a line that is dead now."""
        desk = Doubtful()
        await desk.enter()
        desk.api.create_fates.append(LOST_REQUEST)
        desk.api.on_create = lambda operation: setattr(desk.api, "down", True)
        desk.type("123*5")
        return desk

    async def test_after_45_seconds_the_cashier_may_sell_on(self):
        desk = await self.verifying()
        sales, asked = desk.services.sales, []

        def look(_name: str) -> None:
            asked.append((sales.verifying_s, sales.can_park, sales.park()))

        desk.api.on_read = look
        desk.sale.submit()
        await settle()
        assert {can for spent, can, _ in asked if spent < 45} == {False}
        assert asked[-1][1:] == (True, True)
        assert desk.memory.last().state == "PARKED"
        assert "Devuelva el dinero" in desk.sale.sell.value.detail
        desk.api.down, desk.api.on_read = False, lambda name: None
        desk.api.on_create = lambda operation: None
        desk.type("456*5")
        desk.sale.submit()
        await settle()
        assert desk.memory.last().state == "DELIVERED"

    async def test_nothing_to_park(self, desk: Doubtful):
        assert not desk.services.sales.park()

    async def test_looked_for_from_the_list(self):
        desk = await self.verifying()
        desk.sale.submit()
        await settle()
        assert desk.memory.last().state == "PARKED"
        desk.api.down = False
        desk.doubts.refresh()
        await settle()
        assert (desk.deeds, desk.view.rows[0].status) == (["Preguntar ahora"], "Se busca sola")
        for _ in range(2):
            await desk.act(1)
        assert desk.memory.last().state == "ABSENT"
        assert desk.view.rows == ()


async def test_a_record_that_cannot_be_read_is_listed_and_nothing_can_be_done(desk: Doubtful):
    await desk.put("ACCEPTED", wagers="?")
    assert (len(desk.view.rows), desk.deeds) == (1, [])


def test_a_closed_operation_is_no_doubt():
    from app.ports import Operation
    from tests.helpers.shop import NOW

    closed = Operation("op", SALE, "DELIVERED", NOW, NOW, False, 7, None, None, {}, None)
    with pytest.raises(ValueError, match="not open"):
        kind_of(closed)


def test_every_deed_has_its_words():
    from app.i18n import has

    assert all(has(f"doubts.deed.{deed.value}") for deed in Deed)
