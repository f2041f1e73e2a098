"""Settings: what is read, and how a mistake is told."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict
from pathlib import Path

import pytest

from app import i18n
from app.config import Settings, load
from app.config.settings import schema
from app.config.ticket_rules import BLOCKS
from app.errors import Known

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
REVERSED = (*BLOCKS[-3::-1], "code", "pin")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a settings file."""

    def write_file(content: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(content.encode(encoding))
        return path

    return write_file


def refused(path: Path | None, *overrides: str) -> Known:
    with pytest.raises(Known) as caught:
        load(path, overrides)
    return caught.value


def test_without_a_file_everything_has_its_default():
    settings = load(None)

    assert settings == Settings()
    assert settings.printer.transport == "none"
    assert settings.sale.quick_amounts == (5, 10, 20, 50, 100)


def test_settings_never_change():
    with pytest.raises(FrozenInstanceError):
        load(None).printer.port = 1  # type: ignore[misc]


def test_a_file_changes_what_it_names(write):
    path = write(
        '[printer]\ntransport = "network"\nhost = "10.0.0.9"\n'
        '[display]\nlanguage = "en"\nscale = 1.25\n[sale]\nquick_amounts = [10, 20]\n'
    )

    settings = load(path)

    assert (settings.printer.transport, settings.printer.host, settings.printer.port) == (
        "network", "10.0.0.9", 9100,
    )  # fmt: skip
    assert (settings.display.language, settings.display.scale) == ("en", 1.25)
    assert settings.sale.quick_amounts == (10, 20)


def test_a_byte_order_mark_is_no_mistake(write):
    path = write('[terminal]\nname = "Taquilla ñ"\n', "utf-8-sig")

    assert load(path).terminal.name == "Taquilla ñ"


@pytest.mark.parametrize("address", ["https://x.example", "https://x.example/", "https://x.example//"])
def test_the_server_address_ends_with_a_slash(address):
    assert load(None, (f"api.base_url={address}",)).api.base_url == "https://x.example/"


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/", "https://x.example/a/"],
)
def test_plain_http_is_for_this_machine(address):
    assert load(None, (f"api.base_url={address}",)).api.base_url == address


@pytest.mark.parametrize(
    "address",
    ["http://x.example/", "ftp://x.example/", "x.example", "", "https://", "https://u:p@x.example/",
     "https://x.example/?a=1", "https://x.example:port/", "https://[::1/"],
)  # fmt: skip
def test_other_addresses_are_refused(address):
    error = refused(None, f"api.base_url={address}")

    assert error.code == "config.wrong_value"
    assert error.params["key"] == "api.base_url"


@pytest.mark.parametrize(
    ("override", "section", "key", "value"),
    [
        ("printer.port=9101", "printer", "port", 9101),
        ("kiosk.fullscreen=false", "kiosk", "fullscreen", False),
        ("terminal.name=Taquilla 2", "terminal", "name", "Taquilla 2"),
        ('terminal.name="Taquilla 2"', "terminal", "name", "Taquilla 2"),
        ("terminal.name=12", "terminal", "name", "12"),
        ("ticket.width_mm=58", "ticket", "width_mm", 58),
        ("sale.quick_amounts=5,10", "sale", "quick_amounts", (5, 10)),
        ("sale.quick_amounts=[5, 10]", "sale", "quick_amounts", (5, 10)),
        ("display.scale=1", "display", "scale", 1.0),
        (r"printer.path=C:\tmp\out.bin", "printer", "path", r"C:\tmp\out.bin"),
        ("ticket.warning=a=b", "ticket", "warning", "a=b"),
        ("ticket.warning=", "ticket", "warning", ""),
        ("ticket.blocks=" + ", ".join(REVERSED), "ticket", "blocks", REVERSED),
        ("ticket.blocks=" + ",".join(BLOCKS[:-2]) + ",pin", "ticket", "blocks", (*BLOCKS[:-2], "pin")),
    ],
)
def test_the_command_line(override, section, key, value):
    assert asdict(load(None, (override,)))[section][key] == value


def test_the_command_line_wins_and_the_last_one_most(write):
    path = write("[printer]\nport = 1\n")

    assert load(path, ("printer.port=2", "printer.port=3")).printer.port == 3


def without(name):
    return [block for block in BLOCKS if block != name]


