"""The durable book of every step that moves money: SQLite behind one thread of its own."""

from app.journal.worker import SqliteJournal, open_journal

__all__ = ["SqliteJournal", "open_journal"]
