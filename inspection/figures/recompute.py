#!/usr/bin/env python3
"""Counts the published figures anew from an event export: `python3 recompute.py EVENTS.jsonl`.

Only Python's standard library, 3.9 or later; knows nothing of the system that made the file. It
reads one case at a time, counts days by the calendar in the header, draws the field checks again
from the records' fingerprints, and names every case in which it comes to something else than the
bureau counted. `--by` tells the figures apart.

Ends with 0: everything as counted; 1: some cases differ (they are named); 2: not a whole file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

FORMAT, VERSION = "yunkan.events", 1
CHINA = timezone(timedelta(hours=8))  # no summer time since 1991
APART = {
    "no_show": "no_show",
    "withdrawn": "withdrawn",
    "technical_abort": "technical_abort",
    "on_site": "on_site",
    "appealed": "appealed",
}
PASSED = {"pass", "not_asked"}
FAILED = {"fail", "needs_supplement", "needs_on_site"}
GROUPS = ("month", "format", "inspector", "pair", "mode", "pre_check")
ITEM = re.compile(r"[A-Z]+-\d+")  # `KL-06-2` is the second place of KL-06
OFFICE_CLOSES, NOON, MIDNIGHT = time(17), time(12), time(0)
Event = dict[str, Any]


class Unreadable(Exception):
    """Not a whole export of a version that is known here."""


class Calendar:
    """Working days as the header gives them; a working day has two halves, 0:00 and 12:00."""

    def __init__(self, days: Iterable[str]) -> None:
        self.days = {date.fromisoformat(one) for one in days}
        self.last = max(self.days, default=None)

    def half_days(self, start: datetime, end: datetime) -> int:
        """Halves that begin after the day of `start` and before `end`, on working days."""
        day, count = start.astimezone(CHINA).date() + timedelta(days=1), 0
        while datetime.combine(day, MIDNIGHT, CHINA) < end:
            if day in self.days:
                count += sum(datetime.combine(day, at, CHINA) < end for at in (MIDNIGHT, NOON))
            day += timedelta(days=1)
        return count

    def deadline(self, start: datetime, half_days: int) -> datetime | None:
        """End of the last half-day: noon, or when the office closes; None: behind the calendar."""
        day, left = start.astimezone(CHINA).date(), half_days
        while left > 0:
            day += timedelta(days=1)
            if self.last is None or day > self.last:
                return None
            left -= 2 * (day in self.days)
        return datetime.combine(day, OFFICE_CLOSES if left == 0 else NOON, CHINA)


class Case:
    """One case, gathered from its events."""

    def __init__(self, event: Event) -> None:
        self.about = event
        self.moves: list[Event] = []
        self.pauses: list[Event] = []
        self.checks: list[Event] = []
        self.concluded: Event | None = None
        self.rating: Event | None = None

    def take(self, event: Event) -> None:
        """One more event of it."""
        kind = event["event"]
        if kind == "moved":
            self.moves.append(event)
        elif kind == "paused":
            self.pauses.append(event)
        elif kind == "concluded":
            self.concluded = event
        elif kind == "rated":
            self.rating = event
        elif kind == "field_checked":
            self.checks.append(event)

    def outcome(self, said: Event, header: Event, calendar: Calendar) -> dict[str, Any]:
        """What it came to by its conclusion, as counted here."""
        accepted = moment(self.about["accepted_at"])
        at = moment(said["at"])
        stood = 0
        for pause in self.pauses:
            began = moment(pause["from"])
            ended = min(moment(pause["until"]) if pause["until"] else at, at)
            if began < at:
                stood += calendar.half_days(accepted, ended) - calendar.half_days(accepted, began)
        promised = 2 * header["promised_working_days"] + stood
        deadline = calendar.deadline(accepted, promised)
        passed = {said["food"], said["fume"]} <= PASSED
        return {
            "first": self.about["follows"] is None,
            "passed": passed,
            "half_days": calendar.half_days(accepted, at) - stood,
            "late": deadline is not None and at > deadline,
            "drawn": passed
            and self.about["mode"] != "on_site"
            and is_drawn(said["record_sha256"], header["drawn_share"]),
        }

    def keys(self, month: str) -> dict[str, list[str]]:
        """What it counts for in each way of telling figures apart."""
        people = self.about["inspectors"]
        return {
            "month": [month],
            "format": [self.about["format"]],
            "inspector": people,
            "pair": ["+".join(sorted(people))] if people else [],
            "mode": [self.about["mode"]],
            "pre_check": [self.about["pre_check"]],
        }


class Sums:
    """Figures of a group."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.days: Counter[int] = Counter()
        self.levels: Counter[int] = Counter()

    def add(self, outcome: dict[str, Any], rating: Event | None) -> None:
        """One case."""
        self.counts["concluded"] += 1
        self.counts["late"] += outcome["late"]
        self.counts["first"] += outcome["first"]
        self.counts["first_passed"] += outcome["first"] and outcome["passed"]
        self.days[outcome["half_days"]] += 1
        if rating:
            self.levels[rating["level"]] += 1

    def figures(self) -> dict[str, Any]:
        """As they are published."""
        concluded, first = self.counts["concluded"], self.counts["first"]
        ratings = sum(self.levels.values())
        stars = sum(level * count for level, count in self.levels.items())
        halves = sum(half * count for half, count in self.days.items())
        return {
            "concluded": concluded,
            "first": first,
            "first_passed": self.counts["first_passed"],
            "first_pass_rate": share(self.counts["first_passed"], first),
            "mean_days": halves / 2 / concluded if concluded else None,
            "p90_days": self.p90(concluded),
            "late": self.counts["late"],
            "rated": {
                "count": ratings,
                "levels": [self.levels[level] for level in range(1, 6)],
                "mean": share(stars, ratings),
                "good": share(self.levels[4] + self.levels[5], ratings),
            },
        }

    def p90(self, concluded: int) -> float | None:
        """The smallest number of days in which nine of ten cases were concluded."""
        seen = 0
        for half, count in sorted(self.days.items()):
            seen += count
            if 10 * seen >= 9 * concluded:
                return half / 2
        return None


