"""Ajustes, the screen: theme and size at once, sounds at once, the language with a new window."""

from __future__ import annotations

from app.config import DisplaySettings
from app.i18n import t
from app.presenters.base import Observable
from app.presenters.notices import Notices
from app.presenters.panel import PlainPanel, Store, choices
from app.presenters.reopening import Reopen, Reopening
from app.presenters.views_settings import PanelView, RowView

_SCALES = ("0.0", "0.75", "1.0", "1.25", "1.5")
_LANGUAGES = {"es": "Español", "en": "English"}


class DisplayPanel(PlainPanel):
    """`display` is what the window follows."""

    def __init__(
        self, notices: Notices, display: DisplaySettings, store: Store, reopening: Reopening
    ) -> None:
        super().__init__(notices)
        self._store, self._reopening = store, reopening
        self._spoken = display.language
        self.display: Observable[DisplaySettings] = Observable(display)
        self.show()

    def show(self) -> None:
        """See `PlainPanel`."""
        now = self.display.value
        other = now.language != self._spoken and Reopen.SAME in self._reopening.offers
        self.draw(
            PanelView(
                headline=t("settings.display.headline"),
                text=t("settings.display.text"),
                rows=(self._theme(now), self._scale(now), self._language(now), self._sounds(now)),
                note=t("settings.reopen_note") if other else "",
                main=t("settings.reopen") if other else "",
            )
        )

    def _theme(self, now: DisplaySettings) -> RowView:
        titles = {key: t(f"settings.theme.{key}") for key in ("light", "dark", "auto")}
        return RowView("theme", t("settings.display.theme"), choices=choices(titles, now.theme))

    def _scale(self, now: DisplaySettings) -> RowView:
        titles = {key: f"{float(key) * 100:.0f} %" for key in _SCALES}
        titles["0.0"] = t("settings.display.scale_auto")
        sub = t("settings.display.scale_sub")
        return RowView("scale", t("settings.display.scale"), sub, choices(titles, str(now.scale)))

    def _language(self, now: DisplaySettings) -> RowView:
        return RowView("language", t("settings.display.language"), choices=choices(_LANGUAGES, now.language))

    def _sounds(self, now: DisplaySettings) -> RowView:
        titles = {"on": t("settings.on"), "off": t("settings.off")}
        chosen = "on" if now.sounds else "off"
        return RowView("sounds", t("settings.display.sounds"), choices=choices(titles, chosen))

    def choose(self, row: str, key: str) -> None:
        """Keep it, then do it."""
        now = self.display.value
        changed = DisplaySettings(
            language=key if row == "language" else now.language,
            theme=key if row == "theme" else now.theme,
            scale=float(key) if row == "scale" else now.scale,
            sounds=key == "on" if row == "sounds" else now.sounds,
        )
        if changed != now and self.keep(self._store, {"display": values_of(changed)}):
            self.display.set(changed)
        self.show()

    def main(self) -> None:
        """The window comes back in the other language."""
        if self.state.value.main:
            self._reopening.ask(Reopen.SAME)


def values_of(display: DisplaySettings) -> dict[str, object]:
    """As they stand in the file."""
    return {
        "language": display.language,
        "theme": display.theme,
        "scale": display.scale,
        "sounds": display.sounds,
    }
