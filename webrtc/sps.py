"""The size of a picture out of an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1). Pure."""

_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_MOST_CYCLE = 255  # num_ref_frames_in_pic_order_cnt_cycle, 7.4.2.1.1


class _Bits:
    """Bits of a unit without its emulation prevention bytes; reading past the end raises."""

    def __init__(self, unit: bytes) -> None:
        data = unit.replace(b"\x00\x00\x03", b"\x00\x00")
        self._left = len(data) * 8
        self._value = int.from_bytes(data, "big")

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise ValueError
        return self._value >> self._left & (1 << count) - 1

    def golomb(self) -> int:
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def skip_golomb(self, count: int) -> None:
        for _ in range(count):
            self.golomb()


def size_of_sps(unit: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, cropped; `None` when the unit is no parameter set we can read."""
    try:
        return _size(_Bits(unit))
    except ValueError:
        return None


def _size(bits: _Bits) -> tuple[int, int] | None:
    bits.take(8)
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    chroma = 1
    if profile in _WITH_CHROMA:
        chroma = bits.golomb()
        if chroma == 3:
            bits.take(1)
        bits.skip_golomb(2)
        bits.take(1)
        if bits.take(1):
            return None  # scaling lists: no browser sends them
    bits.golomb()
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        bits.skip_golomb(2)
        count = bits.golomb()
        if count > _MOST_CYCLE:
            return None
        bits.skip_golomb(count)
    bits.golomb()
    bits.take(1)
    across, down = bits.golomb() + 1, bits.golomb() + 1
    is_frames = bits.take(1)
    if not is_frames:
        bits.take(1)
    bits.take(1)
    width, height = across * 16, down * 16 * (2 - is_frames)
    if bits.take(1):
        unit_x = 2 if chroma in (1, 2) else 1
        unit_y = (2 if chroma == 1 else 1) * (2 - is_frames)
        left, right, top, bottom = (bits.golomb() for _ in range(4))
        width -= (left + right) * unit_x
        height -= (top + bottom) * unit_y
    return (width, height) if 0 < width <= 16384 and 0 < height <= 16384 else None
