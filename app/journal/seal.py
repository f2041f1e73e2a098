"""The profile's key, and PINs sealed with it (AES-256-GCM of the `cryptography` package).

The key lies beside the journal, readable by the kiosk's user only: it keeps PINs out of a copied
database, not from someone who holds the whole profile. `KeyStore` is where a store of the operating
system can take its place.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.secret import Secret
from app.errors import Bug, Known
from app.paths import keep_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_FILE = "journal.key"
KEY_BYTES = 32
NONCE_BYTES = 12  # what AES-GCM is made for (NIST SP 800-38D)


class KeyStore(Protocol):
    """Where a profile's master key is kept."""

    def read(self) -> bytes | None:
        """The key, or None when none was made. `Known("journal.key_missing")` when it is unreadable."""
        ...

    def save(self, key: bytes) -> None:
        """Keep a new key for good (or raise `OSError`); an existing one is never replaced."""
        ...


class FileKeyStore:
    """The key in a file of the profile folder, mode 0600 (on Windows: an ACL for its owner alone)."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / KEY_FILE

    def read(self) -> bytes | None:
        """See `KeyStore.read`; a file of another length is no key."""
        try:
            key = self.file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Known("journal.key_missing", file=str(self.file)) from error
        if len(key) != KEY_BYTES:
            raise Known("journal.key_missing", file=str(self.file))
        return key

    def save(self, key: bytes) -> None:
        """See `KeyStore.save`; whole on the disk when it returns, never half a key."""
        if self.file.exists():
            raise Bug("journal.key_replaced")
        keep_private(self.file, key)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The two keys made of a profile's master key: one seals PINs, one signs the chain."""

    seal: bytes
    chain: bytes

    @classmethod
    def of(cls, master: bytes) -> Keys:
        """HMAC-SHA-256 of a label each, so that neither tells anything about the other."""
        return cls(
            seal=hmac.digest(master, b"taquilla journal pin 1", "sha256"),
            chain=hmac.digest(master, b"taquilla journal chain 1", "sha256"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A sealed PIN as stored."""

    nonce: bytes
    box: bytes


class Seal:
    """Seals and opens PINs; each box is bound to its operation and opens for no other."""

    def __init__(self, key: bytes, urandom: Callable[[int], bytes]) -> None:
        self._key = key
        self._urandom = urandom
        self._aead: AESGCM | None = None

    def seal(self, pin: Secret, operation: str) -> Sealed:
        """Encrypt under a fresh nonce."""
        nonce = self._urandom(NONCE_BYTES)
        return Sealed(nonce, self.ready().encrypt(nonce, pin.reveal().encode(), operation.encode()))

    def open(self, sealed: Sealed, operation: str) -> Secret | None:
        """The PIN, or None when the box was tampered with, moved, or sealed with another key."""
        from cryptography.exceptions import InvalidTag

        try:
            return Secret(self.ready().decrypt(sealed.nonce, sealed.box, operation.encode()).decode())
        except InvalidTag:
            return None

    def ready(self) -> AESGCM:
        """Load the cipher (some 30 ms the first time: not before the first frame is painted)."""
        if self._aead is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._aead = AESGCM(self._key)
        return self._aead
