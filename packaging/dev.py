#!/usr/bin/env python3
"""The one command for a checkout: set up, run, test, measure.

    python3 packaging/dev.py setup | run | test | lint | bench | build

Standard library only. This file and `devkit/interpreter.py` keep to syntax that old Pythons can
read, so that an old one can say what is wrong and hand over to a newer one.
"""

from __future__ import annotations

import sys

from devkit import interpreter


def main() -> int:
    """Hand over to a suitable Python when this one is not, then do the command."""
    if not interpreter.suitable(sys.version_info[:2]):
        return interpreter.hand_over(sys.argv)
    from devkit import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
