"""From the settings file to what the printing layer and the papers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.config import Settings

if TYPE_CHECKING:
    from app.domain.paper import TicketLayout
    from app.printing.settings import Confirm, Drawer, Mode, PrinterSettings, Transport
    from app.printing.transports.serial_port import Flow


def printer_settings(settings: Settings) -> PrinterSettings:
    """The printing layer's settings out of the file's."""
    from app.printing.settings import PrinterSettings

    printer, ticket = settings.printer, settings.ticket
    return PrinterSettings(
        transport=cast("Transport", printer.transport),
        path=printer.path,
        host=printer.host,
        port=printer.port,
        usb=printer.usb,
        queue=printer.queue,
        baud=printer.baud,
        flow=cast("Flow", printer.flow),
        width_mm=ticket.width_mm,
        columns=ticket.columns or None,
        code_page=printer.code_page,
        code_page_number=printer.code_page_number,
        cutter=printer.cutter,
        confirm=cast("Confirm", printer.confirm),
        mode=cast("Mode", printer.mode),
        drawer=cast("Drawer", printer.drawer),
    )


def ticket_layout(settings: Settings) -> TicketLayout:
    """How tickets look, out of the file's settings."""
    from app.domain.paper import TicketBlock, TicketLayout

    ticket = settings.ticket
    return TicketLayout(
        tuple(map(TicketBlock, ticket.blocks)),
        ticket.top,
        ticket.bottom,
        ticket.probability,
        ticket.numbers_across,
        ticket.tight_from,
    )
