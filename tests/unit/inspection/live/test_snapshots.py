import pytest

from inspection.live import snapshots as live_snapshots
from inspection.live.errors import NotASnapshot, SnapshotTooOften
from inspection.live.snapshots import AT_ONCE, Snapshots
from tests.support.pictures import jpeg


def test_the_newest_takes_the_place_of_the_one_before(clock):
    snapshots = Snapshots(clock)
    assert snapshots.told("case") is None
    first = snapshots.keep("case", jpeg())
    second = snapshots.keep("case", jpeg() + b"\x00")
    assert second.number > first.number
    assert snapshots.newest("case") is second
    clock.move(seconds=1.5)
    told = snapshots.told("case")
    assert (told["number"], told["age_ms"]) == (second.number, 1500)
    assert (told["width_px"], told["height_px"]) == (second.width_px, second.height_px)
    assert snapshots.newest("another") is None
    snapshots.forget("case")
    assert snapshots.newest("case") is None


def test_one_a_second_is_taken_and_a_flood_is_not(clock):
    snapshots = Snapshots(clock)
    for _ in range(AT_ONCE):
        kept = snapshots.keep("case", jpeg())
    for _ in range(20):
        with pytest.raises(SnapshotTooOften):
            snapshots.keep("case", jpeg())
    assert snapshots.newest("case") is kept
    snapshots.keep("another", jpeg())
    clock.move(seconds=1)
    assert snapshots.keep("case", jpeg()).number > kept.number


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0", b"\x00" * 999]
)
def test_what_is_no_jpeg_is_dropped(clock, content):
    with pytest.raises(NotASnapshot):
        Snapshots(clock).keep("case", content)


def test_what_would_fill_a_desks_memory_is_dropped(clock, monkeypatch):
    monkeypatch.setattr(live_snapshots, "MOST_SIDE_PX", 16)
    with pytest.raises(NotASnapshot):
        Snapshots(clock).keep("case", jpeg())


def test_calls_are_bounded(clock, monkeypatch):
    monkeypatch.setattr(live_snapshots, "MOST_CASES", 3)
    snapshots = Snapshots(clock)
    for number in range(10):
        snapshots.keep(f"case_{number}", jpeg())
    assert [f"case_{one}" for one in range(10) if snapshots.newest(f"case_{one}")] == [
        "case_7",
        "case_8",
        "case_9",
    ]
    assert len(snapshots._paces) == 3
