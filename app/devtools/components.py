"""The works of others that this program is made of, with their licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple


class Part(NamedTuple):
    """Its distribution ("" when it is no Python package), name and licence."""

    distribution: str
    name: str
    licence: str


PARTS = (
    Part("PySide6-Essentials", "Qt, PySide6", "LGPL-3.0"),
    Part("qasync", "qasync", "BSD-2-Clause"),
    Part("argon2-cffi", "argon2-cffi", "MIT"),
    Part("cryptography", "cryptography", "Apache-2.0 / BSD-3-Clause"),
    Part("httpx", "HTTPX", "BSD-3-Clause"),
    Part("keyring", "keyring", "MIT"),
    Part("libusb-package", "libusb, libusb-package", "LGPL-2.1 / Apache-2.0"),
    Part("msgspec", "msgspec", "BSD-3-Clause"),
    Part("Pillow", "Pillow", "MIT-CMU"),
    Part("platformdirs", "platformdirs", "MIT"),
    Part("pyserial", "pySerial", "BSD-3-Clause"),
    Part("python-barcode", "python-barcode", "MIT"),
    Part("python-escpos", "python-escpos", "MIT"),
    Part("pyusb", "PyUSB", "BSD-3-Clause"),
    Part("pywin32", "pywin32 (Windows)", "PSF-2.0"),
    Part("qrcode", "qrcode", "BSD-3-Clause"),
    Part("starlette", "Starlette", "BSD-3-Clause"),
    Part("tzdata", "tzdata", "Apache-2.0"),
    Part("uvicorn", "Uvicorn", "BSD-3-Clause"),
    Part("", "Inter", "SIL OFL 1.1"),
    Part("", "DejaVu Sans Mono", "Bitstream Vera"),
    Part("", "Lucide", "ISC / MIT"),
    Part("", "Noto Emoji", "Apache-2.0"),
)


def installed(part: Part) -> str:
    """The version in use; "" when it cannot be told."""
    try:
        return version(part.distribution) if part.distribution else ""
    except PackageNotFoundError:
        return ""
