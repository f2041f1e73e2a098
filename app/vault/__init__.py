"""What must not be read: secrets in the operating system's own store, and the hashes of PINs."""

from app.vault.system import SystemStore
from app.vault.till import TillVault, open_vault

__all__ = ["SystemStore", "TillVault", "open_vault"]
