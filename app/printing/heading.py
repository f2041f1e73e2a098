"""What every paper begins with: marks, agency, taxpayer number, till, and the agency's own lines."""

from __future__ import annotations

from app.domain.paper import Header
from app.printing.clean import Clean, Cleaner
from app.printing.document import BIG, Block, Gap, Rule, Stamp, line
from app.printing.words import word

AIR = 8
"""Dots of white that set things apart."""


def heading(header: Header, clean: Cleaner, stamps: tuple[Stamp, ...]) -> tuple[Block, ...]:
    """Marks first, the agency's name large, then who sells; ends with a rule."""
    agency = header.agency
    rif = word("rif", rif=agency.rif) if agency.rif else ""
    seller = joined(clean, rif, header.terminal, header.cashier)
    return (
        *spaced(stamps),
        line(clean.line(agency.name), BIG),
        *((line(seller),) if seller else ()),
        *(line(text) for text in clean.lines(agency.ticket_header)),
        Rule(),
    )


def training_stamps(header: Header, clean: Cleaner) -> tuple[Stamp, ...]:
    """The mark of a paper without value."""
    return (Stamp(clean.line(word("training"))),) if header.training else ()


def spaced(stamps: tuple[Stamp, ...]) -> tuple[Block, ...]:
    """Marks with a little white below, so that letters do not touch the band."""
    return (*stamps, Gap(AIR)) if stamps else ()


def joined(clean: Cleaner, *parts: str) -> Clean:
    """The parts that are not empty, with a middle dot between."""
    return clean.line(" · ".join(part for part in map(clean.line, parts) if part))