#: (file, code, line, key, suggestion)
MISTAKES = [
    ("[pinter]\n", "misspelt_section", 1, "pinter", "printer"),
    ("\n[zzz]\na = 1\n", "unknown_section", 2, "zzz", ""),
    ("[printer]\n# x\nprot = 1\n", "misspelt_key", 3, "printer.prot", "port"),
    ("[printer]\nzzz = 1\n", "unknown_key", 2, "printer.zzz", ""),
    ("[printer]\n[ticket]\nport = 1\n", "unknown_key", 3, "ticket.port", ""),
    ("[printer.port]\nx = 1\n", "wrong_type", 1, "printer.port", ""),
    ("port = 9100\n", "stray_key", 1, "port", ""),
    ("zzz = 9100\n", "stray_key", 1, "zzz", ""),
    ("printer = 5\n", "wrong_type", 1, "printer", ""),
    ("[[printer]]\nport = 1\n", "wrong_type", 1, "printer", ""),
    ('[printer]\n\nport = "9100"\n', "wrong_type", 3, "printer.port", ""),
    ("[printer]\nport = true\n", "wrong_type", 2, "printer.port", ""),
    ("[printer]\nport = 0\n", "wrong_value", 2, "printer.port", ""),
    ("printer.port = 70000\n", "wrong_value", 1, "printer.port", ""),
    ("printer = {port = 70000}\n", "wrong_value", 1, "printer.port", ""),
    ("[ticket]\nwidth_mm = 76\n", "wrong_value", 2, "ticket.width_mm", ""),
    ("[ticket]\nwidth_mm = 80.0\n", "wrong_type", 2, "ticket.width_mm", ""),
    ("[ticket]\ncolumns = 10\n", "wrong_value", 2, "ticket.columns", ""),
    ('[printer]\ntransport = "netwrok"\n', "misspelt_value", 2, "printer.transport", "network"),
    (f"[ticket]\n\nblocks = {without('total')}\n", "block_missing", 3, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {without('warning')}\n", "block_missing", 2, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {without('pin')}\n", "block_missing", 2, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {['total', *BLOCKS]}\n", "block_twice", 2, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {['pin', *without('pin')]}\n", "blocks_end", 2, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {[*without('code'), 'code']}\n", "blocks_end", 2, "ticket.blocks", ""),
    (f"[ticket]\nblocks = {[*BLOCKS, 'fotter']}\n", "misspelt_value", 2, "ticket.blocks", "footer"),
    ('[ticket]\nblocks = ["xyz"]\n', "wrong_value", 2, "ticket.blocks", ""),
    ('[ticket]\nblocks = "code"\n', "wrong_type", 2, "ticket.blocks", ""),
    (f'[ticket]\nbottom = "{"x" * 97}"\n', "text_too_long", 2, "ticket.bottom", ""),
    ('[ticket]\nwarning = """1\n2\n3\n4\n5"""\n', "text_too_long", 2, "ticket.warning", ""),
    ("[ticket]\nnumbers_across = 9\n", "wrong_value", 2, "ticket.numbers_across", ""),
    ('[printer]\nmode = "rastre"\n', "misspelt_value", 2, "printer.mode", "raster"),
    ('[printer]\ncode_page = "cp859"\n', "misspelt_value", 2, "printer.code_page", "CP858"),
    ('[printer]\ncode_page = "latin-1"\n', "wrong_value", 2, "printer.code_page", ""),
    ('[printer]\ncode_page = "xyz"\n', "wrong_value", 2, "printer.code_page", ""),
    ("[printer]\ntransport = 1\n", "wrong_type", 2, "printer.transport", ""),
    ("[kiosk]\nfullscreen = 1\n", "wrong_type", 2, "kiosk.fullscreen", ""),
    ("[display]\nscale = 9\n", "wrong_value", 2, "display.scale", ""),
    ("[display]\nscale = true\n", "wrong_type", 2, "display.scale", ""),
    ("[sale]\nquick_amounts = 5\n", "wrong_type", 2, "sale.quick_amounts", ""),
    ("[sale]\nquick_amounts = [5, 0]\n", "wrong_value", 2, "sale.quick_amounts", ""),
    ("[sale]\nquick_amounts = [1, 2, 3, 4, 5, 6]\n", "wrong_value", 2, "sale.quick_amounts", ""),
    ("[sale]\nask_above = 2024-10-22\n", "wrong_type", 2, "sale.ask_above", ""),
    ('[terminal]\nname = " "\n', "wrong_value", 2, "terminal.name", ""),
    ('[api]\npassword = "x"\n', "password", 2, "api.password", ""),
    ('[api]\n[printer]\n"clave" = "x"\n', "password", 3, "printer.clave", ""),
    ('[printer]\ntransport = "network"\n', "missing", 2, "printer.host", ""),
    ('[printer]\ntransport = "file"\nhost = "x"\n', "missing", 2, "printer.path", ""),
    ("[printer]\nport = \n", "syntax", 2, "", ""),
    ("[printer\nport = 1\n", "syntax", 1, "", ""),
    ("[printer]\nport = 1\nport = 2\n", "syntax", 3, "", ""),
]


@pytest.mark.parametrize(("content", "code", "line", "key", "suggestion"), MISTAKES)
def test_a_mistake_is_told_with_its_place(write, content, code, line, key, suggestion):
    path = write(content)
    error = refused(path)

    assert error.code == f"config.{code}"
    assert (error.params["line"], error.params["key"]) == (line, key)
    assert error.params["suggestion"] == suggestion
    assert error.params["file"] == str(path)
    assert error.params["place"] == f"{path}:{line}"
    assert set(error.params) == {"place", "file", "line", "key", "expected", "suggestion"}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("content", "code", "line", "key", "suggestion"), MISTAKES)
