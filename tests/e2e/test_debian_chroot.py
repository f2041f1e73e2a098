"""The Debian package in a clean system: installed, run, refused, upgraded, removed, purged."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.sale import SaleState
from app.journal import open_journal
from app.money import Money
from app.ports import OperationType, Record
from devkit import building, debian
from devkit.console import ROOT

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        sys.platform != "linux" or not shutil.which("debootstrap") or os.geteuid() != 0,
        reason="a clean Debian takes debootstrap and root",
    ),
]
MIRROR = "http://deb.debian.org/debian"
PROFILE = "var/lib/taquilla/live"


class Debian:
    """A clean Debian 12 in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """A shell's command inside; what it said is in `stdout`."""
        env = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        words = ["chroot", str(self.root), "sh", "-c", command]
        return subprocess.run(
            words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )

    def well(self, command: str) -> str:
        """A command that must go well; what it said."""
        done = self.run(command)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def sale(self, state: SaleState) -> None:
        """Write into the till's journal that a sale is in that state."""

        async def writing() -> None:
            journal = await open_journal(self.root / PROFILE)
            at = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
            amount = Money.units(1250)
            try:
                await journal.write(Record("a", OperationType.SALE, state.value, at, amount=amount, body={}))
            finally:
                await journal.close()

        self.well(f"runuser -u taquilla -- mkdir -p /{PROFILE}")
        asyncio.run(writing())
        self.well(f"chown -R taquilla: /{PROFILE}")


@pytest.fixture(scope="module")
def system(tmp_path_factory) -> Debian:
    """With the package in /root, built now."""
    building.build(ROOT)
    deb = debian.package(ROOT, building.version(ROOT), squeeze="gzip")
    root: Path = tmp_path_factory.mktemp("debian")
    root.chmod(0o755)  # the user of the package is to get in
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(root), MIRROR], check=True)
    shutil.copy(deb, root / "root" / "taquilla.deb")
    for name in ("etc/resolv.conf", "etc/hosts"):
        shutil.copy(f"/{name}", root / name)
    return Debian(root)


def test_the_whole_life_of_a_package(system):
    system.well("apt-get update -qq && apt-get install -y --no-install-recommends /root/taquilla.deb")
    assert {"lp", "dialout"} <= set(system.well("id -nG taquilla").split())

    libraries = "find /usr/lib/taquilla -name '*.so*' -type f"
    lost = system.run(
        f"LD_LIBRARY_PATH=/usr/lib/taquilla/_internal {libraries} -exec ldd {{}} + 2>&1 | grep 'not found'"
    )
    assert lost.stdout == ""
    tour = "QT_QPA_PLATFORM=offscreen taquilla --training tour --out /tmp/tour"
    system.well(f"runuser -u taquilla -- env HOME=/tmp {tour}")
    assert list((system.root / "tmp" / "tour").glob("paper-*.png"))

    settings = system.root / "etc" / "taquilla" / "config.toml"
    settings.write_text(settings.read_text("utf-8") + "# ours\n", "utf-8")
    system.sale(SaleState.AMBIGUOUS)
    for command in ("dpkg -i /root/taquilla.deb", "dpkg -r taquilla"):
        refused = system.run(command)
        assert refused.returncode == 1
        assert "Nothing was changed" in refused.stdout
        system.well("taquilla --version")
    system.well("TAQUILLA_ANYWAY=yes dpkg -i /root/taquilla.deb")

    system.sale(SaleState.ABSENT)
    system.well("dpkg -i /root/taquilla.deb")
    assert settings.read_text("utf-8").endswith("# ours\n")
    asked = f"runuser -u taquilla -- taquilla --profile /{PROFILE} doubts --exit-code"
    assert "No hay nada pendiente" in system.well(asked)

    system.well("dpkg -r taquilla")
    assert (system.root / PROFILE / "journal.db").is_file()
    assert (system.root / PROFILE / "journal.key").is_file()
    assert settings.is_file()
    system.well("dpkg -P taquilla")
    assert not (system.root / "var/lib/taquilla").exists()
    assert not settings.exists()
    assert system.run("id taquilla").returncode == 1
