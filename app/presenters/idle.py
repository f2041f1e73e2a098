"""Locking a till that nobody touches."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import t
from app.presenters.notices import Level, Notices
from app.services.set import Services

_WITHOUT_PINS_S = 15 * 60
"""PCI DSS 8.2.8 lets a session rest for 15 minutes. Without PINs the lock is a sign-out and costs a
password: sooner than that it would be switched off."""


class IdleLock:
    """Counts the seconds since the last touch; never locks while money moves or something is asked."""

    def __init__(self, services: Services, notices: Notices, minutes: int, lock: Callable[[], None]) -> None:
        self._services = services
        self._notices = notices
        self._limit_s = minutes * 60
        self._lock = lock
        self._touched = services.context.clock.monotonic()

    def touched(self) -> None:
        """Somebody pressed a key, touched the screen or moved the mouse."""
        self._touched = self._services.context.clock.monotonic()

    def tick(self) -> None:
        """A second has passed."""
        services, access = self._services, self._services.access
        if services.session.current.value is None or access.locked or self._occupied():
            return
        limit = self._limit_s if access.members.value else max(self._limit_s, _WITHOUT_PINS_S)
        if self._limit_s and services.context.clock.monotonic() - self._touched >= limit:
            if not access.members.value:
                self._notices.show(Level.INFO, t("access.idle", minutes=limit // 60))
            self._lock()

    def _occupied(self) -> bool:
        services = self._services
        moving = services.sales.busy or services.payments.busy or services.office.voids.busy
        return moving or self._notices.question.value is not None
