"""Middle column of the sale screen: the entry line and the touch keys that write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views import EntryMode, EntryView
from app.ui.theme import Look
from app.ui.widgets.amounts import AmountKeys
from app.ui.widgets.buttons import Button
from app.ui.widgets.entry import EntryBox, Meaning
from app.ui.widgets.figures import FigureGrid
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.signs import ModeKeys, SignKeys

if TYPE_CHECKING:
    from app.presenters.sale import SalePresenter

_GAP = 6.0
_AMOUNT = "*"  # what parts the numbers from the amount in the entry grammar


class EntryColumn(Card):
    """Draws an `EntryView`. Figures are tapped on the roulette; its amount on the pad that `Monto` opens.

    While draws are searched for, letters stand in place of both.
    """

    def __init__(self, look: Look, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sale.entry_column", parent=parent)
        self._presenter = presenter
        self._view = EntryView()
        self._on_pad = True
        self._letters: QWidget | None = None
        self._others: list[QWidget] = []
        self.box = EntryBox(look, presenter.set_text)
        self.meaning = Meaning(look)
        self.modes = ModeKeys(look, presenter.toggle_permuta, presenter.press)
        self.signs = SignKeys(look, presenter.press_sign)
        self.keypad = Keypad(
            look, press=presenter.press, back=presenter.backspace, enter=self._enter, signs=True
        )
        self.grid = FigureGrid(look, presenter.press_figure)
        self.amounts = AmountKeys(look, presenter.quick_amount)
        self.paste = Button(
            look, kind="key", name="sale.paste", icon="clipboard-paste", size=17, spoken=t("ui_order.open")
        )
        self.paste.set_kind("quiet")
        self.to_grid = Button(
            look,
            t("ui_sale.figures_back"),
            kind="quiet",
            name="key.figures",
            icon="layout-grid",
            size=16,
        )
        self.to_grid.clicked.connect(self.show_figures)
        self._add_corner()
        self._lay_out()
        self.apply(self._view)

    def _add_corner(self) -> None:
        for name, text, icon, act, kind in (
            ("grid_back", "", "delete", self._presenter.backspace, "key"),
            ("amount", t("ui_sale.amount_key"), "", self._type_amount, "quiet"),
            ("grid_enter", "", "corner-down-left", self._enter, "primary"),
        ):
            key = Button(
                self.look,
                text,
                kind="key",
                name=f"key.{name}",
                icon=icon,
                size=14,
                spoken=t(f"ui_sale.key.{name}"),
            )
            key.set_kind(kind)
            key.clicked.connect(act)
            self.grid.add_corner(key)

    def _lay_out(self) -> None:
        self._pad = QWidget()
        pad = Column(self.look, self._pad, gap=_GAP)
        for widget in (self.modes, self.signs, self.to_grid):
            pad.addWidget(widget)
        pad.addWidget(self.keypad, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._pad)
        self.stack.addWidget(self.grid)
        column = self.column = Column(self.look, self, margins=(12, 12, 12, 12), gap=_GAP)
        column.addWidget(self.box)
        column.addWidget(self.meaning)
        column.addWidget(self.stack, 1)
        last = Row(self.look, gap=_GAP)
        last.addWidget(self.amounts, 5)
        last.addWidget(self.paste, 1)
        column.addLayout(last)

    # ------------------------------------------------------------ state

    def apply(self, view: EntryView) -> None:
        """Show `view`."""
        before, self._view = self._view, view
        self.box.apply(view)
        self.meaning.apply(view)
        self.modes.set_permuta(view.permuta)
        self.amounts.apply(view.quick_amounts)
        if view.mode is not EntryMode.DIGITS:
            self.grid.apply(view.figures)
        finished = bool(before.text) and not view.text
        if view.mode is not before.mode or finished or before.mode is EntryMode.DIGITS:
            self._show_keys(pad=view.mode is EntryMode.DIGITS)

    @property
    def figures_shown(self) -> bool:
        """Whether the roulette is on screen."""
        return self.stack.currentWidget() is self.grid

    def show_figures(self) -> None:
        """Back from the pad to the roulette."""
        self._show_keys(pad=self._view.mode is EntryMode.DIGITS)

    def show_pad(self) -> None:
        """Digits, for an amount."""
        self._show_keys(pad=True)

    def show_letters(self, letters: QWidget | None) -> None:
        """Other keys in place of pad and roulette, while draws are searched for; None brings these back."""
        if letters is not None and self.stack.indexOf(letters) < 0:
            self.stack.addWidget(letters)
            self._others.append(letters)
        self._letters = letters
        self._show_page()

    def _show_keys(self, *, pad: bool) -> None:
        digits = self._view.mode is EntryMode.DIGITS
        self.modes.setVisible(digits)
        self.signs.setVisible(digits)
        self.to_grid.setVisible(not digits)
        self._on_pad = pad
        self._show_page()

    def _show_page(self) -> None:
        shown = self._letters or (self._pad if self._on_pad else self.grid)
        ignored = QSizePolicy.Policy.Ignored
        for page in (self._pad, self.grid, *self._others):
            page.setSizePolicy(ignored, ignored)  # or the hidden ones would hold room
        shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.stack.setCurrentWidget(shown)
        shown.updateGeometry()  # what changed while it was hidden has not reached the layout

    # ------------------------------------------------------------ touch

    def _type_amount(self) -> None:
        """`Monto`: the pad, ready for the amount of the figures tapped so far."""
        if _AMOUNT not in self._view.text:
            self._presenter.press(_AMOUNT)
        self._show_keys(pad=True)

    def _enter(self) -> None:
        self._presenter.enter()
