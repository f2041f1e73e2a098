"""What is asked before a sale is sent: whether a shift is open, whether the cashier means this ticket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.i18n import t
from app.money import Money
from app.presenters.notices import Level, Notices

Gate = Callable[[], Awaitable[bool]]
"""Whether anything may be sold now; says why not."""


async def no_gate() -> bool:
    """Nothing stands in the way."""
    return True


async def may_cost(total: Money, count: int, above: Money, notices: Notices) -> bool:
    """A ticket dearer than the setting allows is asked about: a slip of the finger costs dearly."""
    if not above or total <= above:
        return True
    return await notices.ask(
        t("sale.ask.large", total=total.text(cents=False), count=count),
        t("sale.ask.large_yes"),
        t("sale.ask.large_no"),
        Level.WARN,
    )
