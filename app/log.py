"""The log: JSON lines in a rotating file, written by a thread of its own, without secrets.

Use `logging.getLogger(__name__)` everywhere; `extra={...}` becomes fields of the line. Words that must
never be written (tokens, passwords, PINs) are told to `hide`; PIN-like digits, passwords and
`x-auth-token` behind their own names are starred whoever logs them.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import quote

from app.errors import Known

FILE = "taquilla.log"
STARS = "***"
_MAX_BYTES, _FILES = 2_000_000, 5
#: Shorter words would star half of the log.
_SHORTEST_SECRET = 4
_QUIET = ("httpx", "httpcore", "PIL", "escpos", "asyncio")
_PLAIN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_NAMED = re.compile(
    r"""(?ix)
    (?P<name> \\?["']? \b (?:
        x[-_]auth[-_]token | authorization | (?:access_|session_)?token | password | passwd | clave
        | pin (?:[-_]?(?:number|code))?
    ) \b \\?["']? \s* [:=,]\s* (?:bearer\s+)? )
    (?P<value> \\?"(?:[^"\\]|\\[^"])*\\?" | '[^']*' | [^\s,;&}\])]+ )
    """
)


class Secrets:
    """Words that may not reach the log."""

    def __init__(self) -> None:
        self._words: tuple[str, ...] = ()
        self._lock = threading.Lock()

    def hide(self, word: str) -> None:
        """Star `word` from now on, also as it looks inside a URL."""
        if len(word) < _SHORTEST_SECRET:
            return
        with self._lock:
            words = {*self._words, word, quote(word, safe="")}
            self._words = tuple(sorted(words, key=lambda one: (-len(one), one)))

    def clean(self, text: str) -> str:
        """`text` with every secret starred."""
        for word in self._words:
            text = text.replace(word, STARS)
        return _NAMED.sub(lambda found: found["name"] + STARS, text)


_secrets = Secrets()


def hide(word: str) -> None:
    """Star `word` in every later line of the log."""
    _secrets.hide(word)


def clean(text: str) -> str:
    """`text` as the log would write it: every secret starred."""
    return _secrets.clean(text)


def configure(folder: Path, level: str) -> Callable[[], None]:
    """Start logging to `folder`/taquilla.log at `level` ("debug", "info", "warning", "error").

    Returns the function that writes out what is queued and stops. `Known("config.log_folder")` when
    the file cannot be written. To be called before python-escpos is imported: that library sets up
    root logging by itself, which does nothing once there is a handler.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(folder / FILE, maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError:
        raise Known("config.log_folder", folder=str(folder)) from None
    file.setFormatter(_JsonLine())
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    handler, listener = _ToQueue(queue, _secrets), QueueListener(queue, file)
    root = logging.getLogger()
    stop = _Stop(handler, listener, file)
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    listener.start()
    return stop


class _Stop:
    """Ends logging once, however often it is called, and gives root logging back as it was."""

    def __init__(self, handler: logging.Handler, listener: QueueListener, file: logging.Handler) -> None:
        root = logging.getLogger()
        self._handler, self._listener, self._file = handler, listener, file
        self._level, self._others = root.level, list(root.handlers)
        self._stopped = False

    def __call__(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        logging.captureWarnings(False)
        root = logging.getLogger()
        root.setLevel(self._level)
        root.removeHandler(self._handler)
        for handler in self._others:
            root.addHandler(handler)
        self._listener.stop()
        self._file.close()


class _ToQueue(QueueHandler):
    """Freezes and cleans a record in the thread that logs: nothing behind it ever holds a secret."""

    def __init__(self, queue: SimpleQueue[logging.LogRecord], secrets: Secrets) -> None:
        super().__init__(queue)
        self._secrets = secrets

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        frozen = logging.makeLogRecord(vars(record))
        frozen.msg, frozen.args = self._secrets.clean(record.getMessage()), None
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            frozen.exc_text, frozen.exc_info = self._secrets.clean(trace), None
        for name, value in _extra(record).items():
            setattr(frozen, name, self._clean(value, name))
        return frozen

    def _clean(self, value: object, name: str = "") -> object:
        """A value fit for JSON, with secrets starred; so is whatever stands under a secret's name."""
        if name and _NAMED.fullmatch(f"{name}=x"):
            return STARS
        if isinstance(value, dict):
            return {str(key): self._clean(item, str(key)) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean(item) for item in value]
        text = self._secrets.clean(str(value))
        plain = value is None or isinstance(value, bool | int)
        return value if plain and text == str(value) else text


class _JsonLine(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in _extra(record).items() if key not in line}
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def _extra(record: logging.LogRecord) -> dict[str, object]:
    """The fields given as `extra`."""
    return {key: value for key, value in vars(record).items() if key not in _PLAIN_FIELDS}
