"""The owner's own arrangement of a ticket: blocks, order, lines, and what no arrangement changes."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import load
from app.config.rules import Unfit
from app.config.ticket_rules import BLOCKS, LAST, REQUIRED, blocks
from app.domain.paper import USUAL_LAYOUT, TicketBlock, TicketLayout
from app.errors import Known
from app.paper_settings import ticket_layout
from app.printing import PrinterSettings, open_printer
from app.printing.clean import CODE_PAGES
from app.printing.page import QrRow, RuleRow, TextRow
from tests.helpers.papers import CODE, HUNDRED, PIN, ticket, training

OPTIONAL = [name for name in BLOCKS if name not in REQUIRED]


def page(layout, width=80, paper=None):
    return open_printer(PrinterSettings(width_mm=width)).page(replace(paper or ticket(), layout=layout))


def lines(layout, width=80, paper=None):
    return [line.replace(" ", "") for line in page(layout, width, paper).lines()]


def arranged(*names):
    return TicketLayout(tuple(map(TicketBlock, names)))


def test_the_settings_name_the_same_blocks_in_the_same_order():
    assert tuple(block.value for block in TicketBlock) == BLOCKS
    assert ticket_layout(load(None)) == USUAL_LAYOUT


def test_the_settings_know_the_pages_that_can_be_printed():
    for page in CODE_PAGES:
        assert load(None, (f"printer.code_page={page}",)).printer.code_page == page
    with pytest.raises(Known) as caught:
        load(None, ("printer.code_page=utf-8",))
    assert [page.lower() in str(caught.value.params["expected"]).lower() for page in CODE_PAGES] == [True] * 5


def test_settings_reach_the_paper():
    names = [name for name in BLOCKS if name != "footer"]
    layout = ticket_layout(
        load(
            None,
            (
                f"ticket.blocks={','.join(names)}",
                "ticket.top=Horario 8 am a 8 pm",
                "ticket.bottom=Gracias",
                "ticket.probability=Triple: 1 en 1.000",
                "ticket.numbers_across=2",
                "ticket.tight_from=0",
            ),
        )
    )
    found = lines(layout)
    assert "Horario8ama8pm" in found
    assert "Triple:1en1.000" in "".join(found)
    assert "Gracias" in "".join(found)
    assert "Buenasuerte" not in "".join(found)
    assert page(layout).pitch == 24


@pytest.mark.parametrize("width", [80, 58])
def test_blocks_change_places(width):
    names = ["number", "total", "wagers", "seller", "agency", "warning", "expiry", "authorisation"]
    found = lines(arranged(*names, "probability", "code", "pin"), width)
    wanted = ["TICKET71998218", "Bs5,00123045", "AGENCIALAESQUINA", "Prohibida", f"[{CODE}]", f"PIN{PIN}"]
    places = [next(at for at, line in enumerate(found) if text in line) for text in wanted]
    assert places == sorted(places)
    assert any("TOTALBs150,00" in line for line in found[: places[1]])
    assert not any("Loter" in line for line in found)


def test_without_the_code_the_pin_still_stands_last():
    found = page(arranged(*(name for name in BLOCKS if name != "code")))
    assert not any(isinstance(row, QrRow) for row in found.rows)
    assert "7 6 4 7" in found.lines()[-3]


def test_marks_stay_at_both_ends_whatever_the_order():
    names = [*BLOCKS[-3::-1], "code", "pin"]
    found = lines(arranged(*names), paper=ticket(header=training()))
    assert found[0] == "PRUEBA-SINVALOR"
    assert found.count("PRUEBA-SINVALOR") == 2


def test_numbers_in_a_line_are_the_owners_choice():
    wide = replace(USUAL_LAYOUT, numbers_across=6)
    narrow = replace(USUAL_LAYOUT, numbers_across=1)
    paper = ticket(HUNDRED)
    assert page(wide, paper=paper).paper_mm < page(USUAL_LAYOUT, paper=paper).paper_mm
    assert page(narrow, paper=paper).paper_mm > page(USUAL_LAYOUT, paper=paper).paper_mm


def test_tight_tickets_save_paper():
    airy = page(replace(USUAL_LAYOUT, tight_from=1000))
    tight = page(replace(USUAL_LAYOUT, tight_from=0))
    assert tight.paper_mm < airy.paper_mm - 20
    heights = {run.style.height for row in airy.rows if isinstance(row, TextRow) for run in row.runs}
    assert heights == {1, 2}


def test_nothing_is_ruled_off_twice():
    bare = replace(ticket(), warning="")
    for count in range(len(OPTIONAL) + 1):
        for left_out in combinations(OPTIONAL, count):
            rows = page(arranged(*(name for name in BLOCKS if name not in left_out)), paper=bare).rows
            ruled = [isinstance(row, RuleRow) for row in rows]
            assert not any(one and other for one, other in pairwise(ruled))
            assert not ruled[0]


def whole(names):
    """Each known block at most once, all that rules demand, code and PIN at the end."""
    last = [name for name in LAST if name in names]
    return (
        len(set(names)) == len(names)
        and set(REQUIRED) <= set(names) <= set(BLOCKS)
        and names[-len(last) :] == last
    )


orders = st.lists(st.sampled_from(OPTIONAL[:-1]), unique=True).flatmap(
    lambda more: st.permutations([*(name for name in REQUIRED if name != "pin"), *more])
)


@given(
    orders.map(lambda order: [*order, *LAST])
    | st.permutations(BLOCKS)
    | st.lists(st.sampled_from([*BLOCKS, "x"]), max_size=18)
)
def test_what_the_rule_lets_through_is_a_whole_ticket(names):
    if not whole(names):
        with pytest.raises(Unfit):
            blocks(names)
        return
    layout = arranged(*blocks(names))
    flat = "".join(lines(layout))
    for text in ("AGENCIALAESQUINA", "RIFJ-0", "71998218", "TRIPLEZULIAA", "150,00", "Caduca", "Prohibida"):
        assert text in flat
    assert not any("7647" in str(row) for section in page(layout).sections[:-1] for row in section)
    assert PIN in flat.rpartition("PIN")[2]
