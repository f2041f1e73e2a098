"""Write the lock files anew from pyproject.toml: exact versions with hashes, for Linux and Windows.

    python3 packaging/lock.py [--upgrade]

Needs uv (`pip install uv`). Without --upgrade, versions stay as they are unless pyproject.toml asks
for others. The files hold no address of any package index: pip takes the one it is set up for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = "3.11"
HEADER = "# Made by packaging/lock.py from pyproject.toml; do not edit.\n"
TARGETS = {
    "packaging/requirements.lock": ["--group", "build"],
    "packaging/requirements-dev.lock": ["--group", "build", "--group", "dev"],
    "packaging/requirements-build.lock": ["--group", "freeze"],
}


def find_uv() -> str:
    """Where uv is: beside this Python or on the path.

    Raises SystemExit when it is nowhere.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("uv", path=os.pathsep.join((str(beside), os.environ.get("PATH", os.defpath))))
    if found is None:
        raise SystemExit("uv is not installed. Install it with `pip install uv`, then start again.")
    return found


def compile_command(uv: str, target: str, groups: list[str], extra: list[str]) -> list[str]:
    """The call of uv that resolves one file, for every system and Python the project supports."""
    return [
        uv, "pip", "compile", "pyproject.toml", *groups, *extra,
        "--universal", "--python-version", OLDEST_PYTHON, "--only-binary", ":all:",
        "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
        "--no-emit-find-links", "--quiet", "--output-file", target,
    ]  # fmt: skip


def main() -> int:
    """Write all files; the tools' files keep to the versions of the program's file."""
    uv = find_uv()
    extra = sys.argv[1:]
    for target, groups in TARGETS.items():
        first = target == "packaging/requirements.lock"
        program = [] if first else ["--constraint", "packaging/requirements.lock"]
        status = subprocess.call(compile_command(uv, target, [*groups, *program], extra), cwd=ROOT)
        if status != 0:
            return status
        path = ROOT / target
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
