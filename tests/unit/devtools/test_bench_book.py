"""The journal that the bench measures, told by lines what to do."""

from __future__ import annotations

import io
import json
import sys

from app.devtools.bench.book import Subject
from app.journal import open_journal
from app.ports import OperationType
from app.services.startup import FINAL_STATES


async def test_past_sales_are_over_and_timed_ones_come_after(monkeypatch, capsys, tmp_path):
    requests = ({"do": "fill", "start": 0, "count": 260}, {"do": "sales", "count": 3})
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(one) + "\n" for one in requests)))
    assert await Subject(await open_journal(tmp_path)).obey() == 0
    ready, filled, sold = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert ready["ready"]
    assert filled == {}
    assert len(sold["ms"]) == 3
    journal = await open_journal(tmp_path)
    try:
        assert await journal.open_operations(FINAL_STATES) == ()
        found = await journal.recent(OperationType.SALE, 500)
        assert len(found) == 263
        assert {one.state for one in found} == {"DELIVERED"}
        assert await journal.verify_chain() is None
    finally:
        await journal.close()
