"""The catalogue on disk: what was kept comes back whole, or counts as absent."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cache import DiskCache, disk, files, shapes
from app.domain.catalog import Template
from app.domain.catalog_parts import AgencyAndLimits, CatalogParts, Learnt
from tests.helpers import shop

AT = datetime(2024, 10, 22, 16, 0, 0, 250_000, tzinfo=UTC)
URL, WHO = "https://lottery.test/", "maria@taquilla.test"
DAY = CatalogParts(
    agency=Learnt(AgencyAndLimits(shop.agency(), shop.LIMITS), AT),
    products=Learnt(shop.PRODUCTS, AT + timedelta(seconds=1)),
    draws={"lottery": Learnt((shop.A, shop.C), AT), "tripleta": Learnt((), AT)},
)
TEMPLATE = Learnt(shop.template(), AT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "catalog"


@pytest_asyncio.fixture
async def cache(folder: Path) -> AsyncIterator[DiskCache]:
    opened = DiskCache(folder, URL)
    yield opened
    await opened.close()


def whole() -> CatalogParts:
    return CatalogParts(DAY.agency, DAY.products, DAY.draws, TEMPLATE)


async def test_what_was_kept_comes_back_after_a_restart(cache, folder):
    cache.keep(WHO, whole())
    await cache.close()
    again = DiskCache(folder, URL)
    assert await again.read(WHO) == whole()
    await again.close()


async def test_nothing_was_kept(cache):
    assert await cache.read(WHO) == CatalogParts()


async def test_another_user_or_server_sees_none_of_it(cache, folder):
    cache.keep(WHO, whole())
    assert await cache.read("jose@taquilla.test") == CatalogParts()
    assert await cache.read(f" {WHO.upper()}") == whole()
    elsewhere = DiskCache(folder, "https://other.test/")
    assert await elsewhere.read(WHO) == CatalogParts()
    await elsewhere.close()


async def test_a_file_given_to_another_user_is_not_used(cache, folder, caplog):
    cache.keep(WHO, whole())
    cache.keep("jose@taquilla.test", CatalogParts(template=Learnt(Template(), AT)))
    await cache.read(WHO)
    mine = folder / f"{cache._owner(WHO)[:32]}.plays"
    mine.rename(folder / f"{cache._owner('jose@taquilla.test')[:32]}.plays")
    assert await cache.read("jose@taquilla.test") == CatalogParts()
    assert "of another account" in caplog.text


async def test_each_file_is_written_by_itself(cache):
    cache.keep(WHO, whole())
    later = Learnt(Template(), AT + timedelta(days=1))
    cache.keep(WHO, CatalogParts(template=later))
    assert await cache.read(WHO) == CatalogParts(DAY.agency, DAY.products, DAY.draws, later)
    cache.keep(WHO, CatalogParts(products=Learnt((), AT)))
    assert await cache.read(WHO) == CatalogParts(products=Learnt((), AT), template=later)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda content: content[:-1], "damaged"),
        (lambda content: content.replace(b"lottery", b"lotterx"), "damaged"),
        (lambda content: b"", "damaged"),
        (lambda content: b"\0" * len(content), "damaged"),
        (lambda content: content.replace(b"catalog 1 ", b"catalog 0 ", 1), "of another format"),
        (lambda content: content + b"x" * files.LARGEST, "too large"),
    ],
)
async def test_a_file_that_is_not_as_written_is_ignored_and_logged(cache, folder, caplog, spoil, why):
    cache.keep(WHO, whole())
    await cache.read(WHO)
    path = next(folder.glob("*.day"))
    path.write_bytes(spoil(path.read_bytes()))
    assert await cache.read(WHO) == CatalogParts(template=TEMPLATE)
    assert f"{path.name} is not used: {why}" in caplog.text


@pytest.mark.parametrize(
    "content",
    [b"{}", b'{"agency":null,"products":null,"draws":[]}', b'{"at":"2024-10-22T16:00:00","games":{}}'],
)
async def test_a_shape_of_another_version_is_ignored(cache, folder, caplog, content):
    cache.keep(WHO, whole())
    await cache.read(WHO)
    owner = cache._owner(WHO)
    for kind in (".day", ".plays"):
        files.write(folder / f"{owner[:32]}{kind}", content, form=shapes.FORMAT, owner=owner)
    assert await cache.read(WHO) == CatalogParts()
    assert caplog.text.count("is not used") == 2


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0, max_value=10_000), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_is_always_noticed(tmp_path, at, bit):
    path = tmp_path / "one.day"
    files.write(path, shapes.write_day(DAY), form=1, owner="a" * 64)
    spoilt = bytearray(path.read_bytes())
    spoilt[at % len(spoilt)] ^= 1 << bit
    path.write_bytes(spoilt)
    with pytest.raises(files.Unusable):
        files.read(path, form=1, owner="a" * 64)


def test_a_power_cut_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "one.day"
    files.write(path, b"old", form=1, owner="o")

    def cut(_handle: int) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(OSError, match="power cut"):
        files.write(path, b"new", form=1, owner="o")
    assert files.read(path, form=1, owner="o") == b"old"


def test_the_file_is_synced_before_it_takes_the_old_ones_place(tmp_path, monkeypatch):
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def noted(step, work):
        def done(*arguments):
            steps.append(step)
            return work(*arguments)

        return done

    monkeypatch.setattr(os, "fsync", noted("sync", sync))
    monkeypatch.setattr(Path, "replace", noted("replace", replace))
    files.write(tmp_path / "one.day", b"content", form=1, owner="o")
    assert steps[:2] == ["sync", "replace"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
async def test_nobody_else_on_this_machine_can_read_it(cache, folder):
    cache.keep(WHO, whole())
    await cache.read(WHO)
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


async def test_a_disk_that_fails_is_logged_and_nothing_more(folder, caplog):
    folder.write_text("not a folder")
    cache = DiskCache(folder, URL)
    cache.keep(WHO, whole())
    assert await cache.read(WHO) == CatalogParts()
    assert "the catalogue was not kept" in caplog.text
    await cache.close()


async def test_a_catalogue_too_large_to_keep_is_logged(cache, caplog, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    cache.keep(WHO, whole())
    assert await cache.read(WHO) == CatalogParts()
    assert "bytes are too many" in caplog.text


async def test_users_of_long_ago_are_forgotten(cache, folder):
    for number in range(disk.ACCOUNTS + 3):
        who = f"cashier{number}@taquilla.test"
        cache.keep(who, whole())
        await cache.read(who)
        for path in folder.glob(f"{cache._owner(who)[:32]}.*"):
            os.utime(path, (number, number))
    cache.keep(WHO, CatalogParts(template=Learnt(Template(), AT)))
    await cache.read(WHO)
    assert len({path.stem for path in folder.iterdir()}) == disk.ACCOUNTS
    assert await cache.read("cashier0@taquilla.test") == CatalogParts()
    assert (await cache.read(f"cashier{disk.ACCOUNTS + 2}@taquilla.test")) == whole()


async def test_the_loop_waits_for_no_disk(cache, folder, monkeypatch):
    may_go, write, where = threading.Event(), files.write, []

    def slow(*arguments, **named):
        where.append(threading.current_thread().name)
        may_go.wait(10)
        write(*arguments, **named)

    monkeypatch.setattr(files, "write", slow)
    cache.keep(WHO, whole())
    reading = asyncio.ensure_future(cache.read(WHO))
    await asyncio.sleep(0)
    assert not reading.done()
    may_go.set()
    assert await reading == whole()
    assert all(name.startswith("cache") for name in where)


async def test_what_was_asked_for_before_the_end_is_written(folder, caplog):
    caplog.set_level(logging.WARNING)
    cache = DiskCache(folder, URL)
    cache.keep(WHO, whole())
    await cache.close()
    assert len(list(folder.iterdir())) == 2
    assert caplog.text == ""
