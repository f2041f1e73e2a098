"""Ajustes (F10): a few sections, one of which is shown. A new section is a row here and a panel in
`ui/screens/settings.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.config import DisplaySettings
from app.i18n import t
from app.presenters.base import Observable
from app.presenters.panel import Panel
from app.presenters.printer_setup import PrinterSetupPresenter
from app.presenters.staff import StaffPresenter
from app.presenters.views_office import ChoiceView
from app.presenters.views_settings import SettingsView

PRINTER, STAFF = "printer", "staff"


class SettingsPresenter:
    """Owns the section shown; each section has a presenter of its own.

    `display` is what the window follows.
    """

    def __init__(
        self,
        printer: PrinterSetupPresenter,
        staff: StaffPresenter,
        panels: Mapping[str, Panel],
        display: Observable[DisplaySettings],
    ) -> None:
        self.printer, self.panels, self.display = printer, panels, display
        self.staff = staff
        self.sections = (PRINTER, STAFF, *panels)
        self.state: Observable[SettingsView] = Observable(SettingsView())
        self.choose(PRINTER)

    def choose(self, key: str) -> None:
        """Show a section."""
        sections = tuple(ChoiceView(one, t(f"settings.section.{one}"), one == key) for one in self.sections)
        self.state.set(SettingsView(sections, key))
        if key == STAFF:
            self.staff.opened()
        if key in self.panels:
            self.panels[key].opened()

    def step(self, step: int) -> None:
        """Show the next section, or the one before; round at the ends."""
        at = self.sections.index(self.state.value.chosen)
        self.choose(self.sections[(at + step) % len(self.sections)])

    def remember(self) -> Callable[[], None]:
        """How to take back what a scanner's digits answered before they were known to be a scan."""
        return self.printer.remember()

    def scanned(self, text: str) -> bool:
        """A scanner read something; whether a section waited for it."""
        return self.printer.scanned(text)
