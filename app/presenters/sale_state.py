"""What the sell button and its strip say about the last sale."""

from __future__ import annotations

from app.domain.cart import Cart
from app.i18n import has, t
from app.presenters.operator import tail
from app.presenters.views import SellPhase, SellView
from app.services.sales import Progress, SalesService, Stage

_PHASES = {
    Stage.IDLE: SellPhase.READY,
    Stage.SENDING: SellPhase.SELLING,
    Stage.VERIFYING: SellPhase.VERIFYING,
    Stage.SOLD: SellPhase.SOLD,
    Stage.NOT_SOLD: SellPhase.NOT_SOLD,
    Stage.HELD: SellPhase.VERIFYING,
}

_ENDED = frozenset({Stage.IDLE, Stage.SOLD, Stage.NOT_SOLD})


def sell_view(sales: SalesService, cart: Cart, *, held: bool = False) -> SellView:
    """LISTO again as soon as the next ticket has a line. `held`: old doubts are settled first."""
    progress, busy = sales.progress.value, sales.busy
    if held and progress.stage in _ENDED:
        return SellView(
            phase=SellPhase.VERIFYING,
            state_text=t("sale.state.verifying"),
            detail=t("sale.detail.settling"),
            total_text=cart.total.text(cents=False),
        )
    phase = _PHASES[progress.stage]
    if phase is SellPhase.SOLD and cart.lines:
        phase = SellPhase.READY
    moving = phase in {SellPhase.SELLING, SellPhase.VERIFYING} and progress.stage is not Stage.HELD
    return SellView(
        phase=phase,
        state_text=t(f"sale.state.{phase.value}"),
        detail=_detail(progress, phase, int(sales.verifying_s), can_park=sales.can_park),
        total_text=cart.total.text(cents=False),
        can_sell=bool(cart.lines) and not busy and not moving,
        can_repeat=not busy,
        can_clear=bool(cart.lines) and not moving,
    )


def _detail(progress: Progress, phase: SellPhase, seconds: int, *, can_park: bool) -> str:
    total = progress.total.text(cents=False)
    if phase is SellPhase.READY:
        return ""
    if progress.stage is Stage.SOLD and progress.ticket is not None:
        return t("sale.detail.sold", number=tail(progress.ticket.number), total=total)
    if progress.stage in {Stage.NOT_SOLD, Stage.HELD} and progress.code:
        text = progress.refusal.text if progress.refusal else ""
        return t(progress.code, text=text) if has(progress.code) else t("sale.detail.not_sold")
    key = "may_park" if can_park else phase.value
    return t(f"sale.detail.{key}", total=total, seconds=seconds)
