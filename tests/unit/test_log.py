"""The log: lines of JSON, and no secret in any of them."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import log
from app.errors import Known

FIELDS = {"at", "level", "name", "message"}


@pytest.fixture
def book(tmp_path) -> Iterator[Book]:
    """A running log."""
    stop = log.configure(tmp_path / "logs", "debug")
    yield Book(tmp_path / "logs" / log.FILE, stop)
    stop()


class Book:
    """A log that can be read back."""

    def __init__(self, path: Path, stop: Any) -> None:
        self.path, self.stop = path, stop

    def lines(self) -> list[dict[str, Any]]:
        """Stop and read."""
        self.stop()
        return [json.loads(line) for line in self.path.read_text("utf-8").splitlines()]

    def text(self) -> str:
        """Stop and read it raw."""
        self.stop()
        return self.path.read_text("utf-8")


def test_a_line_is_json(book):
    logging.getLogger("app.sale").info("sold %s for %d", "ñ", 5, extra={"operation": "abc", "count": 3})

    (line,) = book.lines()

    assert set(line) == FIELDS | {"operation", "count"}
    assert (line["level"], line["name"], line["message"]) == ("info", "app.sale", "sold ñ for 5")
    assert (line["operation"], line["count"]) == ("abc", 3)
    assert line["at"].endswith("+00:00")


def test_a_trace_is_one_line_too(book):
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        logging.getLogger("app").exception("it broke")

    (line,) = book.lines()

    assert "RuntimeError: broken" in line["trace"]
    assert "Traceback" in line["trace"]


def test_the_level_holds(tmp_path):
    book = Book(tmp_path / log.FILE, log.configure(tmp_path, "warning"))
    logging.getLogger("app").info("quiet")
    logging.getLogger("app").warning("loud")

    assert [line["message"] for line in book.lines()] == ["loud"]


def test_chatty_libraries_are_kept_down(book):
    for name in ("httpx", "httpcore.http11", "escpos.printer", "PIL.PngImagePlugin"):
        logging.getLogger(name).info("POST https://x/ token=abc")
        logging.getLogger(name).warning("trouble")

    assert [line["message"] for line in book.lines()] == ["trouble"] * 4


SECRET = "s3cr3t-Tok/en+9"


@pytest.mark.parametrize(
    "write",
    [
        lambda logger: logger.info("token is %s!", SECRET),
        lambda logger: logger.info(f"at https://x/?t={SECRET}&a=1"),
        lambda logger: logger.info("in a url: s3cr3t-Tok%2Fen%2B9"),
        lambda logger: logger.info("fields", extra={"reply": {"deep": [SECRET, 1]}}),
        lambda logger: logger.info("object", extra={"thing": ValueError(SECRET)}),
    ],
)
def test_a_known_secret_is_starred(book, write):
    log.hide(SECRET)
    write(logging.getLogger("app"))

    text = book.text()

    assert "s3cr3t" not in text
    assert log.STARS in text


def test_a_secret_in_a_trace_is_starred(book):
    log.hide(SECRET)
    try:
        raise RuntimeError(f"reply was {SECRET}")
    except RuntimeError:
        logging.getLogger("app").exception("failed")

    text = book.text()

    assert "s3cr3t" not in text
    assert "RuntimeError: reply was ***" in text


def test_a_secret_number_is_starred_as_a_number(book):
    log.hide("73519264")
    logging.getLogger("app").info("x", extra={"value": 73519264, "values": [73519264, 5]})

    (line,) = book.lines()

    assert (line["value"], line["values"]) == ("***", ["***", 5])


def test_short_words_do_not_star_the_log(book):
    log.hide("")
    log.hide("a")
    logging.getLogger("app").info("a banana")

    assert book.lines()[0]["message"] == "a banana"


@pytest.mark.parametrize(
    "text",
    [
        "x-auth-token: 9876543",
        "X-Auth-Token=9876543",
        "{'x-auth-token': '9876543'}",
        '{"x_auth_token": "9876543"}',
        "('x-auth-token', '9876543')",
        "[(b'x-auth-token', b'9876543')]",
        "Authorization: Bearer 9876543",
        "pin=9876543",
        "pin: 9876543",
        "PIN 12 pin_number: 9876543, next",
        '{"pin_number": 9876543, "date": "2024-10-22"}',
        '{\\"pin_number\\": \\"9876543\\"}',
        "password='9876543'",
        '"password": "98 76543 with blanks 9876543"',
        "clave: 9876543",
    ],
)
def test_what_stands_behind_a_secret_name_is_starred(book, text):
    logging.getLogger("app").info(text)
    logging.getLogger("app").info("args %s", text)

    written = book.text()

    assert "9876543" not in written
    assert written.count(log.STARS) >= 2


def test_a_secret_field_is_starred_whatever_it_holds(book):
    extra = {"pin": 1234, "password": ["a"], "headers": {"x-auth-token": "abc", "accept": "json"}}
    logging.getLogger("app").info("call", extra=extra)

    (line,) = book.lines()

    assert (line["pin"], line["password"]) == ("***", "***")
    assert line["headers"] == {"x-auth-token": "***", "accept": "json"}


@pytest.mark.parametrize(
    "text",
    ["ticket 32426439 of 2024-10-22", "spin=3", "pinned: yes", "shopping=5", "clavel: 3", "total=33"],
)
def test_innocent_words_stay(book, text):
    logging.getLogger("app").info(text)

    assert book.lines()[0]["message"] == text


@pytest.mark.usefixtures("book")
def test_a_library_that_sets_up_logging_later_changes_nothing(monkeypatch):
    root = logging.getLogger()
    ours = root.handlers[:1]
    monkeypatch.setattr(root, "handlers", list(ours))

    logging.basicConfig(level="DEBUG")

    assert root.handlers == ours


def test_warnings_go_to_the_log(book):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old habit", UserWarning, stacklevel=1)
        logging.captureWarnings(False)

    assert any("old habit" in line["message"] for line in book.lines())


def test_stopping_writes_everything_and_gives_logging_back(tmp_path):
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    stop = log.configure(tmp_path, "info")
    for number in range(500):
        logging.getLogger("app").info("line %d", number)
    stop()
    stop()

    assert (root.level, root.handlers) == before
    assert len((tmp_path / log.FILE).read_text("utf-8").splitlines()) == 500


def test_the_file_goes_on_after_a_restart(tmp_path):
    for number in range(2):
        stop = log.configure(tmp_path, "info")
        logging.getLogger("app").info("start %d", number)
        stop()

    assert (tmp_path / log.FILE).read_text("utf-8").count("\n") == 2


def test_files_rotate(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_MAX_BYTES", 2000)
    stop = log.configure(tmp_path, "info")
    for number in range(100):
        logging.getLogger("app").info("line %d", number)
    stop()

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files[:2] == ["taquilla.log", "taquilla.log.1"]
    assert len(files) <= 6
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Known) as caught:
        log.configure(tmp_path / "file" / "logs", "info")

    assert caught.value.code == "config.log_folder"
