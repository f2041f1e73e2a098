"""PINs as hashes: slow, peppered, and never silently worth nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.domain.secret import Secret
from app.errors import Known
from app.vault.system import SystemStore
from app.vault.till import PEPPER, PEPPER_FILE, TillVault
from tests.unit.vault.test_store import Backend

PIN, OTHER = Secret("904817"), Secret("904818")


def vault(folder: Path, backend: Backend | None = None) -> TillVault:
    return TillVault(SystemStore("till", lambda: backend), folder)


async def test_a_hash_fits_its_pin_alone(tmp_path: Path):
    one = vault(tmp_path)
    made = await one.hash(PIN)
    assert await one.fits(PIN, made)
    assert not await one.fits(OTHER, made)
    assert not await one.fits(Secret(""), made)


async def test_the_figures_are_those_of_owasp_and_each_hash_has_its_salt(tmp_path: Path):
    one = vault(tmp_path)
    first, second = await one.hash(PIN), await one.hash(PIN)
    assert first != second
    assert first.partition(":")[2].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_the_pepper_lies_in_the_systems_store(tmp_path: Path):
    backend = Backend()
    made = await vault(tmp_path, backend).hash(PIN)
    assert len(backend.kept) == 1
    assert not (tmp_path / PEPPER_FILE).exists()
    assert await vault(tmp_path, backend).fits(PIN, made)


async def test_without_a_store_in_a_file_for_its_owner_alone(tmp_path: Path):
    made = await vault(tmp_path).hash(PIN)
    file = tmp_path / PEPPER_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await vault(tmp_path).fits(PIN, made)


async def test_a_store_that_comes_later_leaves_the_old_pepper_in_force(tmp_path: Path):
    made = await vault(tmp_path).hash(PIN)
    assert await vault(tmp_path, Backend()).fits(PIN, made)


async def test_a_copied_database_alone_is_worth_nothing(tmp_path: Path):
    """The thief has the hash and not the pepper: the right PIN cannot even be told from a wrong one."""
    made = await vault(tmp_path, Backend()).hash(PIN)
    (tmp_path / "thief").mkdir()
    with pytest.raises(Known, match="pepper_lost"):
        await vault(tmp_path / "thief").fits(PIN, made)


async def test_an_exchanged_pepper_is_told_from_a_wrong_pin(tmp_path: Path):
    backend = Backend()
    made = await vault(tmp_path, backend).hash(PIN)
    backend.kept = {key: "00" * 32 for key in backend.kept}
    assert PEPPER in next(iter(backend.kept))[1]
    with pytest.raises(Known, match="pepper_lost"):
        await vault(tmp_path, backend).fits(PIN, made)


async def test_a_damaged_hash_fits_nothing(tmp_path: Path):
    one = vault(tmp_path)
    mark = (await one.hash(PIN)).partition(":")[0]
    assert not await one.fits(PIN, f"{mark}:no hash")


async def test_a_disk_that_does_not_take_the_key(tmp_path: Path):
    with pytest.raises(Known, match="not_stored"):
        await vault(tmp_path / "missing").hash(PIN)
