"""What needs a second look follows from the measures, and only from them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inspection.evidence.quality import (
    CONCERN_TEXT,
    Concern,
    Look,
    LookLimits,
    bands_of,
    concerns,
    is_alike_any,
)

GOOD = Look(sharpness=5, brightness=0.5, glare=0.01, grid=0, phash="00ff00ff00ff00ff")
LIMITS = LookLimits()
HASH = st.integers(0, 2**64 - 1).map("{:016x}".format)
LOOK = st.builds(
    Look, st.floats(0, 50), st.floats(0, 1), st.floats(0, 1), st.floats(0, 9), HASH,
    st.booleans(), st.booleans(),
)  # fmt: skip


def test_a_good_picture_needs_no_look():
    assert concerns(GOOD) == ()


def test_each_concern_has_its_words_in_both_languages():
    assert set(CONCERN_TEXT) == set(Concern)
    assert all(text.zh and text.en for text in CONCERN_TEXT.values())


@given(LOOK, st.floats(0, 50), st.floats(0, 1), st.floats(0, 1), st.floats(0, 9))
def test_a_worse_picture_never_loses_a_concern(look, softer, darker, more_glare, more_grid):
    worse = replace(
        look,
        sharpness=look.sharpness - softer,
        brightness=look.brightness - darker,
        glare=look.glare + more_glare,
        grid=look.grid + more_grid,
    )
    assert set(concerns(look)) <= set(concerns(worse))


@given(LOOK)
def test_the_same_file_is_not_also_called_nearly_the_same(look):
    assert not {Concern.REUSED, Concern.ALIKE} <= set(concerns(look))


@given(HASH, st.sets(st.integers(0, 63), max_size=12))
def test_pictures_that_are_alike_share_a_band(phash, flipped):
    other = f"{int(phash, 16) ^ sum(1 << bit for bit in flipped):016x}"
    assert is_alike_any(phash, [other]) == (len(flipped) <= LIMITS.most_hash_bits)
    if len(flipped) <= LIMITS.most_hash_bits:
        assert any(a == b for a, b in zip(bands_of(phash), bands_of(other), strict=True))
