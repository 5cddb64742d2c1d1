"""The tree of RFC 6962, against a naive reading of the standard and its published examples."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import merkle

LOGS = st.lists(st.binary(max_size=8), min_size=1, max_size=40)
# The test log of the Certificate Transparency project: lines, and the roots of its beginnings.
LINES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def naive_root(lines):
    """RFC 6962, 2.1, word by word."""
    if not lines:
        return sha256(b"").digest()
    if len(lines) == 1:
        return sha256(b"\x00" + lines[0]).digest()
    half = 1
    while half * 2 < len(lines):
        half *= 2
    return sha256(b"\x01" + naive_root(lines[:half]) + naive_root(lines[half:])).digest()


def leaves(lines):
    return [merkle.leaf_hash(line) for line in lines]


def changed(proof, at, bit):
    place = at % len(proof)
    flipped = bytes([proof[place][0] ^ (1 << bit)]) + proof[place][1:]
    return [*proof[:place], flipped, *proof[place + 1 :]]


@pytest.mark.parametrize(("size", "expected"), ROOTS.items())
def test_the_roots_are_those_of_the_published_test_log(size, expected):
    lines = [bytes.fromhex(line) for line in LINES[:size]]
    assert merkle.root(leaves(lines)).hex() == expected


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_is_the_one_the_standard_defines(lines):
    assert merkle.root(leaves(lines)) == naive_root(lines)


@given(LOGS, st.integers(0, 1000))
def test_every_line_is_proved_at_its_own_place_and_at_no_other(lines, number):
    hashes, index = (
        leaves([bytes([at]) + line for at, line in enumerate(lines)]),
        number % len(lines),
    )
    top, proof = merkle.root(hashes), merkle.inclusion_proof(hashes, index)
    for place in range(-1, len(lines) + 2):
        is_in = merkle.is_included(hashes[index], place, len(lines), proof, top)
        assert is_in == (place == index)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, len(lines), proof, top)


@given(LOGS, st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 7))
def test_a_proof_with_one_changed_bit_proves_nothing(lines, number, at, bit):
    hashes, index = leaves(lines), number % len(lines)
    top, proof = merkle.root(hashes), merkle.inclusion_proof(hashes, index)
    if proof:
        assert not merkle.is_included(
            hashes[index], index, len(lines), changed(proof, at, bit), top
        )
    assert not merkle.is_included(hashes[index], index, len(lines), [*proof, top], top)


@given(LOGS, st.integers(1, 1000))
def test_growth_is_proved_for_every_earlier_size(lines, number):
    hashes, old_size = leaves(lines), (number - 1) % len(lines) + 1
    proof = merkle.consistency_proof(hashes, old_size)
    old, top = merkle.root(hashes[:old_size]), merkle.root(hashes)
    assert merkle.is_consistent(old_size, old, len(lines), top, proof)


@given(LOGS, st.integers(1, 1000), st.integers(0, 1000))
def test_a_log_whose_past_was_rewritten_is_not_a_growth_of_the_old_one(lines, number, at):
    old_size = (number - 1) % len(lines) + 1
    old = merkle.root(leaves(lines[:old_size]))
    place = at % old_size
    rewritten = leaves([*lines[:place], lines[place] + b"!", *lines[place + 1 :]])
    proof = merkle.consistency_proof(rewritten, old_size)
    assert not merkle.is_consistent(old_size, old, len(lines), merkle.root(rewritten), proof)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_line_that_is_not_there(index):
    with pytest.raises(IndexError):
        merkle.inclusion_proof(leaves([b"a", b"b", b"c"]), index)


@pytest.mark.parametrize("old_size", [0, 4])
def test_there_is_no_proof_of_growth_from_a_size_that_never_was(old_size):
    hashes = leaves([b"a", b"b", b"c"])
    with pytest.raises(IndexError):
        merkle.consistency_proof(hashes, old_size)
    top = merkle.root(hashes)
    assert not merkle.is_consistent(old_size, top, 3, top, [])
