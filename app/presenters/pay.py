"""Paying: number, PIN and date from the paper; look; pay; hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domain.format import clock_text, day_text
from app.domain.games import ANIMALITOS, ANIMALITOS77, TRIPLETA
from app.domain.outcome import SignInRequired
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import DrawResult, TicketKey, TicketWager
from app.domain.ticket_code import parse as parse_code
from app.errors import Known
from app.i18n import has, t
from app.money import Money
from app.ports import Operation
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.operator import CashierQuestions
from app.presenters.views import PayField, PayGroup, PayPhase, PayView, PayWager
from app.services.papers import draw_title, play_name
from app.services.payments import Check, Paid, PayResult, Verdict
from app.services.set import Services

_DIGITS = frozenset("0123456789")
_MAX_NUMBER = 12
_MAX_PIN = 16
_MAX_DAYS_BACK = 60
_DONE = frozenset({PayPhase.PAID})
_BUSY = frozenset({PayPhase.CHECKING, PayPhase.PAYING, PayPhase.VERIFYING})
_TINTS = {ANIMALITOS: "animalitos", ANIMALITOS77: "guacharo", TRIPLETA: "tripleta"}
_NO_TICKET = frozenset({Verdict.NOT_FOUND, Verdict.WRONG_PIN})
_ORDER = (PayField.NUMBER, PayField.PIN, PayField.DATE)


class PayPresenter:
    """The payment desk. A change of any field forgets what was looked at."""

    def __init__(self, services: Services, notices: Notices) -> None:
        self._services = services
        self._notices = notices
        self._tasks = Tasks(self._failed)
        self._closings = Tasks(notices.failed)
        self._questions = CashierQuestions(notices)
        self._day: date | None = None
        self._shown_day = services.context.server.today()
        self._check: Check | None = None
        self._paid: Paid | None = None
        self.state: Observable[PayView] = Observable(PayView())
        services.session.current.watch(self._session_changed, now=False)
        self._reset()

    def opened(self) -> None:
        """The screen is shown: dates are written anew (the day may have changed); PAGADO stays readable."""
        if self.state.value.phase not in _DONE:
            self._change()

    def _session_changed(self, session: Session | None) -> None:
        """Nobody's ticket and PIN are left on the screen for the next cashier."""
        view = self.state.value
        if session is None and view.phase not in _DONE | _BUSY:
            self._reset()

    def set_number(self, text: str) -> None:
        """The ticket number as typed; only digits stay."""
        self._leave_paid()
        digits = "".join(c for c in text if c in _DIGITS)
        self._change(number=digits[:_MAX_NUMBER], field=PayField.NUMBER)

    def set_pin(self, text: str) -> None:
        """The PIN as typed."""
        self._leave_paid()
        self._change(pin="".join(c for c in text if c.isalnum())[:_MAX_PIN], field=PayField.PIN)

    def move_day(self, days: int) -> None:
        """Another sale date: never later than today, never further back than any ticket lives."""
        self._leave_paid()
        today = self._services.context.server.today()
        wanted = (self._day or today) + timedelta(days=days)
        self._day = max(min(wanted, today), today - timedelta(days=_MAX_DAYS_BACK))
        self._change(field=PayField.DATE)

    def focus(self, field: PayField) -> None:
        """The keypad writes here from now on."""
        self.state.set(replace(self.state.value, field=field))

    def press(self, key: str) -> None:
        """A keypad key goes to the focused field; after PAGADO it begins the next ticket."""
        self._leave_paid()
        view = self.state.value
        if view.field is PayField.PIN:
            self.set_pin(view.pin + key)
        elif view.field is PayField.NUMBER:
            self.set_number(view.number + key)

    def backspace(self) -> None:
        """Take the last character of the focused field away."""
        view = self.state.value
        if view.field is PayField.PIN:
            self.set_pin(view.pin[:-1])
        elif view.field is PayField.NUMBER:
            self.set_number(view.number[:-1])

    def enter(self) -> None:
        """On to the next field; from the last one, look."""
        view = self.state.value
        if view.phase in _DONE:
            self.escape()
        elif view.field is not PayField.DATE:
            self.focus(_ORDER[_ORDER.index(view.field) + 1])
        else:
            self.check()

    def scanned(self, text: str) -> None:
        """A printed code fills the fields and looks; it never pays."""
        code = parse_code(text)
        if code is None or self.state.value.phase in _BUSY:
            self._notices.show(Level.WARN, t("pay.bad_code"))
            return
        self._leave_paid()
        self._day = code.day
        pin = code.pin.reveal() if code.pin else ""
        self._change(number=str(code.number), pin=pin, field=PayField.DATE if pin else PayField.PIN)
        if pin:
            self.check()

    def check(self) -> None:
        """Look at the ticket."""
        view = self.state.value
        if view.can_check:
            key = TicketKey(int(view.number), self._shown_day)
            self._tasks.start("pay", lambda: self._look(key, Secret(view.pin)))

    def submit(self) -> None:
        """Pay what was looked at."""
        check = self._check
        if check is not None and self.state.value.can_pay:
            self._tasks.start("pay", lambda: self._pay(check))

    def escape(self) -> None:
        """Start over."""
        if self.state.value.phase not in _BUSY:
            self._leave_paid()
            self._reset()

    def customer_left(self) -> None:
        """F9 after PAGADO: nobody took the cash; it stays owed and listed."""
        paid, self._paid = self._paid, None
        if paid is not None:
            self._closings.start(paid.operation, lambda: self._claim(paid))
            self._reset()

    async def _claim(self, paid: Paid) -> None:
        if await self._services.payments.claim(paid.operation):
            self._notices.show(Level.INFO, t("pay.claimed", amount=paid.prize.text(cents=False)))

    async def _look(self, key: TicketKey, pin: Secret) -> None:
        self._phase(PayPhase.CHECKING)
        try:
            check = await self._services.payments.check(key, pin)
        except SignInRequired as error:
            self._sign_in_lost(error)
            return
        except Known as error:
            self._show_trouble(sentence(error))
            return
        if check.verdict not in _NO_TICKET:
            unfinished = await self._services.payments.unfinished(key)
            if unfinished is not None and await self._go_on(unfinished, check.verdict):
                return
        self._check = check if check.verdict is Verdict.WINNER else None
        self._show_check(check)

    async def _go_on(self, operation: Operation, verdict: Verdict) -> bool:
        """This till began to pay the ticket before. False when it is to be looked at as any other."""
        payments, amount = self._services.payments, operation.amount or Money()
        if await payments.reopen(operation.id):
            self._show_paid(Paid(PayResult.PAID, operation.id, amount, slip_printed=True))
            return True
        if not await payments.resume(operation):
            if verdict is not Verdict.ALREADY_PAID:
                return False
            self._show_trouble(t("pay.unfinished"))
        elif await self._questions.cash_given(operation.number or 0, amount.text(cents=False)):
            await payments.handed_over(operation.id)
            return False
        else:
            self._show_paid(Paid(PayResult.PAID, operation.id, amount))
        return True

    async def _pay(self, check: Check) -> None:
        self._phase(PayPhase.PAYING)
        paid = await self._services.payments.pay(check)
        self._check = None
        self._show_paid(paid)

    def _show_check(self, check: Check) -> None:
        phase = PayPhase(check.verdict.value)
        prize = check.prize.text(cents=False) if check.prize is not None else ""
        sold = ""
        if check.ticket is not None:
            local = self._services.context.server.local(check.ticket.created_at)
            sold = t(
                "pay.sold",
                when=f"{day_text(local.date())} {clock_text(local)}",
                count=len(check.ticket.wagers),
                total=check.ticket.total.text(cents=False),
            )
        self.state.set(
            replace(
                self.state.value,
                phase=phase,
                state_text=t(f"pay.state.{phase.value}"),
                headline=self._headline(check),
                detail=t(f"pay.detail.{phase.value}"),
                prize_text=prize if phase is PayPhase.WINNER else "",
                sold_text=sold,
                groups=self._groups(check),
                can_pay=phase is PayPhase.WINNER,
                can_check=False,
            )
        )

    def _headline(self, check: Check) -> str:
        if check.verdict is Verdict.WINNER and check.expires is not None:
            left = (check.expires - self._services.context.server.today()).days
            return t("pay.headline.winner_expires", count=left)
        return t(f"pay.headline.{check.verdict.value}")

    def _groups(self, check: Check) -> tuple[PayGroup, ...]:
        if check.ticket is None:
            return ()
        rows: dict[int, list[TicketWager]] = {}
        for row in check.ticket.wagers:
            rows.setdefault(row.wager.event_id, []).append(row)
        results = {result.event_id: result for result in check.results}
        return tuple(self._group(event, found, results.get(event)) for event, found in rows.items())

    def _group(self, event_id: int, rows: list[TicketWager], result: DrawResult | None) -> PayGroup:
        catalog = self._services.catalog.catalog.value
        draw = catalog.draw_by_id.get(event_id) if catalog else None
        first = rows[0]
        title = draw_title(catalog, draw, first.event_name) if catalog and draw else first.event_name
        note = ""
        if result is not None:
            name = play_name(catalog, first.wager.game_id, result.value) if catalog else ""
            note = t("pay.came_out", value=f"{result.value} {name}".strip())
        category = result.category if result else (draw.category if draw else "")
        wagers = tuple(
            PayWager(
                label=row.wager.text,
                name=play_name(catalog, row.wager.game_id, row.wager.text) if catalog else "",
                note=t("pay.hit") if _won(row, result) else "",
                amount=row.wager.amount.digits(cents=False),
                won=_won(row, result),
            )
            for row in rows
        )
        return PayGroup(
            f"{title} {first.draw_time.lstrip('0')}".strip(), note, _TINTS.get(category, "triples"), wagers
        )

    def _show_paid(self, paid: Paid) -> None:
        amount = paid.prize.text(cents=False)
        if paid.result is PayResult.PAID:
            self._paid = paid
            detail = t("pay.detail.paid" if paid.slip_printed else "pay.detail.paid_no_slip")
            self._phase(PayPhase.PAID, t("pay.headline.paid", amount=amount), detail, prize=amount)
            return
        if paid.result is PayResult.DENIED:
            key = f"api.refused.{paid.reason.value}" if paid.reason else "api.refused.other"
            text = t(key, text=paid.text) if has(key) else paid.text
        elif paid.result is PayResult.SIGN_IN:
            self._sign_in_lost(SignInRequired())
            return
        else:
            text = t(f"pay.result.{paid.result.value}")
        # A doubt is not a no: nothing may say that it was not paid.
        doubt = paid.result is PayResult.DOUBT
        self._show_trouble(text, t("pay.state.verifying") if doubt else "")

    def _show_trouble(self, text: str, headline: str = "") -> None:
        self._phase(PayPhase.TROUBLE, headline or t("pay.headline.trouble"), text)

    def _sign_in_lost(self, error: SignInRequired) -> None:
        self._show_trouble(sentence(error))
        self._services.session.lost()

    def _phase(self, phase: PayPhase, headline: str = "", detail: str = "", prize: str = "") -> None:
        view = self.state.value
        self.state.set(
            replace(
                view,
                phase=phase,
                state_text=t(f"pay.state.{phase.value}"),
                headline=headline or view.headline,
                detail=detail,
                prize_text=prize or (view.prize_text if phase is PayPhase.PAYING else ""),
                can_pay=False,
                can_claim=phase is PayPhase.PAID,
                can_check=phase is PayPhase.TROUBLE and self._complete(view),
                pin="" if phase is PayPhase.PAID else view.pin,
            )
        )

    def _failed(self, error: BaseException) -> None:
        self._notices.failed(error)
        self._show_trouble(sentence(error))

    def _leave_paid(self) -> None:
        """The next act after PAGADO says that the cash was handed over."""
        paid, self._paid = self._paid, None
        if paid is not None:
            self._closings.start(paid.operation, lambda: self._close(paid))
            self._reset()

    async def _close(self, paid: Paid) -> None:
        await self._services.payments.handed_over(paid.operation)

    def _reset(self) -> None:
        self._day, self._check = None, None
        self._change(number="", pin="", field=PayField.NUMBER)

    def _change(
        self, *, number: str | None = None, pin: str | None = None, field: PayField | None = None
    ) -> None:
        """New field contents: whatever was looked at is forgotten."""
        view = self.state.value
        if view.phase in _BUSY:
            return
        self._check = None
        self._shown_day = self._day or self._services.context.server.today()
        fresh = PayView(
            state_text=t("pay.state.waiting"),
            headline=t("pay.headline.waiting"),
            detail=t("pay.detail.waiting"),
            number=view.number if number is None else number,
            pin=view.pin if pin is None else pin,
            date_text=self._date_text(),
            field=field or view.field,
        )
        self.state.set(replace(fresh, can_check=self._complete(fresh)))

    @staticmethod
    def _complete(view: PayView) -> bool:
        return bool(view.number and view.pin)

    def _date_text(self) -> str:
        back = (self._services.context.server.today() - self._shown_day).days
        names = {0: t("pay.today"), 1: t("pay.yesterday")}
        return f"{day_text(self._shown_day)} · {names.get(back) or t('pay.days_ago', count=back)}"


def _won(row: TicketWager, result: DrawResult | None) -> bool:
    """Whether the server marks the wager a winner, or its play is exactly what came out (a hint only)."""
    if row.status == "winner":
        return True
    return result is not None and row.wager.text == result.value
