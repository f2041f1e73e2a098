"""What stands on a ticket and where."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.games import Kind
from app.domain.paper import Mark
from app.printing import PrinterSettings, open_printer
from tests.helpers.papers import AGENCY, CODE, FIGURED, HEADER, HUNDRED, PIN, SIX, ticket, training, wager

COLUMNS = {80: 48, 58: 32}


def lines(paper, width=80):
    return open_printer(PrinterSettings(width_mm=width)).page(paper).lines()


def at(found, text):
    return next(index for index, line in enumerate(found) if text in line)


def squeezed(line):
    """Letters of double width stand two cells apart in the plain text."""
    return line.replace(" ", "")


@pytest.mark.parametrize("width", [80, 58])
def test_everything_a_ticket_must_carry_in_its_order(width):
    paper = replace(ticket(), authorisation="CNL-2026-001", header=replace(HEADER, cashier="Marta"))
    found = [squeezed(line) for line in lines(paper, width)]
    wanted = [
        "AGENCIALAESQUINA",
        "RIFJ-00000000-0",
        "Taquilla1·Marta" if width == 58 else "·Taquilla1·Marta",
        "Loteríasautorizadas",
        "TICKET71998218",
        "TRIPLEZULIAA12:45pm",
        "Bs5,00123045",
        "Bs20,00000",
        "ASTROZAMORANO4:00pm",
        "Bs20,00344-ARI",
        "LOTTOREY1:30pm",
        "Bs50,005LEÓN36CULEBRA",
        "6jugadas",
        "Caducaalos3días.",
        "AutorizaciónCNL-2026-001",
        "Verifiquesuticket.",
        "Apuesteconmoderación.",
        f"[{CODE}]",
        f"PIN{PIN}",
        "N.71998218·20/11/2026",
        "[cut]",
    ]
    places = [at(found, text) for text in wanted]
    assert places == sorted(places)
    assert any("20/11/202612:41pm" in line for line in found)
    assert any("TOTALBs150,00" in line for line in found)


def test_the_sale_hour_is_the_agencys():
    paper = ticket()
    midnight = replace(paper.ticket, created_at=datetime(2026, 11, 21, 3, 5, tzinfo=UTC))
    found = lines(replace(paper, ticket=midnight))
    assert any("20/11/2026 11:05 pm" in line for line in found)


@pytest.mark.parametrize(
    ("hour", "shown"), [(4, "12:00 am"), (15, "11:00 am"), (16, "12:00 pm"), (17, "1:00 pm")]
)
def test_hours_are_written_in_halves_of_the_day(hour, shown):
    paper = ticket()
    sold = replace(paper.ticket, created_at=datetime(2026, 11, 20, hour, 0, tzinfo=UTC))
    assert any(f"20/11/2026 {shown}" in line for line in lines(replace(paper, ticket=sold)))


def test_nothing_redeemable_stands_before_the_last_section():
    page = open_printer(PrinterSettings()).page(ticket(HUNDRED))
    early = [
        run.text for section in page.sections[:-1] for row in section for run in getattr(row, "runs", ())
    ]
    assert not any("7647" in text for text in early)


def test_the_code_can_leave_the_pin_out():
    found = lines(replace(ticket(), pin_in_code=False))
    code = next(line for line in found if line.startswith("[1"))
    assert PIN not in code
    assert any(f"PIN{PIN}" in squeezed(line) for line in found)


def test_a_pin_that_fits_no_code_still_prints_as_text():
    found = lines(ticket(pin="contraseña-muy-larga"))
    assert "[10871998218261120015]" in found
    assert any("contraseña-muy-larga" in squeezed(line) for line in found)


def test_a_ticket_without_pin_has_no_pin_line():
    found = lines(ticket(pin=""))
    assert not any("PIN" in line for line in found)
    assert "[10871998218261120015]" in found


def test_an_original_bears_no_mark():
    assert not any("COPIA" in line or "REIMPRESI" in line or "PRUEBA" in line for line in lines(ticket()))


@pytest.mark.parametrize(
    ("paper", "mark"),
    [
        (ticket(header=training()), "PRUEBA-SINVALOR"),
        (replace(ticket(), mark=Mark.COPY, copy_number=3), "COPIA3"),
        (replace(ticket(), mark=Mark.REPRINT, copy_number=1), "REIMPRESIÓN1"),
    ],
)
def test_marks_stand_at_the_top_and_between_code_and_pin(paper, mark):
    found = [squeezed(line) for line in lines(paper)]
    places = [index for index, line in enumerate(found) if line == mark]
    assert len(places) == 2
    assert places[0] == 0
    assert at(found, f"[{CODE}]") < places[1] < at(found, f"PIN{PIN}")


def test_marks_are_large_and_white_on_black():
    page = open_printer(PrinterSettings()).page(ticket(header=training()))
    band = page.rows[0].runs[0]  # type: ignore[union-attr]
    assert band.style.reverse
    assert (band.style.width, band.style.height) == (2, 2)
    assert band.cells == 48


def test_a_copy_says_when_it_was_printed():
    found = lines(replace(ticket(), mark=Mark.COPY, copy_number=1))
    assert any("Impreso 20/11/2026 12:50 pm" in line for line in found)


def test_a_draw_of_another_day_says_which():
    found = lines(ticket((wager("LOTTO REY", "9:00 am", "5", 1, on="21/11/2026"),)))
    assert any(line.endswith("21/11/2026 9:00 am") for line in found)


def test_lists_of_one_product_stay_apart_and_order_is_kept():
    found = lines(
        ticket(
            (
                wager("ZULIA B", "1:00 pm", "7", 1),
                wager("ZULIA A", "1:00 pm", "7", 1),
                wager("ZULIA B", "4:00 pm", "7", 1),
            )
        )
    )
    titles = [line.split("  ")[0] for line in found if line.startswith("ZULIA")]
    assert titles == ["ZULIA B", "ZULIA A", "ZULIA B"]


def test_no_expiry_line_when_the_server_names_none():
    header = replace(HEADER, agency=replace(AGENCY, ticket_expiration_days=0))
    assert not any("Caduca" in line for line in lines(ticket(header=header)))


def test_one_wager_is_counted_in_the_singular():
    assert any(line.startswith("1 jugada ") for line in lines(ticket(SIX[:1])))


def test_large_amounts_keep_their_points():
    found = lines(ticket((wager("LOTTO REY", "9:00 am", "5", 1_234_567),)))
    assert any("TOTALBs1.234.567,00" in squeezed(line) for line in found)


@pytest.mark.parametrize("width", [80, 58])
def test_a_hundred_wagers_are_all_there(width):
    words = " ".join(lines(ticket(HUNDRED), width)).split()
    for row in HUNDRED:
        assert row.text in words
    assert len([word for word in words if len(word) == 3 and word.isdigit()]) == 70 + words.count("100")


def test_the_long_ticket_saves_paper():
    assert open_printer(PrinterSettings()).page(ticket(HUNDRED)).paper_mm <= 215


@pytest.mark.parametrize("width", [80, 58])
def test_the_kind_of_play_is_named_where_the_draw_does_not_tell_it(width):
    found = [squeezed(line) for line in lines(ticket(FIGURED), width)]
    for kind in ("TERMINAL", "TRIPLETA", "TERMINALCONSIGNO"):
        assert sum(line.split("·")[-1].startswith(kind) for line in found) >= 1
    assert sum("TRIPLEZULIAA" in line for line in found) == 2


def test_a_title_that_tells_the_kind_tells_it_once():
    row = replace(wager("Tripleta Lotto Rey", "1:30 pm", "0-00-36", 1), kind=Kind.TRIPLETA)
    assert not any("·TRIPLETA" in squeezed(line) for line in lines(ticket((row,))))


@pytest.mark.parametrize("width", [80, 58])
def test_zeros_signs_and_figures_are_kept_as_they_were_played(width):
    words = " ".join(lines(ticket(FIGURED), width)).split()
    for play in ("0", "00", "75", "007", "07", "001-ARI", "001-PIS", "07-LEO", "0-00-36", "5-12-30"):
        assert play in words
    for name in ("DELFÍN", "BALLENA", "GUÁCHARO", "GUACAMAYA", "CABALLO", "CAIMÁN"):
        assert name in words


@pytest.mark.parametrize(("width", "most"), [(80, 190), (58, 220)])
def test_a_hundred_wagers_take_little_paper(width, most):
    assert open_printer(PrinterSettings(width_mm=width)).page(ticket(HUNDRED)).paper_mm <= most
