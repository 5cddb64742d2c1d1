from inspection.live import watchers as live_watchers
from inspection.live.frames import Watching
from inspection.live.watchers import HOLDS, Watchers
from webrtc.engine import RoomFigures, ViewerFigures

WANG, ZHAO = ViewerFigures("wang", "li", 9000, 0.1, 0.2), ViewerFigures("zhao", "li")
FIGURES = RoomFigures((), (WANG, ZHAO))


def word(freezes=0, publisher="li"):
    return Watching(
        type="watching", publisher=publisher, width_px=1280, height_px=720, freezes=freezes
    )


def of(figures, viewer):
    return next(one for one in figures.viewers if one.viewer == viewer)


def test_what_a_page_sees_is_joined_to_what_goes_to_it(clock):
    watchers = Watchers(clock)
    watchers.hear("case", "wang", word(2))
    watchers.hear("case", "wang", word(3))
    watchers.hear("case", "nobody who watches", word(99))
    joined = watchers.joined("case", FIGURES)
    assert of(joined, "wang") == ViewerFigures("wang", "li", 9000, 0.1, 0.2, 1280, 720, 3)
    assert of(joined, "zhao") == ZHAO, "said nothing"
    assert watchers.joined("another case", FIGURES) == FIGURES


def test_a_page_that_says_nothing_any_more_is_not_believed(clock):
    watchers = Watchers(clock)
    watchers.hear("case", "wang", word())
    clock.move(seconds=HOLDS.total_seconds() + 1)
    assert watchers.joined("case", FIGURES) == FIGURES


def test_words_are_bounded_and_gone_with_the_call(clock, monkeypatch):
    monkeypatch.setattr(live_watchers, "MOST_PER_CASE", 4)
    monkeypatch.setattr(live_watchers, "MOST_CASES", 3)
    watchers = Watchers(clock)
    for number in range(50):
        watchers.hear("case_0", "wang", word(publisher=f"p{number}"))
        watchers.hear(f"case_{number}", "wang", word())
    assert len(watchers._words) == 3
    assert max(len(words) for words in watchers._words.values()) == 4
    watchers.forget("case_49")
    assert watchers.joined("case_49", FIGURES) == FIGURES
