"""Counts the commands in a job by a table of their lengths, quickly: what a printer would act on.

Knows nothing of the guard or the encoder. Whatever begins with a control byte and is not in the table
is foreign; what follows the cut is foreign too.
"""

import re
from collections import Counter

_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
#: Command and its length with parameters.
_LENGTHS = {
    b"\x1b@": 2, b"\x1bt": 3, b"\x1b3": 3, b"\x1bJ": 3, b"\x1bE": 3, b"\x1ba": 3, b"\x1b!": 3, b"\x1d!": 3,
    b"\x1dB": 3, b"\x1dh": 3, b"\x1dw": 3, b"\x1dH": 3, b"\x1dV": 4,
}  # fmt: skip


def commands(content):
    """How often each command stands in a job; what is not ours is counted as `foreign`."""
    found = Counter(real_time=len(_REAL_TIME.findall(content)))
    at = 0
    while (control := _CONTROL.search(content, at)) is not None:
        start = control.start()
        name = content[start : start + 2]
        if content[start] == 0x0A:
            found["lf"] += 1
            at = start + 1
            continue
        length = _LENGTHS.get(name) or _symbol(content, start)
        if not length or start + length > len(content):
            found["foreign"] += 1
            return found
        found[name.decode("ascii")] += 1
        at = start + length
        if name == b"\x1dV":
            found["foreign"] += at != len(content)
            return found
    return found


def _symbol(content, start):
    head = content[start : start + 5]
    if head[:3] == b"\x1d(k":
        return 5 + int.from_bytes(head[3:5], "little")
    if head[:3] == b"\x1dkI":
        return 4 + head[3]
    if head[:4] == b"\x1dv0\x00":
        size = content[start + 4 : start + 8]
        return 8 + int.from_bytes(size[:2], "little") * int.from_bytes(size[2:], "little")
    return 0
