"""Draw the animal figures: `resources/figures/<code>.png`, 96 x 96 pixels, transparent.

    npm pack @iconify-json/noto && tar xzf iconify-json-noto-*.tgz
    python3 packaging/make_figures.py package/icons.json

Needs rsvg-convert (librsvg) and Pillow. A figure that Noto Emoji has is taken from there; the others,
drawn by hand or with changed colours, are the SVG files in `packaging/figures/`.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
DRAWN = ROOT / "packaging" / "figures"
FIGURES = ROOT / "resources" / "figures"
SIDE = 96  # pixels

# Code of the figure -> name of the emoji in the icon set.
EMOJI = {
    "0": "dolphin", "00": "spouting-whale", "1": "ram", "2": "ox", "3": "bug", "4": "scorpion",
    "5": "lion", "6": "frog", "7": "parrot", "8": "mouse", "9": "eagle", "10": "tiger",
    "11": "cat", "12": "horse", "13": "monkey", "14": "dove", "15": "fox", "16": "bear",
    "17": "turkey", "18": "donkey", "19": "goat", "20": "pig", "21": "rooster", "22": "camel",
    "23": "zebra", "24": "lizard", "25": "chicken", "26": "cow", "27": "dog", "29": "elephant",
    "30": "crocodile", "32": "chipmunk", "33": "fish", "34": "deer", "35": "giraffe", "36": "snake",
    "37": "turtle", "38": "water-buffalo", "39": "owl", "40": "honeybee", "41": "kangaroo",
    "43": "butterfly", "47": "peacock", "48": "hedgehog", "49": "sloth", "52": "octopus",
    "53": "snail", "54": "cricket", "56": "shark", "57": "duck", "58": "ant", "61": "panda",
    "63": "crab", "65": "spider", "66": "wolf", "68": "leopard", "69": "rabbit", "70": "bison",
    "72": "gorilla", "73": "hippopotamus",
}  # fmt: skip


def emoji_svg(icons: dict[str, Any], name: str) -> bytes:
    """Make a whole SVG document of one icon of an Iconify set.

    Raises KeyError when the set has no such icon.
    """
    body = icons["icons"][name]["body"]
    box = f"0 0 {icons['width']} {icons['height']}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{body}</svg>'.encode()


def render(svg: bytes) -> bytes:
    """Draw an SVG document as a PNG."""
    size = str(SIDE)
    drawn = subprocess.run(
        ["rsvg-convert", "--width", size, "--height", size], input=svg, stdout=subprocess.PIPE, check=True
    ).stdout
    picture = Image.open(io.BytesIO(drawn)).convert("RGBA")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Draw every figure; the one argument is the icon set's icons.json."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    icons = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    sources = {code: emoji_svg(icons, name) for code, name in EMOJI.items()}
    sources |= {path.stem: path.read_bytes() for path in sorted(DRAWN.glob("*.svg"))}
    FIGURES.mkdir(parents=True, exist_ok=True)
    for code, svg in sources.items():
        (FIGURES / f"{code}.png").write_bytes(render(svg))
    print(f"{len(sources)} figures in {FIGURES}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
