"""Prizes: every verdict, paid once, and cash only when it is on record that the server paid."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from app.domain.outcome import Offline, Reason, Refusal, Refused, SignInRequired, Unknown
from app.domain.paper import ClaimSlip, PaymentSlip
from app.domain.secret import Secret
from app.domain.ticket import TicketKey, TicketStatus
from app.errors import Known
from app.money import Money
from app.ports import OperationType, Record
from app.services.payments import Check, PayResult, Verdict
from tests.helpers import shop
from tests.helpers.fake_api import LOST_ANSWER, LOST_REQUEST, NOT_SENT, SIGN_IN, Fate, Sold, refused
from tests.helpers.fake_printer import NOTHING
from tests.helpers.till import Till, play, settle, till

PRIZE = Money.units(330)


def key_of(row: Sold) -> TicketKey:
    return TicketKey(row.ticket.number, date(2024, 10, 22))


async def with_ticket(status: TicketStatus = TicketStatus.WINNER, drawn: bool = True) -> tuple[Till, Sold]:
    """A till, and a ticket of today in that state."""
    one = await till().open()
    row = one.api.put(play("123"), play("456", shop.B))
    row.status, row.prize = status, PRIZE if status in {TicketStatus.WINNER, TicketStatus.PAID} else Money()
    if drawn:
        one.api.draw_all(row.ticket)
    return one, row


async def looked_at(one: Till, row: Sold) -> Check:
    return await one.services.payments.check(key_of(row), row.ticket.pin)


# --- looking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "drawn", "verdict"),
    [
        (TicketStatus.WINNER, True, Verdict.WINNER),
        (TicketStatus.WINNER, False, Verdict.WINNER),
        (TicketStatus.SOLD, True, Verdict.NOT_WINNER),
        (TicketStatus.SOLD, False, Verdict.PENDING),
        (TicketStatus.LOST, True, Verdict.NOT_WINNER),
        (TicketStatus.PAID, True, Verdict.ALREADY_PAID),
        (TicketStatus.CANCELED, False, Verdict.VOIDED),
        (TicketStatus.EXPIRED, True, Verdict.EXPIRED),
        (TicketStatus.UNKNOWN, False, Verdict.PENDING),
        (TicketStatus.UNKNOWN, True, Verdict.NOT_WINNER),
    ],
)
async def test_what_the_server_says(status: TicketStatus, drawn: bool, verdict: Verdict):
    one, row = await with_ticket(status, drawn)
    check = await looked_at(one, row)
    assert check.verdict is verdict
    assert check.prize == (PRIZE if verdict in {Verdict.WINNER, Verdict.ALREADY_PAID} else None)
    assert one.memory.records == []


async def test_results_of_some_draws_are_not_all():
    one, row = await with_ticket(TicketStatus.SOLD, drawn=False)
    one.api.draw_all(replace(row.ticket, wagers=row.ticket.wagers[:1]))
    assert (await looked_at(one, row)).verdict is Verdict.PENDING


async def test_results_that_cannot_be_read_make_no_loser():
    one, row = await with_ticket(TicketStatus.SOLD)
    one.api.fail["results"] = [Offline("timeout")]
    assert (await looked_at(one, row)).verdict is Verdict.PENDING


async def test_no_such_ticket():
    one, row = await with_ticket()
    other_day = TicketKey(row.ticket.number, date(2024, 10, 21))
    check = await one.services.payments.check(other_day, row.ticket.pin)
    assert (check.verdict, check.ticket, check.prize) == (Verdict.NOT_FOUND, None, None)


async def test_the_wrong_pin_shows_nothing_of_the_ticket():
    one, row = await with_ticket()
    check = await one.services.payments.check(key_of(row), Secret("0000"))
    assert (check.verdict, check.ticket, check.prize, check.pin) == (Verdict.WRONG_PIN, None, None, None)


async def test_a_drawn_ticket_of_somebody_elses_lists_is_never_called_a_loser():
    """The view shows it, our lists do not: whether it won is not ours to say."""
    one, row = await with_ticket(TicketStatus.REJECTED)
    assert (await looked_at(one, row)).verdict is Verdict.NOT_OURS


async def test_a_ticket_whose_wagers_all_lost_lost_in_whoevers_list():
    one, row = await with_ticket(TicketStatus.REJECTED)
    lost = tuple(wager._replace(status="loser") for wager in row.ticket.wagers)
    row.ticket = replace(row.ticket, wagers=lost)
    assert (await looked_at(one, row)).verdict is Verdict.NOT_WINNER


async def test_too_late_to_collect():
    one, row = await with_ticket()
    agency = replace(one.api.catalog.agency, ticket_expiration_days=3)
    one.api.catalog = replace(one.api.catalog, agency=agency)
    await one.services.catalog.load()
    assert (await looked_at(one, row)).expires == date(2024, 10, 25)
    one.clock.elapsed += 3 * 86400
    assert (await looked_at(one, row)).verdict is Verdict.WINNER
    one.clock.elapsed += 86400
    assert (await looked_at(one, row)).verdict is Verdict.EXPIRED


@pytest.mark.parametrize("error", [Offline("timeout"), SignInRequired()])
async def test_what_cannot_be_read_is_raised(error: Known):
    one, row = await with_ticket()
    one.api.fail["tickets"] = [error]
    with pytest.raises(Known, match=error.code.replace(".", r"\.")):
        await looked_at(one, row)


# --- paying ---------------------------------------------------------------------------------------


async def test_paid_with_its_slip():
    one, row = await with_ticket()
    seen: list[tuple[str, bool]] = []
    one.api.on_pay = lambda key: seen.append(("pay", one.memory.last().state == "PAY_SENDING"))
    one.printer.on_bytes = lambda digest: seen.append(("slip", one.memory.last().state == "DISBURSING"))
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.prize, paid.slip_printed) == (PayResult.PAID, PRIZE, True)
    assert seen == [("pay", True), ("slip", True)]
    assert one.printer.pulses == 1
    assert one.memory.states() == ["PAY_SENDING", "PAY_CONFIRMED", "DISBURSING"]
    assert one.memory.last().pin is None
    (slip,) = one.printer.slips()
    assert (slip.number, slip.prize, slip.operation) == (row.ticket.number, PRIZE, paid.operation)
    assert row.ticket.pin.reveal() not in repr(slip)


async def test_the_amount_is_the_servers():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    row.prize = Money.units(400)
    paid = await one.services.payments.pay(check)
    assert paid.prize == Money.units(400)
    assert one.memory.last().amount == Money.units(400)


@pytest.mark.parametrize("outcome", [NOTHING, RuntimeError("cable")])
async def test_a_slip_that_does_not_print_changes_nothing(outcome):
    one, row = await with_ticket()
    one.printer.outcomes.append(outcome)
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.slip_printed) == (PayResult.PAID, False)
    assert one.memory.states()[-1] == "DISBURSING"


async def test_handed_over_closes_it_once():
    one, row = await with_ticket()
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert await one.services.payments.unfinished(key_of(row)) is not None
    handed = one.services.payments.handed_over
    await asyncio.gather(handed(paid.operation), handed(paid.operation))
    assert one.memory.states()[-2:] == ["DISBURSING", "DISBURSED"]
    assert await one.services.payments.unfinished(key_of(row)) is None
    await handed("nobody")


@pytest.mark.parametrize("reason", [Reason.NOT_WINNER, Reason.WRONG_PIN, Reason.ALREADY_PAID, Reason.EXPIRED])
async def test_denied(reason: Reason):
    """Also "already paid": without a try of ours it was somebody else's."""
    one, row = await with_ticket()
    one.api.pay_fates.append(refused(reason, text="no"))
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.reason, paid.text) == (PayResult.DENIED, reason, "no")
    assert one.memory.states() == ["PAY_SENDING", "PAY_DENIED"]
    assert one.memory.last().pin is None
    assert one.printer.sheets == []


