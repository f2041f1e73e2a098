import sys
from tests.sim.runs import run
from tests.sim.faults import Rates
for r in (Rates(), Rates(regrets=.5)):
    tot=run(range(30), r)
    print(tot.report("x").partition("\n")[0]); print(tot.violations[:5])
