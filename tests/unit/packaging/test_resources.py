"""Fonts, icons, figures and sounds: whole, small, licensed."""

from __future__ import annotations

import hashlib
import wave
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageFont

import make_figures
import make_sounds
from devkit.console import ROOT

RESOURCES = ROOT / "resources"
CODES = {"0", "00", *(str(number) for number in range(1, 76))}
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}svg"


def test_every_figure_has_its_picture_and_no_other():
    assert {path.stem for path in (RESOURCES / "figures").glob("*.png")} == CODES


def test_every_figure_has_one_source():
    drawn = {path.stem for path in make_figures.DRAWN.glob("*.svg")}
    assert drawn | make_figures.EMOJI.keys() == CODES
    assert not drawn & make_figures.EMOJI.keys()


def test_figures_are_alike_in_size_and_see_through():
    for path in (RESOURCES / "figures").glob("*.png"):
        with Image.open(path) as picture:
            assert picture.size == (make_figures.SIDE, make_figures.SIDE), path.name
            assert picture.convert("RGBA").getchannel("A").getextrema() == (0, 255), path.name


def test_no_two_figures_share_a_picture():
    prints = {hashlib.sha256(path.read_bytes()).digest() for path in (RESOURCES / "figures").glob("*.png")}
    assert len(prints) == len(CODES)


def test_figures_stay_small():
    assert sum(path.stat().st_size for path in (RESOURCES / "figures").glob("*.png")) < 900_000


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icons_take_the_colour_they_are_given(path):
    root = ET.parse(path).getroot()
    assert root.tag == SVG
    assert root.attrib["viewBox"] == "0 0 24 24"
    assert root.attrib["stroke"] == "currentColor"
    assert len(root) > 0


@pytest.mark.parametrize("path", sorted(make_figures.DRAWN.glob("*.svg")), ids=lambda path: path.stem)
def test_drawn_figures_are_whole_documents(path):
    assert ET.parse(path).getroot().tag == SVG


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold", "ExtraBold"])
def test_the_font_has_a_name_of_its_own(weight):
    font = ImageFont.truetype(RESOURCES / "fonts" / f"TaquillaSans-{weight}.ttf", 20)
    family, style = font.getname()
    assert family is not None
    assert family.startswith("Taquilla Sans")
    assert weight in f"{family} {style}"


@pytest.mark.parametrize("path", sorted((RESOURCES / "fonts").glob("*.ttf")), ids=lambda path: path.stem)
def test_fonts_have_what_spanish_and_the_screens_need(path):
    font = ImageFont.truetype(path, 20)
    missing = bytes(font.getmask("\U0010fffd"))
    lacking = [
        sign for sign in "áéíóúüñÁÉÍÓÚÜÑ¿¡·×−–—…←↑→↓0123456789" if bytes(font.getmask(sign)) == missing
    ]
    assert lacking == []


@pytest.mark.parametrize("name", sorted(make_sounds.SIGNALS))
def test_sounds_are_short_and_as_the_script_makes_them(name):
    path = RESOURCES / "sounds" / f"{name}.wav"
    assert path.stat().st_size < 12_000
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22_050)
        made = sum(len(list(make_sounds.samples(note))) for note in make_sounds.SIGNALS[name])
        assert sound.getnframes() == made


@pytest.mark.parametrize(
    ("folder", "licence", "says"),
    [
        ("fonts", "LICENSE-Inter.txt", "SIL OPEN FONT LICENSE"),
        ("fonts", "LICENSE-DejaVu.txt", "Bitstream"),
        ("icons", "LICENSE-Lucide.txt", "ISC License"),
        ("figures", "LICENSE-NotoEmoji.txt", "Apache License"),
    ],
)
def test_the_licence_stands_beside_what_it_covers(folder, licence, says):
    assert says in (RESOURCES / folder / licence).read_text(encoding="utf-8")


def test_every_folder_is_in_the_list_of_sources():
    listed = (RESOURCES / "README.md").read_text(encoding="utf-8")
    for folder in ("fonts", "icons", "figures", "sounds"):
        assert f"`{folder}/" in listed