@pytest.mark.parametrize("reason", [Reason.OTHER, Reason.NOT_FOUND, Reason.SIGN_IN])
async def test_a_refusal_that_says_too_little_is_borne_out_by_the_status(reason: Reason):
    one, row = await with_ticket()
    check = await looked_at(one, row)
    one.api.pay_fates.extend([refused(reason, text="weird"), Fate(outcome=Refused(Refusal(reason, "weird")))])
    denied = await one.services.payments.pay(check)
    assert (denied.result, denied.reason, denied.text) == (PayResult.DENIED, reason, "weird")
    paid = await one.services.payments.pay(check)
    assert (paid.result, paid.prize) == (PayResult.PAID, row.prize)
    assert one.api.count("pay") == 2


async def test_a_refusal_that_says_too_little_and_cannot_be_looked_at_is_a_doubt():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    one.api.pay_fates.append(refused(Reason.OTHER, text="weird"))
    one.api.fail["tickets"] = [Offline("timeout")] * 20
    assert (await one.services.payments.pay(check)).result is PayResult.DOUBT
    assert one.memory.states() == ["PAY_SENDING", "PAY_AMBIGUOUS"]


@pytest.mark.parametrize(("fate", "result"), [(NOT_SENT, PayResult.NOT_SENT), (SIGN_IN, PayResult.SIGN_IN)])
async def test_what_never_reached_the_server_may_be_tried_again(fate: Fate, result: PayResult):
    one, row = await with_ticket()
    one.api.pay_fates.append(fate)
    check = await looked_at(one, row)
    assert (await one.services.payments.pay(check)).result is result
    assert one.memory.states() == ["PAY_SENDING", "PAY_DENIED"]
    assert (await one.services.payments.pay(check)).result is PayResult.PAID


