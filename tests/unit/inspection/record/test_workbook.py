"""What people typed stays text in Excel, whatever it begins with; figures can be summed."""

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from foundation.text import Bilingual
from inspection.record.workbook import MOST_CELL_LETTERS, Column, Sheet, excel

HEAD = (Column(Bilingual("说明", "Note"), 20),)


def read_back(rows, lead=()):
    made = excel([Sheet("甲", HEAD, rows, lead)])
    return made, load_workbook(io.BytesIO(made)).worksheets[0]


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "#N/A", "=", "{=1}"],
)
def test_a_cell_that_begins_like_a_formula_is_text(typed):
    made, page = read_back([(typed,)], lead=[("名", typed)])
    for cell in (page["A4"], page["B1"]):
        assert (cell.data_type, cell.value) == ("s", typed)
        assert cell.quotePrefix is (typed[0] in "=+-@\t")
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'<c r="A4" s=' in sheet


@given(st.text(max_size=60))
def test_any_text_makes_a_readable_file_without_a_formula(typed):
    made, page = read_back([(typed,)])
    assert page["A2"].data_type == "s" or page["A2"].value is None
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")


def test_a_figure_is_a_number_as_exact_as_it_was_typed():
    _, page = read_back([(3,), (Decimal("1.70"),)])
    told = [(cell.data_type, cell.value, cell.number_format) for (cell,) in page["A2:A3"]]
    assert told == [("n", 3, "0"), ("n", 1.7, "0.00")]


def test_characters_no_xml_can_hold_are_left_out_and_a_cell_has_an_end():
    _, page = read_back([("a\x00b\x1fc\ufffe",), ("长" * 40_000,)])
    assert page["A2"].value == "abc"
    assert len(page["A3"].value) == MOST_CELL_LETTERS


def test_a_title_that_a_sheet_can_not_have_is_made_one_it_can():
    made = excel([Sheet("[市场/监管:局*]?" + "长" * 40, HEAD, []), Sheet("同", HEAD, [])])
    titles = load_workbook(io.BytesIO(made)).sheetnames
    assert titles[0].startswith(" 市场 监管 局")
    assert len(titles[0]) == 31
