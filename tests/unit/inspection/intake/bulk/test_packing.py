"""A line that was kept in the database is the line that was read."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from inspection.intake.bulk.packing import head_of, line_of, packed_of
from inspection.intake.columns import COLUMNS, headings_of, raw_of
from inspection.intake.form import FilingCommand, look_through
from inspection.intake.sheet import lines_of

HEAD = [one.heading.zh for one in COLUMNS.values()]
CELL = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=12),
    st.sampled_from(
        ["是", "热食类食品制售", "9.1E+17", "2026-11-24", "当面", "门头照片（3个工作日）"]
    ),
)


def a_file(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue().encode()


@given(st.lists(st.lists(CELL, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=3))
def test_lines_come_back_as_they_were_read_and_are_good_or_say_what_is_wrong(rows):
    content = a_file(rows)
    head, *lines = lines_of(content)
    packed = packed_of(content)
    assert headings_of(head_of(packed.head)) == headings_of(head)
    assert [line_of(one) for one in packed.lines] == lines
    for line in lines:
        raw, _ = raw_of(line, headings_of(head))
        filed, faults = look_through(raw, FilingCommand)
        assert (filed is None) is bool(faults)
