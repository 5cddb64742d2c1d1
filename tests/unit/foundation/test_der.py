from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import der


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (der.integer(0), "020100"),
        (der.integer(127), "02017f"),
        (der.integer(128), "02020080"),
        (der.integer(256), "02020100"),
        (der.oid("1.2.840.113549.1.7.2"), "06092a864886f70d010702"),
        (der.oid("2.16.840.1.101.3.4.2.1"), "0609608648016503040201"),
        (der.sequence(der.octets(b"")), "30020400"),
        (der.set_of(der.integer(2), der.integer(1)), "3106020101020102"),
        (der.time(datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)), "170d3236313132343032303330345a"),
        (
            der.time(datetime(2056, 1, 2, tzinfo=UTC)),
            "180f32303536303130323030303030305a",
        ),
    ],
)
def test_values_are_written_as_x690_writes_them(made, expected):
    assert made.hex() == expected


@given(st.recursive(st.binary(max_size=300), lambda inner: st.lists(inner, max_size=4)))
def test_what_was_written_is_read_back(tree):
    def written(one):
        if isinstance(one, bytes):
            return der.octets(one)
        return der.sequence(*(written(part) for part in one))

    def as_read(value):
        if value.tag == der.OCTETS:
            return value.content
        return [as_read(part) for part in value.parts()]

    content = written(tree)
    assert as_read(der.read(content)) == tree
    assert der.read(content).whole == content


@given(st.binary(max_size=40))
def test_bytes_that_are_no_der_are_refused_by_name(noise):
    try:
        found = der.read(noise)
    except der.NotDer:
        return
    assert found.whole == noise


@pytest.mark.parametrize("cut", ["", "30", "3003020101ff", "0482ffff", "0485000000000100"])
def test_what_is_cut_off_or_too_long_is_refused(cut):
    with pytest.raises(der.NotDer):
        der.read(bytes.fromhex(cut))
