"""Personal in Ajustes: who has a PIN, the admin secret, and whether the server's password is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.domain.secret import Secret
from app.domain.staff import Member, Privilege, Role, Wish
from app.errors import Known
from app.i18n import t
from app.presenters.authority import AuthorityPresenter
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.views_access import PersonView, StaffMode, StaffView
from app.presenters.views_office import ChoiceView, Hue
from app.presenters.views_settings import FactView
from app.services.set import Services

_CHANGE = Wish(Privilege.STAFF)
_FORMS = frozenset({StaffMode.NEW, StaffMode.PIN})


class StaffPresenter:
    """What is typed stays in the form until it is saved; every change takes a supervisor's PIN first."""

    def __init__(self, services: Services, notices: Notices, authority: AuthorityPresenter) -> None:
        self._services = services
        self._access = services.access
        self._remembered = services.remembered
        self._notices = notices
        self._authority = authority
        self._tasks = Tasks(self._failed)
        self._role = Role.CASHIER
        self._chosen = ""
        self._by_system: bool | None = None
        self._attempt = 0
        self.state: Observable[StaffView] = Observable(StaffView())
        self._access.members.watch(lambda _members: self._show(StaffMode.LIST))

    def opened(self) -> None:
        """The section is shown."""
        self._tasks.start("store", self._look_at_store)

    async def _look_at_store(self) -> None:
        try:
            self._by_system = await self._access.by_system()
        except Known:
            self._by_system = False
        if self.state.value.mode is StaffMode.LIST:
            self._show(StaffMode.LIST)

    # --- what is shown -------------------------------------------------------------------------------

    def _show(self, mode: StaffMode, error: str = "") -> None:
        members = self._access.members.value
        if self._chosen not in {one.id for one in members}:
            self._chosen = members[0].id if members else ""
        if mode is not self.state.value.mode:
            self._attempt += 1
        name = next((one.name for one in members if one.id == self._chosen), "")
        listed = mode is StaffMode.LIST
        empty = "_empty" if not members and mode in (StaffMode.LIST, StaffMode.NEW) else ""
        self.state.set(
            StaffView(
                mode=mode,
                people=self._people(members) if listed else (),
                headline=t(f"access.staff.{mode.value}{empty}", name=name),
                text=t(f"access.staff_text.{mode.value}{empty}", name=name),
                facts=self._facts() if listed and members else (),
                roles=self._roles() if mode is StaffMode.NEW and members else (),
                caption=t(f"access.caption.{mode.value}") if not listed else "",
                error=error,
                main=t("access.add" if listed else "access.save"),
                remember=self._remember_text() if listed else "",
                named=mode is StaffMode.NEW,
                twice=mode in _FORMS or mode is StaffMode.ADMIN,
                digits=mode in _FORMS,
                attempt=self._attempt,
            )
        )

    def _people(self, members: tuple[Member, ...]) -> tuple[PersonView, ...]:
        return tuple(
            PersonView(one.id, one.name, t(f"access.role.{one.role.value}"), one.id == self._chosen)
            for one in members
        )

    def _facts(self) -> tuple[FactView, ...]:
        admin, store = self._access.powers.admin, self._by_system
        facts = [
            FactView(
                t("access.fact.exit"),
                t("access.fact.exit_secret" if admin else "access.fact.exit_open"),
                Hue.QUIET if admin else Hue.WARN,
            )
        ]
        if store is not None:
            kept = "system" if store else "file"
            facts.append(
                FactView(
                    t("access.fact.store"), t(f"access.fact.store_{kept}"), Hue.QUIET if store else Hue.WARN
                )
            )
            known = "kept" if self._remembered.there else "asked"
            facts.append(FactView(t("access.fact.password"), t(f"access.fact.password_{known}")))
        return tuple(facts)

    def _remember_text(self) -> str:
        if not self._by_system or not self._access.members.value:
            return ""
        return t("access.forget_password" if self._remembered.there else "access.keep_password")

    def _roles(self) -> tuple[ChoiceView, ...]:
        return tuple(
            ChoiceView(one.value, t(f"access.role.{one.value}"), one is self._role)
            for one in (Role.CASHIER, Role.SUPERVISOR)
        )

    # --- intents -------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Somebody in the list."""
        if self.state.value.mode is StaffMode.LIST:
            self._chosen = key
            self._show(StaffMode.LIST)

    def move(self, step: int) -> None:
        """The next one in the list or the one before."""
        keys = [one.key for one in self.state.value.people]
        if keys:
            self.choose(keys[(keys.index(self._chosen) + step) % len(keys)])

    def set_role(self, key: str) -> None:
        """The role of the new one."""
        self._role = Role(key)
        self.state.set(replace(self.state.value, roles=self._roles()))

    def move_role(self, _step: int) -> None:
        """The other role of the new one."""
        if self.state.value.roles:
            other = Role.CASHIER if self._role is Role.SUPERVISOR else Role.SUPERVISOR
            self.set_role(other.value)

    def add(self) -> None:
        """The form for somebody new; the first one is a supervisor."""
        self._role = Role.CASHIER if self._access.members.value else Role.SUPERVISOR
        self._show(StaffMode.NEW)

    def new_pin(self) -> None:
        """The form for another PIN of the chosen one."""
        if self._chosen:
            self._show(StaffMode.PIN)

    def admin(self) -> None:
        """The form for the admin secret."""
        if self._access.members.value:
            self._show(StaffMode.ADMIN)

    def password(self) -> None:
        """Have the server's password kept, or forgotten when it is."""
        if not self.state.value.remember:
            return
        if self._remembered.there:
            self._tasks.start("staff", self._forget)
        else:
            self._show(StaffMode.SERVER)

    def back(self) -> bool:
        """Out of a form; whether there was one."""
        if self.state.value.mode is StaffMode.LIST or self.state.value.busy:
            return False
        self._show(StaffMode.LIST)
        return True

    def remove(self) -> None:
        """Take the chosen one out; asked once."""
        member = next((one for one in self._access.members.value if one.id == self._chosen), None)
        if member is not None and self.state.value.mode is StaffMode.LIST:
            self._tasks.start("staff", lambda: self._remove(member))

    def save(self, name: str, secret: str, again: str) -> None:
        """What the form says."""
        view = self.state.value
        if view.mode is StaffMode.LIST:
            return
        if view.twice and secret != again:
            self._show(view.mode, t("access.differ"))
        else:
            self._tasks.start("staff", lambda: self._save(view.mode, name, Secret(secret)))

    # --- what they do --------------------------------------------------------------------------------

    async def _save(self, mode: StaffMode, name: str, secret: Secret) -> None:
        self.state.set(replace(self.state.value, busy=True, error=""))
        done, error = False, ""
        try:
            wish = Wish(Privilege.ADMIN if mode is StaffMode.ADMIN else Privilege.STAFF)
            done = await self._with_leave(lambda by: self._act(mode, name, secret, by), wish)
        except Known as failure:
            error = sentence(failure)
        finally:
            self._show(StaffMode.LIST if done else mode, error)
        if done:
            self._notices.show(Level.OK, t(f"access.done.{mode.value}"))

    async def _act(self, mode: StaffMode, name: str, secret: Secret, by: Member) -> None:
        match mode:
            case StaffMode.NEW:
                first = not self._access.members.value
                await self._access.add(name, self._role, secret, None if first else by)
            case StaffMode.PIN:
                await self._access.set_pin(self._chosen, secret, by)
            case StaffMode.ADMIN:
                await self._access.set_admin(secret, by)
            case StaffMode.SERVER:
                await self._keep(secret)
            case StaffMode.LIST:
                return

    async def _keep(self, password: Secret) -> None:
        """Only a password that the server takes is worth keeping: sign in with it."""
        services = self._services
        session = services.session.current.value
        if session is None or services.sales.busy or services.payments.busy or services.office.voids.busy:
            raise Known("access.busy")
        await services.session.sign_in(session.email, password)
        await self._remembered.keep(session.email, password)

    async def _forget(self) -> None:
        if await self._with_leave(lambda _by: self._remembered.forget()):
            self._show(StaffMode.LIST)
            self._notices.show(Level.OK, t("access.done.forgotten"))

    async def _remove(self, member: Member) -> None:
        question = t("access.ask_remove", name=member.name)
        yes, no = t("access.remove_yes"), t("access.remove_no")
        if not await self._notices.ask(question, yes, no, Level.WARN):
            return

        async def away(by: Member) -> None:
            await self._access.remove(member.id, by)
            if not self._access.members.value and self._remembered.there:
                await self._remembered.forget()

        if await self._with_leave(away):
            self._notices.show(Level.OK, t("access.done.removed", name=member.name))

    async def _with_leave(self, act: Callable[[Member], Awaitable[None]], wish: Wish = _CHANGE) -> bool:
        """Do it once somebody allowed it; whether it was done."""
        by = await self._authority.allowed(wish)
        if by is None:
            return False
        await act(by)
        return True

    def _failed(self, error: BaseException) -> None:
        self._notices.failed(error)
