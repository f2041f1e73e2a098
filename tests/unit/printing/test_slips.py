"""What stands on payment and void slips."""

from dataclasses import replace

import pytest

from app.domain.ticket_code import encode
from app.money import Money
from app.printing import PrinterSettings, open_printer
from app.printing.page import BarcodeRow, QrRow
from app.printing.slip_parts import obeyed
from tests.helpers.papers import (
    HEADER,
    NUMBER,
    OWED,
    PAPERS,
    PAYMENT,
    PIN,
    REFUND,
    REPORT,
    SHIFT_X,
    SHIFT_Z,
    SOLD_AT,
    TICKETS,
    VERIFYING,
    VOID,
    training,
)


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


@pytest.mark.parametrize("width", [80, 58])
def test_a_refund_slip_is_marked_and_signed(width):
    found = lines(REFUND, width)
    assert found[0] == "ANULADO"
    for text in (
        "DINERODEVUELTO",
        "TICKET71998218",
        "Devuelto20/11/202612:44pm",
        "DEVUELTOBs150,00",
        "_" * 24,
        "Firmadelcliente",
    ):
        assert text in found
    assert not any(line.startswith("[1") for line in found)


@pytest.mark.parametrize("width", [80, 58])
def test_a_payment_in_verification_promises_nothing(width):
    found = lines(VERIFYING, width)
    assert "PAGOENVERIFICACIÓN" in found
    assert "Presentado20/11/20263:41pm" in found
    assert "Aúnnosesabesielpremio" in "".join(found)
    assert not any("Bs" in line for line in found)


@pytest.mark.parametrize("width", [80, 58])
def test_a_prize_that_was_not_handed_over_says_how_much(width):
    found = lines(OWED, width)
    assert "PREMIOPORENTREGAR" in found
    assert "PREMIOBs330,00" in found
    assert "Conserveelticketoriginal." in found


def test_bars_that_a_printer_would_obey_become_a_square_code():
    """The pairs 16 20 are DLE DC4, the drawer's pulse, as bytes of code set C."""
    harmful, harmless = 71620118, NUMBER
    for number, kind in ((harmful, QrRow), (harmless, BarcodeRow)):
        assert obeyed(encode(number, SOLD_AT.date())) == (number is harmful)
        page = open_printer(PrinterSettings()).page(replace(PAYMENT, number=number))
        assert [type(row) for row in page.rows if isinstance(row, QrRow | BarcodeRow)] == [kind]


@pytest.mark.parametrize("width", [80, 58])
def test_a_report_keeps_its_groups(width):
    found = lines(REPORT, width)
    wanted = ["LOTERÍAS", "VentaBs12.480,00", "SaldoBs7.932,00", "ESTATAQUILLA", "Anulados(3)-Bs450,00"]
    places = [found.index(text) for text in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [80, 58])
def test_an_x_looks_and_a_z_closes(width):
    seen, closed = "".join(lines(SHIFT_X, width)), "".join(lines(SHIFT_Z, width))
    assert "CORTEX-TURNO17" in seen
    assert "Elturnosigueabierto." in seen
    assert "1operaciónporresolver." in seen
    assert "Contado" not in seen
    assert "CIERREZ-TURNO17" in closed
    assert "ContadoBs6.850,00" in closed
    assert "FALTANBs20,00" in closed
    assert "Efectivo,contadoBs4.850,00" in closed
    for text in (seen, closed):
        assert "Ventas(312)Bs12.480,00" in text
        assert "Salidas(1)Bs-5.000,00" in text
        assert "Entradas" not in text


@pytest.mark.parametrize(
    ("counted", "shown"), [(6_870, "CAJACUADRADA"), (6_871, "SOBRANBs1,00"), (6_869, "FALTANBs1,00")]
)
def test_a_difference_is_told_in_words(counted, shown):
    assert shown in lines(replace(SHIFT_Z, counted=Money.units(counted)))


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_of_practice_is_marked_at_both_ends(name, width):
    found = lines(replace(PAPERS[name], header=training(HEADER)), width)
    mark = "PRUEBA-SINVALOR" if width == 80 else "PRUEBASINVALOR"
    flat = "".join(found)
    assert flat.startswith(mark)
    tail = flat.rpartition(mark)[2]
    assert flat.count(mark) == 2
    assert tail == "[cut]" or "PIN" in tail


@pytest.mark.parametrize("name", PAPERS)
def test_only_tickets_carry_a_pin(name):
    assert any(PIN in line for line in lines(PAPERS[name])) == (name in TICKETS)
