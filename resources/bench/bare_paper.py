"""The bench's baseline on paper: the same ticket built with python-escpos, line by line as its manual shows.

`bare_paper.py` answers lines of JSON on standard input:
{"do": "text", "ticket": TICKET, "times": N} -> {"ms": [...], "bytes": ...}
{"do": "raster", "ticket": TICKET, "times": N, "picture": PNG} -> the same, for a picture of the ticket.
TICKET: {"head": [line...], "number", "sold", "draws": [[title, hour, [[play, amount]...]]...], "count",
"total", "foot": [line...], "code", "pin", "last", "columns"}. Nothing is read, cleaned or checked.
"""

import json
import os
import sys
import tempfile
import time


def main():
    sys.stdout = sys.stderr  # the library prints what it thinks of pictures
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
        from escpos.printer import Dummy
        from PIL import Image

        answer({"ready": os.getpid()})
        for line in sys.stdin:
            request = json.loads(line)
            if request["do"] == "text":
                build, given = text, request["ticket"]
            else:
                build, given = raster, printing_area(Image.open(request["picture"]), request["ticket"])
            spent = []
            for _ in range(request["times"] + 1):
                printer = Dummy(profile="TM-T20II")
                begun = time.perf_counter()
                build(printer, given)
                content = printer.output
                spent.append(1000 * (time.perf_counter() - begun))
            answer({"ms": spent[1:], "bytes": len(content)})


def text(printer, ticket):
    columns = ticket["columns"]
    printer.hw("INIT")
    printer.set(align="center", bold=True, custom_size=True, width=2, height=2)
    printer.text(f"{ticket['head'][0]}\n")
    printer.set(align="center", bold=False, custom_size=True, width=1, height=1)
    for line in ticket["head"][1:]:
        printer.text(f"{line}\n")
    printer.set(align="left")
    printer.text("-" * columns + "\n")
    printer.set(bold=True, custom_size=True, width=2, height=2)
    printer.text(f"{ticket['number']}\n")
    printer.set(bold=False, custom_size=True, width=1, height=1)
    printer.text(f"{ticket['sold']}\n")
    printer.text("-" * columns + "\n")
    for title, hour, wagers in ticket["draws"]:
        printer.set(bold=True)
        printer.text(f"{title}{hour:>{columns - len(title)}}\n")
        printer.set(bold=False)
        for play, amount in wagers:
            printer.text(f"{play}{amount:>{columns - len(play)}}\n")
    printer.text("-" * columns + "\n")
    printer.text(f"{ticket['count']}\n")
    printer.set(align="right", bold=True, custom_size=True, width=2, height=2)
    printer.text(f"{ticket['total']}\n")
    printer.set(align="center", bold=False, custom_size=True, width=1, height=1)
    for line in ticket["foot"]:
        printer.text(f"{line}\n")
    printer.qr(ticket["code"], ec=1, size=8, native=True)
    printer.set(align="center", bold=True, custom_size=True, width=2, height=2)
    printer.text(f"{ticket['pin']}\n")
    printer.set(align="center", bold=False, custom_size=True, width=1, height=1)
    printer.text(f"{ticket['last']}\n")
    printer.cut(feed=False)


def printing_area(picture, ticket):
    """The picture without the paper's margins: a printer has no dots there."""
    width = ticket["columns"] * 12
    left = (picture.width - width) // 2
    return picture.crop((left, 24, left + width, picture.height - 24)).convert("1")


def raster(printer, picture):
    printer.hw("INIT")
    printer.image(picture, impl="bitImageRaster")
    printer.cut(feed=False)


def answer(value):
    sys.__stdout__.write(json.dumps(value) + "\n")
    sys.__stdout__.flush()


if __name__ == "__main__":
    main()