class Count:
    """All that is counted while the file goes by, whatever its length."""

    def __init__(self, header: Event) -> None:
        self.header, self.calendar = header, Calendar(header["working_days"])
        self.whole = Sums()
        self.groups: dict[str, defaultdict[str, Sums]] = {by: defaultdict(Sums) for by in GROUPS}
        self.items: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.apart: Counter[str] = Counter()
        self.field: Counter[str] = Counter()
        self.differences: list[Event] = []

    def add(self, case: Case) -> None:
        """One whole case."""
        for move in case.moves:
            if move["act"] in APART and self.is_within(month_of(move["at"])):
                self.apart[APART[move["act"]]] += 1
        said = case.concluded
        if said is None:
            return
        month = month_of(said["at"])
        if not self.is_within(month):
            return
        outcome = case.outcome(said, self.header, self.calendar)
        if outcome != said["counted"]:
            self.differences.append(
                {
                    "case": case.about["case"],
                    "counted": said["counted"],
                    "recomputed": outcome,
                }
            )
        self.whole.add(outcome, case.rating)
        for by, keys in case.keys(month).items():
            for key in keys:
                self.groups[by][key].add(outcome, case.rating)
        self.add_items(said, case.checks)
        self.field["drawn"] += outcome["drawn"]
        self.field["checked"] += bool(case.checks)

    def add_items(self, said: Event, checks: Sequence[Event]) -> None:
        """Its items: a repeated item's places count as one where cases are counted."""
        verdicts: dict[str, str] = said["verdicts"]
        for name, wanted in (
            ("asked", {one for one, verdict in verdicts.items() if verdict != "not_applicable"}),
            ("failed", {one for one, verdict in verdicts.items() if verdict in FAILED}),
        ):
            for item in {base(one) for one in wanted}:
                self.items[item][name] += 1
        for item, (first, second) in said["pairs"].items():
            self.items[base(item)]["pairs"] += 1
            self.items[base(item)]["differed"] += first != second
        nothing: Event = {"items": {}}
        newest = max(checks, key=lambda one: one["position"], default=nothing)
        for item, agrees in newest["items"].items():
            self.items[base(item)]["seen"] += 1
            self.items[base(item)]["found_other"] += not agrees

    def is_within(self, month: str) -> bool:
        """Whether a month is one of the period's."""
        return self.header["from"] <= month <= self.header["to"]

    def result(self) -> dict[str, Any]:
        """The figures, in the shape of `GET /api/v1/figures`."""
        names = ("asked", "failed", "pairs", "differed", "seen", "found_other")
        seen = sum(one["seen"] for one in self.items.values())
        other = sum(one["found_other"] for one in self.items.values())
        return {
            "first": self.header["from"],
            "last": self.header["to"],
            "whole": self.whole.figures(),
            "groups": {
                by: {key: found[key].figures() for key in sorted(found)}
                for by, found in self.groups.items()
            },
            "items": {
                item: {name: self.items[item][name] for name in names}
                for item in sorted(self.items)
            },
            "apart": {name: self.apart[name] for name in APART.values()},
            "field": {
                "drawn": self.field["drawn"],
                "checked": self.field["checked"],
                "seen": seen,
                "found_other": other,
                "agreement": share(seen - other, seen),
            },
            "differences": self.differences,
        }


