"""The built-in lottery server: the real API's paths, envelopes and quirks over SQLite.

It is the practice mode of the kiosk, its demonstration and the ground of its tests. It knows the
kiosk through HTTP alone: in process as an ASGI application, or over TCP on the loopback.
"""

from __future__ import annotations

from app.training.accounts import Account
from app.training.clock import VirtualClock
from app.training.control import Control
from app.training.fault_plan import FaultPlan
from app.training.server import TrainingServer, build
from app.training.variant import Variant

__all__ = ["Account", "Control", "FaultPlan", "TrainingServer", "Variant", "VirtualClock", "build"]
