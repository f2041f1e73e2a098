-- One shift at a time: what moves belongs to the one that is open.
CREATE UNIQUE INDEX one_open_shift ON operation (type) WHERE type = 'SHIFT' AND state = 'SHIFT_OPEN';
