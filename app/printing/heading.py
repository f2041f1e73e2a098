"""What every paper begins with: marks, agency, taxpayer number, till, and the agency's own lines."""

from __future__ import annotations

from app.domain.paper import Header
from app.printing.clean import Clean, Cleaner
from app.printing.document import BIG, Block, Gap, Rule, Section, Stamp, line
from app.printing.words import word

AIR = 8
"""Dots of white that set things apart."""


def heading(header: Header, clean: Cleaner, stamps: tuple[Stamp, ...]) -> Section:
    """Marks first, the agency's name large, then who sells; ends with a rule."""
    return (
        *spaced(stamps),
        *agency_name(header, clean),
        *seller(header, clean),
        *own_header(header, clean),
        Rule(),
    )


def agency_name(header: Header, clean: Cleaner) -> Section:
    """The agency's name, large; nothing while the catalogue is not known."""
    name = clean.line(header.agency.name)
    return (line(name, BIG),) if name else ()


def seller(header: Header, clean: Cleaner) -> Section:
    """Taxpayer number, till and cashier."""
    rif = word("rif", rif=header.agency.rif) if header.agency.rif else ""
    text = joined(clean, rif, header.terminal, header.cashier)
    return (line(text),) if text else ()


def own_header(header: Header, clean: Cleaner) -> Section:
    """The agency's own lines."""
    return tuple(line(text) for text in clean.lines(header.agency.ticket_header))


def training_stamps(header: Header, clean: Cleaner) -> tuple[Stamp, ...]:
    """The mark of a paper without value."""
    return (Stamp(clean.line(word("training"))),) if header.training else ()


def spaced(stamps: tuple[Stamp, ...]) -> tuple[Block, ...]:
    """Marks with a little white below, so that letters do not touch the band."""
    return (*stamps, Gap(AIR)) if stamps else ()


def joined(clean: Cleaner, *parts: str) -> Clean:
    """The parts that are not empty, with a middle dot between."""
    return clean.line(" · ".join(part for part in map(clean.line, parts) if part))
