"""How much picture one applicant's phone is to send, and what it says it does. Pure.

A rung of the ladder (`webrtc.quality`) is decided by somebody at the desk or, left alone, by how
the packets arrive; beside it stands a cap on the bitrate. The phone obeys and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.audit import Entry
from foundation.text import Bilingual
from inspection.live.announcements import ObeyedShape, QualityContent
from webrtc.quality import Ladder, Reason, Rung, Second, promises_picture

DEFAULT_CAP_BPS = 2_500_000  # webrtc.room.CAP_BPS: 720p30 of a kitchen, readable
CAP_SET, QUALITY_SET = "case.cap_set", "case.quality_set"  # in the case's log
AUTO = Bilingual("自动", "automatic")
RUNGS = {
    Rung.HD: Bilingual("高清 720p", "720p"),
    Rung.SD: Bilingual("标清 360p", "360p"),
    Rung.SLOW: Bilingual("每秒 5 帧", "5 fps"),
    Rung.STILLS: Bilingual("静态图", "stills"),
    Rung.ON_DEMAND: Bilingual("按需取图", "on demand"),
}
CAUSES = {
    Reason.LOSS: Bilingual("丢包", "loss"),
    Reason.DELAY: Bilingual("延迟高", "delay"),
    Reason.FEW_PICTURES: Bilingual("画面过少", "few pictures"),
    Reason.RECOVERED: Bilingual("网络恢复", "network recovered"),
    Reason.MANUAL: Bilingual("人工选择", "chosen by hand"),
}


@dataclass(frozen=True)
class Changed:
    """A step for the log: from what to what (`None`: left to the ladder), and why."""

    before: Rung | None
    after: Rung | None
    reason: Reason

    def facts(self) -> dict[str, str]:
        """As the log keeps it: codes for machines, a sentence's end for people."""
        of = {one: RUNGS[one] if one else AUTO for one in (self.before, self.after)}
        before, after, cause = of[self.before], of[self.after], CAUSES[self.reason]
        return {
            "from": self.before.value if self.before else "auto",
            "to": self.after.value if self.after else "auto",
            "cause": self.reason.value,
            "zh": f"{before.zh} → {after.zh}（{cause.zh}）",
            "en": f"{before.en} → {after.en} ({cause.en})",
        }


@dataclass(frozen=True)
class Obeyed:
    """The phone's word: this rung and cap are in force, or could not be put in force."""

    rung: Rung
    cap_bps: int
    is_in_force: bool


@dataclass
class PhonePicture:
    """Of one call; a new call begins with a new one."""

    pinned: Rung | None = None
    cap_bps: int = DEFAULT_CAP_BPS
    reason: Reason | None = None  # of the last step; `None` before the first
    obeyed: Obeyed | None = None
    _ladder: Ladder = field(default_factory=Ladder)
    _awaits_word: bool = False

    @property
    def rung(self) -> Rung:
        """The one that holds."""
        return self._ladder.rung

    @property
    def is_picture_expected(self) -> bool:
        """Whether no moving picture means trouble: not once the phone says that it sends none."""
        word = self.obeyed
        is_off = word is not None and word.is_in_force and not promises_picture(word.rung)
        return promises_picture(self.rung) or not is_off

    def pin(self, rung: Rung | None) -> Changed | None:
        """Somebody decided; holds until somebody decides otherwise. `None` when it held already.

        Left to the ladder, the lowest rung that moves is tried at once: stills tell little of how
        a picture would arrive.
        """
        if rung is self.pinned:
            return None
        before = self.pinned or (self.rung if self.rung is not rung else None)
        self.pinned = rung
        wanted = rung or (self.rung if promises_picture(self.rung) else Rung.SLOW)
        self._ladder.pin(wanted)
        self.reason = Reason.MANUAL
        self._awaits_word = True
        return Changed(before, rung, Reason.MANUAL)

    def recall(self, story: Iterable[Entry]) -> None:
        """Takes over what people decided, as the case's log tells it; oldest first.

        What the ladder did is left out: it looks at the network of now.
        """
        for one in story:
            if one.action == CAP_SET:
                self.limit(int(str(one.facts["to_kbps"])) * 1000)
            elif one.action == QUALITY_SET and one.facts["cause"] == Reason.MANUAL.value:
                chosen = str(one.facts["to"])
                self.pin(None if chosen == "auto" else Rung(chosen))

    def look(self, second: Second | None) -> Changed | None:
        """Once a second: a step of the ladder, unless somebody has decided."""
        if self.pinned is not None or second is None:
            return None
        before = self.rung
        step = self._ladder.look(second)
        if step is None:
            return None
        self.reason, self._awaits_word = step.reason, True
        return Changed(before, step.rung, step.reason)

    def limit(self, cap_bps: int) -> int | None:
        """Another cap; returns the one before, `None` when nothing changes."""
        if cap_bps == self.cap_bps:
            return None
        before, self.cap_bps = self.cap_bps, cap_bps
        self._awaits_word = True
        return before

    def hear(self, word: Obeyed) -> bool:
        """The phone's word; whether it is the first one about what was decided last.

        A word about something else was on its way when that was decided.
        """
        if (word.rung, word.cap_bps) != (self.rung, self.cap_bps):
            return False
        self.obeyed = word
        is_first, self._awaits_word = self._awaits_word, False
        return is_first

    def told(self) -> QualityContent:
        """As pages get it."""
        word = self.obeyed
        return {
            "rung": self.rung.value,
            "reason": self.reason.value if self.reason else None,
            "is_pinned": self.pinned is not None,
            "cap_bps": self.cap_bps,
            "obeyed": None if word is None else obeyed_json(word),
        }


def obeyed_json(word: Obeyed) -> ObeyedShape:
    """The phone's word as pages get it."""
    return {
        "rung": word.rung.value,
        "cap_bps": word.cap_bps,
        "is_in_force": word.is_in_force,
    }
