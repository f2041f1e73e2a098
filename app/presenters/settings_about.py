"""Ajustes, about: what runs here, where its data lies, and whose work it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import t
from app.presenters.notices import Notices
from app.presenters.panel import PlainPanel
from app.presenters.views_settings import LineView, PanelView


@dataclass(frozen=True, slots=True)
class Component:
    """A part made by others: its name, version ("" unknown) and licence."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class About:
    """This program: versions, folders, server, parts."""

    version: str
    python: str
    system: str
    profile: str
    server: str
    components: tuple[Component, ...]


class AboutPanel(PlainPanel):
    """Nothing to do but to read."""

    def __init__(self, notices: Notices, about: About) -> None:
        super().__init__(notices)
        own = (
            ("version", about.version),
            ("python", about.python),
            ("system", about.system),
            ("server", about.server),
            ("folder", about.profile),
        )
        lines = tuple(LineView(t(f"settings.about.{key}"), text) for key, text in own)
        parts = tuple(
            LineView(one.name, one.licence, t("settings.about.of_version", version=one.version or "?"))
            for one in about.components
        )
        self.state.set(
            PanelView(
                headline=t("settings.about.headline"), text=t("settings.about.text"), lines=lines + parts
            )
        )
