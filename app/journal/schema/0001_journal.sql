-- The append-only book: one row per durable step. `mac` chains each row to the one before it.
CREATE TABLE journal (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT    NOT NULL REFERENCES operation (id),
    type      TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    at_ms     INTEGER NOT NULL,
    in_flight INTEGER NOT NULL CHECK (in_flight IN (0, 1)),
    number    INTEGER,
    day       TEXT,
    amount    INTEGER,
    body      TEXT    NOT NULL,
    prev      BLOB    NOT NULL CHECK (length(prev) = 32),
    mac       BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- What the book says of each operation now; written in the same transaction as the book.
CREATE TABLE operation (
    id         TEXT    NOT NULL PRIMARY KEY,
    type       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    started_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    in_flight  INTEGER NOT NULL CHECK (in_flight IN (0, 1)),
    number     INTEGER,
    day        TEXT,
    amount     INTEGER,
    body       TEXT    NOT NULL,
    first_seq  INTEGER NOT NULL,
    last_seq   INTEGER NOT NULL
) STRICT;

-- A ticket belongs to one operation of ours.
CREATE UNIQUE INDEX one_sale_per_ticket ON operation (number, day)
    WHERE type IN ('SALE', 'GHOST') AND number IS NOT NULL;

-- A ticket is paid out once.
CREATE UNIQUE INDEX one_payout_per_ticket ON operation (number, day)
    WHERE type = 'PAY' AND state IN ('PAY_CONFIRMED', 'DISBURSING', 'DISBURSED');

-- One money call on the wire.
CREATE UNIQUE INDEX one_call_in_flight ON operation (in_flight) WHERE in_flight = 1;

CREATE INDEX operation_by_state ON operation (type, state);
CREATE INDEX operation_by_age ON operation (type, first_seq);
CREATE INDEX operation_by_ticket ON operation (day, number, type) WHERE number IS NOT NULL;

-- PINs, sealed (AES-GCM bound to their operation), gone when no longer needed.
CREATE TABLE sealed_pin (
    operation TEXT NOT NULL PRIMARY KEY REFERENCES operation (id),
    nonce     BLOB NOT NULL,
    box       BLOB NOT NULL
) STRICT;

-- Small values that are not money.
CREATE TABLE kept (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
