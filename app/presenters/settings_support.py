"""Ajustes, support: what would be sent to support is read here first, then saved as one file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from app.i18n import t
from app.presenters.base import Tasks
from app.presenters.notices import Notices
from app.presenters.panel import PlainPanel
from app.presenters.views_settings import LineView, PanelView


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A text of the bundle, already without secrets."""

    name: str
    text: str


Collect = Callable[[], Awaitable[tuple[BundleFile, ...]]]
Save = Callable[[tuple[BundleFile, ...]], Awaitable[str]]
"""Writes the bundle, exactly these texts; the file's path. `Known("settings.not_kept")` when it cannot."""


class SupportPanel(PlainPanel):
    """F12 collects, shows every line of it, and the second F12 saves exactly what was shown."""

    def __init__(self, notices: Notices, collect: Collect, save: Save) -> None:
        super().__init__(notices)
        self._collect, self._save = collect, save
        self._tasks = Tasks(self._failed)
        self._files: tuple[BundleFile, ...] = ()
        self._path = ""
        self.show()

    def main(self) -> None:
        """Collect; then save."""
        self._tasks.start("support", self._keep if self._files else self._gather)

    def other(self) -> None:
        """Throw away what was collected."""
        if self._files and not self._tasks.busy("support"):
            self._files, self._path = (), ""
            self.show()

    async def _gather(self) -> None:
        self._wait("settings.support.collecting")
        self._path = ""
        self._files = await self._collect()
        self.show()

    async def _keep(self) -> None:
        files = self._files
        self._wait("settings.support.saving")
        self._path = await self._save(files)
        self._files = ()
        self.show()

    def _wait(self, key: str) -> None:
        self.state.set(replace(self.state.value, busy=True, text=t(key), main="", other=""))

    def _failed(self, error: BaseException) -> None:
        self.notices.failed(error)
        self.show()

    def show(self) -> None:
        """See `PlainPanel`."""
        review = bool(self._files)
        note = t("settings.support.saved", path=self._path) if self._path else ""
        self.draw(
            PanelView(
                headline=t("settings.support.headline"),
                text=t("settings.support.review" if review else "settings.support.text"),
                lines=tuple(LineView(file.name, file.text) for file in self._files),
                note=note,
                main=t("settings.support.save" if review else "settings.support.collect"),
                other=t("settings.support.discard") if review else "",
            )
        )