async def test_only_a_checked_winner_is_paid():
    one, row = await with_ticket(TicketStatus.SOLD)
    check = await looked_at(one, row)
    with pytest.raises(ValueError, match="checked winner"):
        await one.services.payments.pay(check)
    assert one.api.count("pay") == 0
    assert not one.services.payments.busy


async def test_a_lost_answer_is_settled_by_the_status():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_ANSWER)
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.prize) == (PayResult.PAID, PRIZE)
    assert one.memory.states() == ["PAY_SENDING", "PAY_AMBIGUOUS", "PAY_CONFIRMED", "DISBURSING"]
    assert one.api.count("pay") == 1


async def test_a_lost_request_is_sent_again_because_a_ticket_is_paid_once():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_REQUEST)
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert paid.result is PayResult.PAID
    assert one.memory.states() == [
        "PAY_SENDING",
        "PAY_AMBIGUOUS",
        "PAY_SENDING",
        "PAY_CONFIRMED",
        "DISBURSING",
    ]
    assert one.api.count("pay") == 2


async def test_already_paid_after_a_try_of_ours_is_ours():
    """The first one was slow: it landed between the look and the second one."""
    one, row = await with_ticket()
    one.api.pay_fates.extend([LOST_REQUEST, Fate(lands=False, outcome=refused(Reason.ALREADY_PAID).outcome)])
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.prize) == (PayResult.PAID, PRIZE)
    assert one.memory.states()[-2:] == ["PAY_CONFIRMED", "DISBURSING"]


async def test_a_status_that_cannot_be_read_is_a_doubt():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_ANSWER)
    check = await looked_at(one, row)
    one.api.fail["tickets"] = [Offline("timeout")]
    paid = await one.services.payments.pay(check)
    assert paid.result is PayResult.DOUBT
    assert one.memory.states() == ["PAY_SENDING", "PAY_AMBIGUOUS"]
    assert not one.memory.last().in_flight
    assert [type(sheet.paper) for sheet in one.printer.sheets] == [ClaimSlip]


async def test_a_sign_in_lost_while_settling_is_a_doubt():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_ANSWER)
    check = await looked_at(one, row)
    one.api.fail["tickets"] = [SignInRequired()]
    assert (await one.services.payments.pay(check)).result is PayResult.DOUBT


@pytest.mark.parametrize("fate", [NOT_SENT, SIGN_IN])
async def test_what_never_left_the_second_time_leaves_the_first_in_doubt(fate: Fate):
    one, row = await with_ticket()
    one.api.pay_fates.extend([LOST_REQUEST, fate])
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert paid.result is PayResult.PAID
    assert one.memory.states()[:5] == [
        "PAY_SENDING",
        "PAY_AMBIGUOUS",
        "PAY_SENDING",
        "PAY_AMBIGUOUS",
        "PAY_SENDING",
    ]


async def test_what_is_no_longer_a_winner_is_not_sent_again():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_REQUEST)
    check = await looked_at(one, row)
    one.api.on_pay = lambda key: setattr(row, "status", TicketStatus.EXPIRED)
    assert (await one.services.payments.pay(check)).result is PayResult.DOUBT
    assert one.api.count("pay") == 1


async def test_it_is_not_tried_for_ever():
    one, row = await with_ticket()
    one.api.pay_fates.extend([LOST_REQUEST] * 9)
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert paid.result is PayResult.DOUBT
    assert one.api.count("pay") == 4
    assert one.memory.last().state == "PAY_AMBIGUOUS"


async def test_a_doubt_goes_on_as_the_same_payment():
    one, row = await with_ticket()
    one.api.pay_fates.extend([LOST_REQUEST] * 4)
    doubt = await one.services.payments.pay(await looked_at(one, row))
    one.api.pay_fates.append(Fate(lands=False, outcome=refused(Reason.ALREADY_PAID).outcome))
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.operation) == (PayResult.PAID, doubt.operation)
    assert one.memory.states()[-1] == "DISBURSING"


