"""Any paper to its document."""

from __future__ import annotations

from app.domain.paper import (
    ClaimSlip,
    Paper,
    PaymentSlip,
    RefundSlip,
    ReportSlip,
    ResultsSlip,
    ShiftSlip,
    TicketPaper,
    VoidSlip,
)
from app.printing.clean import Cleaner
from app.printing.document import Document
from app.printing.sheets import report_document, shift_document
from app.printing.slips import (
    claim_document,
    payment_document,
    refund_document,
    results_document,
    void_document,
)
from app.printing.tickets import ticket_document


def document_of(paper: Paper, clean: Cleaner) -> Document:
    """The document of a paper, every text cleaned for one code page."""
    match paper:
        case TicketPaper():
            return ticket_document(paper, clean)
        case PaymentSlip():
            return payment_document(paper, clean)
        case VoidSlip():
            return void_document(paper, clean)
        case RefundSlip():
            return refund_document(paper, clean)
        case ClaimSlip():
            return claim_document(paper, clean)
        case ResultsSlip():
            return results_document(paper, clean)
        case ReportSlip():
            return report_document(paper, clean)
        case ShiftSlip():
            return shift_document(paper, clean)
