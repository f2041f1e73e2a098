"""Where the built program starts (packaging/taquilla.spec): the same command line as from a checkout.

`--bench-script NAME ARGUMENT...` runs a script of `resources/bench` with this program's own libraries:
the bench measures a built program against them, and there is no other Python to run them with.
"""

from __future__ import annotations

import runpy
import sys

BENCH_SCRIPT = "--bench-script"


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


if __name__ == "__main__":
    sys.exit(main())