async def test_a_doubt_that_was_paid_is_resumed_by_reading():
    one, row = await with_ticket()
    one.api.pay_fates.append(LOST_ANSWER)
    check = await looked_at(one, row)
    one.api.fail["tickets"] = [Offline("timeout")]
    await one.services.payments.pay(check)
    operation = await one.services.payments.unfinished(key_of(row))
    assert operation is not None
    assert await one.services.payments.resume(operation)
    assert one.memory.states()[-2:] == ["PAY_CONFIRMED", "DISBURSING"]
    assert await one.services.payments.resume(operation)
    assert one.api.count("pay") == 1


# --- never twice ----------------------------------------------------------------------------------


async def test_a_ticket_paid_here_is_not_asked_for_again_whatever_the_server_says():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    await one.services.payments.pay(check)
    row.status = TicketStatus.WINNER
    paid = await one.services.payments.pay(await looked_at(one, row))
    assert (paid.result, paid.reason) == (PayResult.DENIED, Reason.ALREADY_PAID)
    assert one.api.count("pay") == 1
    assert len(one.printer.slips()) == 1


async def test_two_taps_in_the_same_moment_pay_once():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    pay = one.services.payments.pay
    results = sorted((await asyncio.gather(pay(check), pay(check))), key=lambda paid: paid.result.value)
    assert [paid.result for paid in results] == [PayResult.DENIED, PayResult.PAID]
    assert one.api.count("pay") == 1


async def test_the_journals_rule_refuses_a_second_payout():
    """Paid under another operation meanwhile: the answer comes too late for the cash."""
    one, row = await with_ticket()
    check = await looked_at(one, row)
    gate = one.api.gate = asyncio.Event()
    running = asyncio.ensure_future(one.services.payments.pay(check))
    await settle()
    other = Record("other", OperationType.PAY, "DISBURSED", one.api.now(), number=row.ticket.number)
    await one.memory.write(replace(other, day=key_of(row).day))
    gate.set()
    paid = await running
    assert (paid.result, paid.reason) == (PayResult.DENIED, Reason.ALREADY_PAID)
    assert one.memory.states("op-1") == ["PAY_SENDING", "PAY_DENIED"]
    assert not one.memory.now("op-1").in_flight
    assert one.printer.slips() == []


async def test_the_rule_is_the_real_journals(journal):
    one = await till(journal=journal).open()
    row = one.api.put(play("123"))
    one.api.win(row, PRIZE)
    check = await looked_at(one, row)
    paid = await one.services.payments.pay(check)
    await one.services.payments.handed_over(paid.operation)
    row.status = TicketStatus.WINNER
    again = await one.services.payments.pay(check)
    assert again.result is PayResult.DENIED
    found = await journal.by_ticket(key_of(row), OperationType.PAY)
    assert [(operation.state, operation.pin) for operation in found] == [("DISBURSED", None)]


# --- our own failures -----------------------------------------------------------------------------


async def test_nothing_is_sent_when_nothing_can_be_recorded():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    one.memory.broken = True
    with pytest.raises(Known, match=r"journal\.broken"):
        await one.services.payments.pay(check)
    assert one.api.count("pay") == 0


async def test_nothing_is_paid_while_a_sale_is_on_its_way():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    gate = one.api.gate = asyncio.Event()
    selling = asyncio.ensure_future(one.services.sales.sell((play("999"),)))
    await settle()
    with pytest.raises(Known, match=r"journal\.busy"):
        await one.services.payments.pay(check)
    gate.set()
    await selling
    assert (await one.services.payments.pay(check)).result is PayResult.PAID


async def test_a_journal_that_breaks_after_the_request_is_a_doubt_and_no_cash():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    one.api.on_pay = lambda key: setattr(one.memory, "broken", True)
    paid = await one.services.payments.pay(check)
    assert paid.result is PayResult.DOUBT
    assert one.memory.states() == ["PAY_SENDING"]
    assert not any(isinstance(sheet.paper, PaymentSlip) for sheet in one.printer.sheets)


async def test_the_caller_may_go_away_in_the_middle():
    one, row = await with_ticket()
    check = await looked_at(one, row)
    gate = one.api.gate = asyncio.Event()
    caller = asyncio.ensure_future(one.services.payments.pay(check))
    await settle()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert one.services.payments.busy
    gate.set()
    await settle()
    assert one.memory.states()[-1] == "DISBURSING"
    assert not one.services.payments.busy


async def test_an_unknown_answer_names_no_secret():
    one, row = await with_ticket()
    one.api.pay_fates.append(Fate(lands=False, outcome=Unknown("timeout", row.ticket.number)))
    await one.services.payments.pay(await looked_at(one, row))
    assert row.ticket.pin.reveal() not in repr(one.memory.records)
