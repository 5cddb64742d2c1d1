import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.sealing import Seal, SealBroken

KEY = b"k" * 32


@given(st.text())
def test_what_is_sealed_can_be_read_again_and_is_never_sealed_alike(text):
    seal = Seal(KEY, "notices")
    assert seal.opened(seal.closed(text)) == text
    assert seal.closed(text) != seal.closed(text)


@pytest.mark.parametrize("other", [Seal(b"x" * 32, "notices"), Seal(KEY, "letters")])
def test_another_key_or_another_purpose_opens_nothing(other):
    with pytest.raises(SealBroken):
        other.opened(Seal(KEY, "notices").closed("https://a.example/j/abc"))


@pytest.mark.parametrize("sealed", ["", "AAAA", "no base64!", "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"])
def test_what_was_never_sealed_is_refused(sealed):
    with pytest.raises(SealBroken):
        Seal(KEY, "notices").opened(sealed)
