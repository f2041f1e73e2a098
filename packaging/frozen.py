"""Where the built program starts (packaging/taquilla.spec): the same command line as from a checkout.

`--bench-script NAME ARGUMENT...` runs a script of `resources/bench` with this program's own libraries:
the bench measures a built program against them, and there is no other Python to run them with.
"""

from __future__ import annotations

import io
import runpy
import sys
from collections.abc import Callable

BENCH_SCRIPT = "--bench-script"
_MB_ICONERROR = 0x10


def bench_script(name: str, arguments: list[str]) -> int:
    """Run one of the bench's baselines as if a Python had been given its file."""
    from app.paths import resources

    folder = resources() / "bench"
    known = {path.name: path for path in folder.glob("*.py")}
    if name == "instant":
        sys.argv = [name, *arguments]
        runpy.run_module("app.devtools.bench.instant", run_name="__main__", alter_sys=True)
        return 0
    if name not in known:
        sys.stderr.write(f"{BENCH_SCRIPT}: {', '.join(['instant', *sorted(known)])}\n")
        return 2
    sys.argv = [name, *arguments]
    runpy.run_path(str(known[name]), run_name="__main__")
    return 0


def main() -> int:
    """Start the program; returns the exit status."""
    if sys.argv[1:2] == [BENCH_SCRIPT]:
        return bench_script([*sys.argv, ""][2], sys.argv[3:])
    from app.__main__ import main as program

    return program()


def shown(run: Callable[[], int]) -> int:
    """What a program without a terminal (Windows) would have written there, in a box, when it gives up."""
    if sys.stderr is not None:
        return run()
    words = io.StringIO()
    sys.stdout = sys.stderr = words
    try:
        status = run()
    except SystemExit as ended:  # argparse
        status = ended.code if isinstance(ended.code, int) else 1
    if status and words.getvalue():
        _box(words.getvalue())
    return status


def _box(text: str) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Taquilla", _MB_ICONERROR)


if __name__ == "__main__":
    sys.exit(shown(main))