def test_it_is_told_in_words(write, content, code, line, key, suggestion, language):
    error = refused(write(content))

    sentence = i18n.text_in(language, error.code, **error.params)

    assert str(error.params["place"]) in sentence
    assert suggestion in sentence
    assert key in sentence
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("override", "code", "key"),
    [
        ("printer.prot=1", "misspelt_key", "printer.prot"),
        ("printer.port=abc", "wrong_type", "printer.port"),
        ("printer.port=0", "wrong_value", "printer.port"),
        ("printer=1", "override", "printer"),
        ("printer.port", "override", "printer.port"),
        ("=1", "override", ""),
        (".=1", "override", "."),
        ("api.password=hunter2", "password", "api.password"),
        ("printer.transport=file", "missing", "printer.path"),
    ],
)
def test_a_mistake_on_the_command_line(override, code, key):
    error = refused(None, override)

    assert error.code == f"config.{code}"
    assert (error.params["place"], error.params["line"], error.params["key"]) == ("--set", 0, key)
    assert "hunter2" not in str(error.params)


def test_the_first_mistake_is_the_one_told(write):
    error = refused(write("[printer]\nport = 0\nprot = 1\n[pinter]\n"), "api.nothing=1")

    assert (error.code, error.params["line"]) == ("config.wrong_value", 2)


def test_expected_is_written_as_one_would_write_it(write):
    error = refused(write("[ticket]\nwidth_mm = 1\n"))
    assert error.params["expected"] == "58 | 80"

    error = refused(write('[display]\ntheme = "x"\n'))
    assert error.params["expected"] == '"light" | "dark" | "auto"'


def test_a_missing_or_unreadable_file(write, tmp_path):
    assert refused(tmp_path / "nowhere.toml").code == "config.no_file"
    assert refused(tmp_path).code == "config.unreadable"
    assert refused(write('[terminal]\nname = "ñ"\n', "latin-1")).code == "config.unreadable"


def _uncommented() -> str:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return "\n".join(line[1:] if line.startswith("#") and line[1:2].isalpha() else line for line in lines)


def test_the_example_lists_every_setting_in_order():
    tables = tomllib.loads(_uncommented())

    assert [(section, list(keys)) for section, keys in tables.items()] == [
        (section, list(keys)) for section, keys in schema().items()
    ]


def test_the_example_shows_the_defaults(write):
    assert load(write(_uncommented())) == Settings()
    assert load(EXAMPLE) == Settings()


def test_the_example_explains_every_setting():
    blocks = EXAMPLE.read_text("utf-8").split("\n#")
    explained = [block for block in blocks if block.startswith(" ")]

    assert len(explained) > len(schema())
    assert "password" not in tomllib.loads(_uncommented())["api"]


def test_the_texts_cover_every_mistake():
    told = {code for _, code, *_ in MISTAKES} | {"override", "no_file", "unreadable", "log_folder"}

    assert {key for key in i18n.catalogue("es") if key.startswith("config.")} == {
        f"config.{code}" for code in told
    }
