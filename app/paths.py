"""Where things live: the program's resources and the cashier's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "taquilla"


def resources() -> Path:
    """The `resources` folder, in a checkout or inside a packaged build."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources"


def default_profile(*, training: bool) -> Path:
    """The data folder of this user; training has one of its own so that nothing can mix."""
    import platformdirs

    base = Path(platformdirs.user_data_dir(APP, appauthor=False))
    return base / ("training" if training else "live")


def default_config() -> Path:
    """Where the settings file is looked for when `--config` is not given."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "config.toml"


def system_config() -> Path:
    """The settings file of the whole machine, which a package installs: it counts where the user has none."""
    if sys.platform == "win32":
        import platformdirs

        return Path(platformdirs.site_config_dir(APP, appauthor=False)) / "config.toml"
    return Path("/etc", APP, "config.toml")


def keep_private(file: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read (mode 0600; on Windows an ACL), whole or not at all.

    On the disk when it returns, or `OSError`.
    """
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    _owner_only(draft)
    draft.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does it by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _owner_only(file: Path) -> None:
    """Windows: drop inherited rights and grant OWNER RIGHTS (S-1-3-4) alone; a FAT disk has none to set."""
    if sys.platform == "win32":
        import subprocess

        icacls = Path(os.environ["SYSTEMROOT"], "System32", "icacls.exe")
        command = [str(icacls), str(file), "/inheritance:r", "/grant:r", "*S-1-3-4:F"]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed command, our file
