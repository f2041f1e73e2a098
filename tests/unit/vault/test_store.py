"""The operating system's store: only kinds that encrypt, a deadline, and no word believed."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from app.domain.secret import Secret
from app.errors import Known
from app.vault.system import MOST_BYTES, SystemStore, backends, find_backend


class Backend:
    """A keyring backend in memory."""

    viable = True

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Absent(Backend):
    viable = False


class NoBus(type):
    """keyring asks the class, which asks the bus."""

    @property
    def viable(cls) -> bool:
        raise RuntimeError("no bus")


class Broken(metaclass=NoBus):
    pass


class Forgetful(Backend):
    def set_password(self, service: str, name: str, text: str) -> None:
        return


class Failing(Backend):
    def get_password(self, service: str, name: str) -> str | None:
        raise PermissionError("geheim-123456")


class Silent(Backend):
    """Asks its person for a password and waits."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.answered.wait()
        return None


def store(backend: Any, owner: str = "/data/live", deadline: float = 8.0) -> SystemStore:
    return SystemStore(owner, lambda: backend, deadline)


async def test_kept_read_and_forgotten():
    one = store(Backend())
    assert await one.there()
    assert await one.read("pepper") is None
    await one.write("pepper", Secret("abc"))
    assert await one.read("pepper") == Secret("abc")
    await one.erase("pepper")
    assert await one.read("pepper") is None
    await one.erase("pepper")


async def test_two_profiles_of_one_machine_never_mix():
    backend = Backend()
    await store(backend, "/data/live").write("pepper", Secret("live"))
    await store(backend, "/data/training").write("pepper", Secret("play"))
    assert await store(backend, "/data/live").read("pepper") == Secret("live")


async def test_no_store():
    one = store(None)
    assert not await one.there()
    with pytest.raises(Known, match="store_missing"):
        await one.read("pepper")


async def test_a_store_that_forgets_is_found_out():
    with pytest.raises(Known, match="store_failed"):
        await store(Forgetful()).write("pepper", Secret("abc"))


async def test_a_store_that_fails_says_nothing_of_what_it_holds(caplog: pytest.LogCaptureFixture):
    with pytest.raises(Known, match="store_failed") as told:
        await store(Failing()).read("pepper")
    assert "geheim" not in f"{told.value!r} {told.value.__cause__!r} {caplog.text}"


async def test_a_store_that_never_answers_holds_up_nobody():
    backend = Silent()
    try:
        with pytest.raises(Known, match="store_silent"):
            await store(backend, deadline=0.01).read("pepper")
    finally:
        backend.answered.set()


async def test_too_long_for_windows_is_refused_before_it_is_tried():
    backend = Backend()
    with pytest.raises(Known, match="store_too_long"):
        await store(backend).write("server", Secret("x" * (MOST_BYTES + 1)))
    assert backend.kept == {}


class TestKinds:
    def test_the_first_that_works_is_taken(self):
        found = find_backend(lambda: (Absent, Broken, Backend, Forgetful))
        assert type(found) is Backend

    def test_none(self):
        assert find_backend(lambda: (Absent, Broken)) is None

    def test_only_stores_that_encrypt(self):
        named = {f"{kind.__module__}.{kind.__qualname__}" for kind in backends()}
        assert named == {
            "keyring.backends.Windows.WinVaultKeyring",
            "keyring.backends.macOS.Keyring",
            "keyring.backends.SecretService.Keyring",
            "keyring.backends.libsecret.Keyring",
            "keyring.backends.kwallet.DBusKeyring",
        }

    @pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
    def test_a_users_own_choice_of_a_weak_one_is_not_followed(
        self, monkeypatch: pytest.MonkeyPatch, name: str
    ):
        """keyring itself would obey this variable."""
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
        found = find_backend()
        assert found is None or type(found) in backends()
