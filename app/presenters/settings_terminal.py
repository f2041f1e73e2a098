"""Ajustes, the till: its name, and from which amount on it asks before it sells or pays."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import t
from app.presenters.notices import Notices
from app.presenters.panel import PlainPanel, Store
from app.presenters.reopening import Reopen, Reopening
from app.presenters.views_settings import PanelView, RowView


@dataclass(frozen=True, slots=True)
class TillValues:
    """The name, and two limits in whole bolívares (0: never asks)."""

    name: str
    sale_above: int
    payment_above: int


class TerminalPanel(PlainPanel):
    """What is written is kept at once, and holds when the window is opened anew."""

    def __init__(self, notices: Notices, values: TillValues, store: Store, reopening: Reopening) -> None:
        super().__init__(notices)
        self._store, self._reopening = store, reopening
        self._kept = {
            "name": values.name,
            "sale_above": str(values.sale_above),
            "payment_above": str(values.payment_above),
        }
        self._started = dict(self._kept)
        self.show()

    def show(self) -> None:
        """See `PlainPanel`."""
        differs = self._kept != self._started and Reopen.SAME in self._reopening.offers
        rows = (
            RowView("name", t("settings.till.name"), t("settings.till.name_sub"), value=self._kept["name"]),
            *(
                RowView(key, t(f"settings.till.{key}"), t("settings.till.above_sub"), value=self._kept[key])
                for key in ("sale_above", "payment_above")
            ),
        )
        self.draw(
            PanelView(
                headline=t("settings.till.headline"),
                text=t("settings.till.text"),
                rows=rows,
                note=t("settings.reopen_note") if differs else "",
                main=t("settings.reopen") if differs else "",
            )
        )

    def write(self, row: str, text: str) -> None:
        """Keep it if it is one; what is none stands there no longer."""
        text = text.strip()
        if text != self._kept[row] and self.keep(self._store, _values(row, text)):
            self._kept[row] = text
            self.told(t("settings.kept"))
        self.show()

    def main(self) -> None:
        """The window comes back with what was written."""
        if self.state.value.main:
            self._reopening.ask(Reopen.SAME)


def _values(row: str, text: str) -> dict[str, dict[str, object]]:
    if row == "name":
        return {"terminal": {"name": text}}
    amount: object = int(text) if text.isascii() and text.isdecimal() else text
    return {"sale" if row == "sale_above" else "payment": {"ask_above": amount}}
