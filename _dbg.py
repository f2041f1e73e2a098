from pathlib import Path
import tempfile, logging
from tests.sim.runs import world_of
from tests.sim.faults import Rates
from tests.sim.check import Violation
logging.disable(logging.CRITICAL)
for seed in (11,24):
    w=world_of(seed, Path(tempfile.mkdtemp()), Rates(regrets=.5))
    try: w.run()
    except Violation as e: print(e)
    by={c.operation:c for c in w.customers}
    for t in w.truth.tickets:
        if t.email.startswith("ana") and t.live:
            c=by.get(t.operation)
            if c is None or c.cash!=t.total: print(t.operation, t.status, t.total, c and (c.cash,c.regrets,c.present), w.auditor.path(t.operation), t.operation in {x.operation for x in w.nobody})
