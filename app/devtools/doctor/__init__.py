"""`taquilla doctor`: looks at everything a terminal needs and says, line by line, what to mend."""

from app.devtools.doctor.examine import examine, misconfigured, report
from app.devtools.doctor.line import Line, written
from app.devtools.doctor.probes import Answer, Book, Probes, Screen
from app.devtools.doctor.screen import describe_screen

__all__ = [
    "Answer",
    "Book",
    "Line",
    "Probes",
    "Screen",
    "describe_screen",
    "examine",
    "misconfigured",
    "report",
    "written",
]
