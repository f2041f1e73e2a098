"""Paying: number, PIN and date from the paper; look; pay; hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domain.format import day_text
from app.domain.outcome import SignInRequired
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.staff import Member, Privilege, Wish
from app.domain.ticket import TicketKey
from app.domain.ticket_code import parse as parse_code
from app.errors import Known
from app.i18n import has, t
from app.money import Money
from app.ports import Operation
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.operator import CashierQuestions, tail
from app.presenters.pay_faces import groups_of, headline_of, prize_groups, sold_text
from app.presenters.views import PayField, PayPhase, PayView
from app.services.context import Authority
from app.services.payments import Check, Paid, PayResult, Verdict
from app.services.set import Services

_DIGITS = frozenset("0123456789")
_MAX_NUMBER = 12
_MAX_PIN = 16
_MAX_DAYS_BACK = 60
_DONE = frozenset({PayPhase.PAID})
_BUSY = frozenset({PayPhase.CHECKING, PayPhase.PAYING, PayPhase.VERIFYING})
_NO_TICKET = frozenset({Verdict.NOT_FOUND, Verdict.WRONG_PIN, Verdict.LOCKED})
_PIN_KEPT_S, _LOOKED_KEPT_S, _PRIZES_FRESH_S = 30, 120, 60
_ORDER = (PayField.NUMBER, PayField.PIN, PayField.DATE)


class PayPresenter:
    """The payment desk. A change of any field forgets what was looked at.

    `ask_above`: a prize above so many whole units is asked about before it is paid (0: never). A PIN
    that nobody goes on with is forgotten after half a minute, a ticket looked at after two.
    """

    def __init__(
        self, services: Services, notices: Notices, authority: Authority, ask_above: int = 0
    ) -> None:
        self._services = services
        self._notices = notices
        self._authority = authority
        self._ask_above = Money.units(ask_above)
        self._idle = 0
        self._tasks = Tasks(self._failed)
        self._closings = Tasks(notices.failed)
        self._reads = Tasks(notices.failed)
        self._prizes_stale = False
        self._questions = CashierQuestions(notices)
        self._day: date | None = None
        self._shown_day = services.context.server.today()
        self._check: Check | None = None
        self._paid: Paid | None = None
        self.state: Observable[PayView] = Observable(PayView())
        services.session.current.watch(self._session_changed, now=False)
        services.access.present.watch(self._present_changed, now=False)
        self._reset()

    def opened(self) -> None:
        """The screen is shown: dates are written anew (the day may have changed); PAGADO stays readable."""
        if self.state.value.phase not in _DONE:
            self._change()
        kept, now = self._services.office.prizes.kept, self._services.context.server.now()
        if kept is None or (now - kept.taken_at).total_seconds() >= _PRIZES_FRESH_S:
            self.refresh_prizes()

    def refresh_prizes(self) -> None:
        """Read again which prizes wait."""
        if self._services.session.current.value is not None:
            self._reads.start("prizes", self._read_prizes)

    async def _read_prizes(self) -> None:
        """Without a line those read before stay, with their hour; the rest of the screen works on."""
        try:
            await self._services.office.prizes.waiting()
            self._prizes_stale = False
        except SignInRequired:
            self._services.session.lost()
            return
        except Known:
            self._prizes_stale = True
        self.show_prizes()

    def show_prizes(self) -> None:
        """Those that wait, as last read."""
        kept = self._services.office.prizes.kept
        prizes = prize_groups(kept, self._services, stale=self._prizes_stale)
        self.state.set(replace(self.state.value, prizes=prizes))

    def tick(self) -> None:
        """A second has passed: a PIN and a ticket are not left on the screen."""
        view = self.state.value
        if view.phase in _DONE | _BUSY:
            return
        self._idle += 1
        looked = self._check is not None or bool(view.groups)
        if looked and self._idle >= _LOOKED_KEPT_S:
            self._reset()
        elif view.pin and not looked and self._idle >= _PIN_KEPT_S:
            self._change(pin="", field=PayField.PIN)

    def _session_changed(self, session: Session | None) -> None:
        """Nobody's ticket and PIN are left on the screen for the next cashier."""
        self._services.office.prizes.forget()
        self.show_prizes()
        if session is None:
            self._clear_desk()

    def _present_changed(self, present: Member | None) -> None:
        """The till was locked."""
        if present is None:
            self._clear_desk()

    def _clear_desk(self) -> None:
        if self.state.value.phase not in _DONE | _BUSY:
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
            key, said = TicketKey(int(view.number), self._shown_day), self._day is not None
            self._tasks.start("pay", lambda: self._look(key, Secret(view.pin), said=said))

    def submit(self) -> None:
        """Pay what was looked at."""
        check, self._idle = self._check, 0
        if check is not None and self.state.value.can_pay:
            self._tasks.start("pay", lambda: self._ask_and_pay(check))

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

    async def _look(self, key: TicketKey, pin: Secret, *, said: bool) -> None:
        """`said`: the cashier or the code named the day; else it is looked for, from the day shown back."""
        self._phase(PayPhase.CHECKING)
        payments, today = self._services.payments, self._services.context.server.today()
        try:
            if said or key.day != today:
                check = await payments.check(key, pin)
            else:
                check = await payments.find(key.number, pin)
        except SignInRequired as error:
            self._sign_in_lost(error)
            return
        except Known as error:
            self._show_trouble(sentence(error))
            return
        if check.verdict not in _NO_TICKET:
            self._found(check.key)
            unfinished = await payments.unfinished(check.key)
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

    def _found(self, key: TicketKey) -> None:
        """The date shown is the ticket's."""
        if key.day != self._shown_day:
            self._day = self._shown_day = key.day
            self.state.set(replace(self.state.value, date_text=self._date_text()))

    async def _ask_and_pay(self, check: Check) -> None:
        """A large prize is asked about; what was looked at may be gone when the answer comes."""
        wish = Wish(Privilege.PRIZE, check.prize)
        asked = await self._may_pay(check) and await self._authority.permit(wish, check.key)
        if asked and self._check is check:
            await self._pay(check)

    async def _may_pay(self, check: Check) -> bool:
        prize = check.prize or Money()
        if not self._ask_above or prize <= self._ask_above:
            return True
        question = t("pay.ask.large", number=tail(check.key.number), amount=prize.text(cents=False))
        return await self._notices.ask(question, t("pay.ask.large_yes"), t("pay.ask.large_no"), Level.WARN)

    async def _pay(self, check: Check) -> None:
        self._phase(PayPhase.PAYING)
        paid = await self._services.payments.pay(check)
        self._check = None
        self._show_paid(paid)

    def _show_check(self, check: Check) -> None:
        phase = PayPhase(check.verdict.value)
        prize = check.prize.text(cents=False) if check.prize is not None else ""
        self.state.set(
            replace(
                self.state.value,
                phase=phase,
                state_text=t(f"pay.state.{phase.value}"),
                headline=headline_of(check, self._services),
                detail=t(f"pay.detail.{phase.value}"),
                prize_text=prize if phase is PayPhase.WINNER else "",
                sold_text=sold_text(check, self._services),
                groups=groups_of(check, self._services),
                can_pay=phase is PayPhase.WINNER,
                can_check=False,
            )
        )

    def _show_paid(self, paid: Paid) -> None:
        amount = paid.prize.text(cents=False)
        if paid.result is PayResult.PAID:
            self._paid = paid
            self.refresh_prizes()
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
        self._check, self._idle = None, 0
        self._shown_day = self._day or self._services.context.server.today()
        fresh = PayView(
            state_text=t("pay.state.waiting"),
            headline=t("pay.headline.waiting"),
            detail=t("pay.detail.waiting"),
            number=view.number if number is None else number,
            pin=view.pin if pin is None else pin,
            date_text=self._date_text(),
            field=field or view.field,
            prizes=view.prizes,
        )
        self.state.set(replace(fresh, can_check=self._complete(fresh)))

    @staticmethod
    def _complete(view: PayView) -> bool:
        return bool(view.number and view.pin)

    def _date_text(self) -> str:
        back = (self._services.context.server.today() - self._shown_day).days
        names = {0: t("pay.today"), 1: t("pay.yesterday")}
        return f"{day_text(self._shown_day)} · {names.get(back) or t('pay.days_ago', count=back)}"
