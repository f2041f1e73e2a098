"""What stands on payment and void slips."""

from dataclasses import replace

import pytest

from app.printing import PrinterSettings, open_printer
from tests.helpers.papers import HEADER, PAYMENT, PIN, VOID, training


def lines(paper, width=80):
    return [
        line.replace(" ", "") for line in open_printer(PrinterSettings(width_mm=width)).page(paper).lines()
    ]


@pytest.mark.parametrize("width", [80, 58])
def test_a_payment_slip_says_what_was_paid_and_when(width):
    found = lines(PAYMENT, width)
    for text in (
        "PREMIOPAGADO",
        "TICKET71998218",
        "Vendido20/11/202612:41pm",
        "Pagado20/11/20263:41pm",
        "PREMIOBs330,00",
        "Operación8f3a51",
        "Noesunticketdejuego.",
        "[10871998218261120015]",
    ):
        assert text in found
    assert not any(PIN in line for line in found)


def test_a_payment_without_sale_day_has_no_code():
    found = lines(replace(PAYMENT, sold_at=None))
    assert not any(line.startswith(("[1", "Vendido")) for line in found)


def test_a_number_beyond_the_code_still_prints():
    found = lines(replace(PAYMENT, number=10**20))
    assert f"TICKET{10**20}" in "".join(found)
    assert not any(line.startswith("[1") for line in found)


@pytest.mark.parametrize("width", [80, 58])
def test_a_void_slip_is_marked(width):
    found = lines(VOID, width)
    assert found[0] == "ANULADO"
    assert "TICKET71998218" in found
    assert "Anulado20/11/202612:43pm" in found
    assert "DEVOLVERBs150,00" in found
    assert not any(line.startswith("[1") for line in found)


@pytest.mark.parametrize("slip", [PAYMENT, VOID])
def test_training_marks_slips_too(slip):
    assert lines(replace(slip, header=training(HEADER)))[0] == "PRUEBA-SINVALOR"
