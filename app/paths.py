"""Where things live: the program's resources and the cashier's data."""

from __future__ import annotations

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
