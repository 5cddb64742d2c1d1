"""The published events: what happened to each case, without anybody's name, one JSON line each.

From them a stranger counts the figures anew, case by case; `recompute.py` does it and knows nothing
of ours. Cases and people are pseudonyms that stay the same over exports of one house and can not be
turned back without its key. docs/integration.md describes every field. Pure.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.cases.limit import PROMISED_WORKING_DAYS
from inspection.cases.moves import Moved
from inspection.cases.pause import Pause
from inspection.figures.field import FieldCheck
from inspection.figures.formulas import FIRST_PASS_TARGET
from inspection.figures.model import DRAWN_SHARE, Outcome
from inspection.findings.blind import BlindPair
from inspection.ratings.model import Rating

FORMAT, VERSION = "yunkan.events", 1
_LETTERS = 20  # 80 bits of a keyed digest: a county never sees two alike
Event = Mapping[str, object]


@dataclass(frozen=True)
class Pseudonyms:
    """Names that tell cases and people apart and tell nothing of them."""

    key: bytes

    @classmethod
    def of(cls, service_key: bytes) -> "Pseudonyms":
        """Those of a house, by its own key."""
        return cls(hmac.digest(service_key, b"yunkan.events", "sha256"))

    def case(self, case_id: str) -> str:
        """`c-` and twenty letters."""
        return f"c-{self._digest('case', case_id)}"

    def person(self, user_id: str) -> str:
        """`p-` and twenty letters."""
        return f"p-{self._digest('person', user_id)}"

    def _digest(self, kind: str, name: str) -> str:
        return hmac.digest(self.key, f"{kind}:{name}".encode(), "sha256").hex()[:_LETTERS]


@dataclass(frozen=True)
class Signed:
    """A signed record as far as it is published."""

    sha256: str
    food: str
    fume: str
    verdicts: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """All that is published of one case; `outcome` and `signed` of concluded ones."""

    case_id: str
    accepted_at: datetime
    follows: str | None
    moves: Iterable[Moved] = ()
    pauses: Iterable[Pause] = ()
    outcome: Outcome | None = None
    signed: Signed | None = None
    pairs: Iterable[BlindPair] = ()
    rating: Rating | None = None
    checks: Iterable[FieldCheck] = field(default_factory=list[FieldCheck])


def header(first: str, last: str, made_at: datetime, working_days: Iterable[date]) -> Event:
    """What the file is, and the calendar that days are counted by."""
    return {
        "event": "header",
        "format": FORMAT,
        "version": VERSION,
        "from": first,
        "to": last,
        "made_at": _at(made_at),
        "first_pass_target": FIRST_PASS_TARGET,
        "promised_working_days": PROMISED_WORKING_DAYS,
        "drawn_share": DRAWN_SHARE,
        "working_days": [day.isoformat() for day in working_days],
    }


def working_days(first: date, last: date, calendar: WorkCalendar) -> list[date]:
    """Those from the first to the last day, both included."""
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [day for day in days if calendar.is_working(day)[0]]


def events_of(told: Told, names: Pseudonyms) -> list[Event]:
    """The events of a case: itself, its moves and pauses by time, then what came of it."""
    case, outcome = names.case(told.case_id), told.outcome
    about: dict[str, object] = {
        "event": "case",
        "case": case,
        "accepted_at": _at(told.accepted_at),
        "follows": names.case(told.follows) if told.follows else None,
    }
    if outcome is not None:
        people = outcome.first_inspector_id, outcome.second_inspector_id
        about |= {
            "format": outcome.format_zh,
            "mode": outcome.mode,
            "pre_check": outcome.pre_check.value,
            "inspectors": [names.person(one) for one in people if one],
        }
    events: list[Event] = [about]
    events += [
        {"event": "moved", "case": case, "at": _at(one.at), "act": one.act.value[len("case.") :]}
        for one in told.moves
    ]
    events += [
        {
            "event": "paused",
            "case": case,
            "from": _at(one.began_at),
            "until": _at(one.ended_at) if one.ended_at else None,
        }
        for one in told.pauses
    ]
    if outcome is not None and told.signed is not None:
        events.append({"event": "concluded", "case": case, **_concluded(outcome, told)})
    if told.rating is not None:
        rating = told.rating
        events.append(
            {"event": "rated", "case": case, "at": _at(rating.at), "level": int(rating.level)}
        )
    return [*events, *(_checked(case, one) for one in told.checks)]


def line_of(event: Event) -> bytes:
    """One line of the file, its end included."""
    return (json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def end(lines: int, cases: int, digest: str) -> Event:
    """The last line: whoever misses it has not the whole file."""
    return {"event": "end", "lines": lines, "cases": cases, "sha256": digest}


def _concluded(outcome: Outcome, told: Told) -> Event:
    signed = told.signed
    if signed is None:
        return {}
    return {
        "at": _at(outcome.concluded_at),
        "food": signed.food,
        "fume": signed.fume,
        "record_sha256": signed.sha256,
        "verdicts": dict(signed.verdicts),
        "pairs": {one.item_id: [one.first.value, one.second.value] for one in told.pairs},
        "counted": {
            "first": outcome.is_first,
            "passed": outcome.is_passed,
            "half_days": outcome.half_days,
            "late": outcome.is_late,
            "drawn": outcome.is_drawn,
        },
    }


def _checked(case: str, check: FieldCheck) -> Event:
    return {
        "event": "field_checked",
        "case": case,
        "at": _at(check.at),
        "position": check.position,
        "items": {one.item_id: one.agrees for one in check.items},
    }


def _at(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()
