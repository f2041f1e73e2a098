"""The services' questions about the physical world, put to the cashier through `Notices`."""

from __future__ import annotations

from app.i18n import has, t
from app.presenters.notices import Level, Notices


def tail(number: int) -> str:
    """The last four digits: enough to tell tickets apart, not enough to redeem one."""
    return f"…{number % 10_000:04d}"


class CashierQuestions:
    """`app.services.context.Operator` over the window's question box."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    async def paper_complete(self, number: int) -> bool:
        """See `Operator.paper_complete`."""
        return await self._notices.ask(
            t("sale.ask.paper", number=tail(number)),
            t("sale.ask.paper_yes"),
            t("sale.ask.paper_no"),
            Level.WARN,
        )

    async def print_again(self, number: int, cause: str) -> bool:
        """See `Operator.print_again`."""
        keys = (f"printer.cause.{cause}", f"sale.print_cause.{cause}")
        why = next((t(key) for key in keys if has(key)), t("sale.print_cause.other"))
        return await self._notices.ask(
            t("sale.ask.print", number=tail(number), cause=why),
            t("sale.ask.print_yes"),
            t("sale.ask.print_no"),
            Level.WARN,
        )

    async def cash_given(self, number: int, amount: str) -> bool:
        """See `Operator.cash_given`."""
        return await self._notices.ask(
            t("pay.ask.cash", number=tail(number), amount=amount),
            t("pay.ask.cash_yes"),
            t("pay.ask.cash_no"),
            Level.WARN,
        )

    async def customer_waits(self, number: int, amount: str) -> bool:
        """See `Operator.customer_waits`."""
        return await self._notices.ask(
            t("pay.ask.waits", number=tail(number), amount=amount),
            t("pay.ask.waits_yes"),
            t("pay.ask.waits_no"),
            Level.WARN,
        )

    async def cash_returned(self, number: int, amount: str) -> bool:
        """See `Operator.cash_returned`."""
        return await self._notices.ask(
            t("doubts.ask.returned", number=tail(number), amount=amount),
            t("doubts.ask.returned_yes"),
            t("doubts.ask.returned_no"),
            Level.WARN,
        )
