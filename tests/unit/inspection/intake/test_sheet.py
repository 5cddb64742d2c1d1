"""Files of applications: what spreadsheets really save is read, traps in them do nothing."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from inspection.intake import sheet
from inspection.intake.columns import COLUMNS, HANDED_OUT, explanations, headings_of, raw_of
from inspection.intake.errors import FileTooLong, FileUnreadable
from inspection.intake.form import FilingCommand, look_through
from inspection.intake.importing_api import template_csv, template_xlsx
from inspection.intake.sheet import lines_of


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(content):
    return [[cell.text for cell in line.cells] for line in lines_of(content)]


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_however_a_spreadsheet_saved_it(encoding, delimiter):
    written = f"经营者名称{delimiter}联系电话\r\n海风小馆 𠮷{delimiter}13600136000\r\n\r\n"
    assert texts(written.encode(encoding)) == [
        ["经营者名称", "联系电话"],
        ["海风小馆 𠮷", "13600136000"],
    ]


@given(
    st.lists(
        st.lists(st.text("海风,;\"'=+-@\n\t 0", max_size=6), min_size=3, max_size=3), max_size=6
    )
)
def test_whatever_was_written_comes_back_from_csv_as_text(rows):
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["a", "b", "c", "d", "e", "f", "g"])
    writer.writerows(rows)
    kept = [[one.strip() for one in row] for row in rows if any(one.strip() for one in row)]
    assert texts(out.getvalue().encode())[1:] == kept


def test_a_formula_is_named_and_never_computed():
    (_, line) = lines_of(workbook(["经营者名称", "经营面积"], ["海风小馆", "=40+80"]))
    assert line.cells[1].fault is sheet.FORMULA
    assert line.cells[1].text == "=40+80"


def test_in_a_csv_what_looks_like_a_formula_is_only_text():
    (_, line) = lines_of("经营者名称\n=cmd|'/c calc'!A1\n".encode())
    assert (line.cells[0].text, line.cells[0].fault) == ("=cmd|'/c calc'!A1", None)


def test_a_code_that_the_spreadsheet_took_for_a_number_is_noticed():
    (_, line) = lines_of(workbook(["代码"], [911100001000130396]))
    assert line.cells[0].fault is sheet.DIGITS_LOST
    (_, line) = lines_of("代码\n9.111E+17\n".encode())
    assert line.cells[0].fault is sheet.DIGITS_LOST


def test_numbers_keep_their_digits_and_telephones_are_no_fractions():
    (_, line) = lines_of(workbook(["电话", "面积", "有"], [13600136000.0, 49.5, True]))
    assert [cell.text for cell in line.cells] == ["13600136000", "49.5", "是"]


def test_lines_keep_the_numbers_of_the_spreadsheet_over_empty_ones():
    lines = lines_of(workbook(["a"], [None], ["x"], [None], ["y"]))
    assert [one.number for one in lines] == [1, 3, 5]


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0old excel",
        b"PK\x03\x04 no zip at all",
        b"\xff\xff\xff\xff\xff",
        b'a,b\n"never closed\n',
        packed(hello_xml="<a/>"),
        packed(xl__workbook_xml="<a"),
        workbook(["a"])[:-200],
    ],
    # names of their own: a package holds the hour it was written, which each worker's clock tells
    ids=["xls", "no zip", "no text", "open quote", "other zip", "broken sheet", "cut off"],
)
def test_what_can_not_be_read_is_refused_with_what_to_do(content):
    with pytest.raises(FileUnreadable, match=r"save|spreadsheet|neither"):
        lines_of(content)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(xl__workbook_xml="<a/>", xl__big_xml="0" * (sheet.AT_ONCE.unpacked_bytes + 1))
    assert len(bomb) < 100_000
    with pytest.raises(FileTooLong, match="MB"):
        lines_of(bomb)


def test_entities_that_multiply_are_no_harm():
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12)
    )
    evil = f'<?xml version="1.0"?><!DOCTYPE w [{laughs}]><w>&l11;</w>'
    with pytest.raises(FileUnreadable):
        lines_of(packed(xl__workbook_xml=evil))


def test_more_lines_than_are_taken_at_once_are_refused():
    rows = "a\n" + "x\n" * (sheet.AT_ONCE.rows + 1)
    with pytest.raises(FileTooLong, match="200"):
        lines_of(rows.encode())
    with pytest.raises(FileTooLong, match="5000"):
        lines_of(b"a\n" + b"\n" * sheet.AT_ONCE.lines + b"x\n")
    with pytest.raises(FileTooLong, match="MB"):
        lines_of(b"a" * (sheet.AT_ONCE.bytes + 1))


@pytest.mark.parametrize("content", [template_xlsx(), template_csv()], ids=["xlsx", "csv"])
def test_the_file_that_is_handed_out_is_a_good_application_itself(content):
    head, example = lines_of(content)
    headings = headings_of(head)
    assert not headings.missing
    assert not headings.ignored
    raw, unread = raw_of(example, headings)
    filed, faults = look_through(raw, FilingCommand)
    assert (unread, faults) == ([], [])
    assert filed.application.facts["gas"] == "ng"
    assert [one.id for one in filed.application.activities] == ["hot", "drink"]


def test_no_two_columns_have_the_same_heading_and_each_is_explained():
    headings = [one.heading.zh for one in COLUMNS.values()]
    assert len(set(headings)) == len(headings)
    assert len(explanations()) == len(COLUMNS)
    assert {one.path for one in HANDED_OUT if one.is_needed} == {
        one.path for one in COLUMNS.values() if one.is_needed
    }


def test_headings_are_known_with_marks_breaks_and_brackets_of_either_width():
    line = lines_of("法定代表人(负责人)*,联系电话（必填）,备注\n".encode())[0]
    found = headings_of(line)
    assert [one.path if one else None for one in found.columns] == [
        *("responsible_person", "phone"),
        None,
    ]
    assert found.ignored == ("备注",)


def test_cells_are_read_as_people_write_them():
    head = "经营项目,经营面积,产生油烟的加工,燃气,办理事项\n"
    line = "热食类食品制售；自制饮品制售,120 ㎡,有,天然气,延续\n"
    lines = lines_of((head + line).encode())
    raw, _ = raw_of(lines[1], headings_of(lines[0]))
    assert raw["activities"] == ["hot", "drink"]
    assert raw["facts"] == {"area_m2": "120", "fume": True, "gas": "ng", "matter": "renewal"}
