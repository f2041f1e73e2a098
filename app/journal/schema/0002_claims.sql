-- A prize that waits to be fetched was paid out too: no other payment of that ticket beside it.
DROP INDEX one_payout_per_ticket;
CREATE UNIQUE INDEX one_payout_per_ticket ON operation (number, day)
    WHERE type = 'PAY' AND state IN ('PAY_CONFIRMED', 'DISBURSING', 'DISBURSED', 'CLAIM');