def is_drawn(record_sha256: str, drawn_share: float) -> bool:
    """The draw for a look in the field: nobody knows it before the record is signed."""
    digest = hashlib.sha256(f"field-check:{record_sha256}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < drawn_share * (1 << 64)


def moment(text: str) -> datetime:
    """A time with its zone."""
    return datetime.fromisoformat(text)


def month_of(text: str) -> str:
    """The month of a moment at the bureau, `2026-11`."""
    return f"{moment(text).astimezone(CHINA):%Y-%m}"


def base(item: str) -> str:
    """The item that a place belongs to."""
    found = ITEM.match(item)
    return found[0] if found else item


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None of nothing."""
    return part / whole if whole else None


def recompute(lines: Iterable[bytes]) -> dict[str, Any]:
    """The figures of a file's lines. Raises `Unreadable`."""
    digest, cases, read = hashlib.sha256(), 0, 0
    before: Event | None = None
    count: Count | None = None
    case: Case | None = None
    for number, line in enumerate(lines, start=1):
        try:
            event: Event = json.loads(line)
            kind = event["event"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"line {number} is not an event") from error
        if before is not None and before.get("event") == "end":
            raise Unreadable(f"line {number} follows the end")
        if count is None:
            if kind != "header" or event.get("format") != FORMAT or event.get("version") != VERSION:
                raise Unreadable(f"line 1 is not the header of a {FORMAT} file, version {VERSION}")
            count = Count(event)
        elif kind == "end":
            if (event["lines"], event["cases"]) != (read, cases):
                raise Unreadable(f"{read} lines of {cases} cases, the end names others")
            if event["sha256"] != digest.hexdigest():
                raise Unreadable("a line was changed: the fingerprint at the end is another")
        elif kind == "case":
            if case is not None:
                count.add(case)
            case, cases = Case(event), cases + 1
        elif case is None or event.get("case") != case.about["case"]:
            raise Unreadable(f"line {number} belongs to no case")
        else:
            case.take(event)
        digest.update(line)
        before, read = event, read + 1
    if count is None or before is None or before.get("event") != "end":
        raise Unreadable("the end is missing: the file was cut off")
    if case is not None:
        count.add(case)
    return count.result()


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Counts the published figures anew.")
    parser.add_argument("events", help="event export, JSON Lines · 导出的事件文件")
    parser.add_argument("--by", choices=GROUPS, help="only these groups · 只输出这种分组")
    given = parser.parse_args(arguments)
    try:
        with open(given.events, "rb") as lines:  # noqa: PTH123 - plain on purpose
            result = recompute(lines)
    except (OSError, Unreadable) as problem:
        sys.stderr.write(f"无法读取 · UNREADABLE: {problem}\n")
        return 2
    if given.by:
        result["groups"] = {given.by: result["groups"][given.by]}
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 1 if result["differences"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
