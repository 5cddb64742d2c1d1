"""Identifiers people and databases rely on."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.ids import new_id, new_secret, secret_hash

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(MOMENTS, st.integers(1, 10_000_000))
def test_a_later_id_sorts_after_an_earlier_one(moment, milliseconds_later):
    earlier = new_id("case", moment)
    later = new_id("case", moment + timedelta(milliseconds=milliseconds_later))
    assert earlier < later


def test_ids_of_the_same_moment_differ():
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    assert len({new_id("case", moment) for _ in range(1000)}) == 1000


def test_a_secret_is_long_and_its_hash_does_not_contain_it():
    secret = new_secret()
    assert len(secret) == 32
    assert secret not in secret_hash(secret)
    assert secret_hash(secret) == secret_hash(secret)
