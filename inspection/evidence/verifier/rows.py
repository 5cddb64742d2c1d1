"""What was typed, noted, covered, challenged and told: each row against the log that saw it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.custody import CUSTODY, RECORD
from inspection.evidence.verifier.form import parsed
from inspection.evidence.verifier.manifest import ManifestCheck
from inspection.evidence.verifier.report import Report

Row = Mapping[str, Any]
AUDIT, NOTICE, TOLD = "audit.jsonl", "notice/content.json", "notice/notice.json"
_TYPED = {"case.reading_typed", "case.reading_withdrawn"}


class RowCheck:
    """Compares lists that are whole with what was logged when each row came to be."""

    def __init__(
        self, pack: Pack, report: Report, files: ManifestCheck, lines: Sequence[Row]
    ) -> None:
        self._pack = pack
        self._report = report
        self._files = files
        self._lines = lines

    def run(self) -> None:
        """All of it; lists that a case has none of are not in its pack."""
        self._check_readings()
        if self._lines:
            self._check_deeds("notes.json", "noted", _note_as_logged)
            self._check_deeds("redactions.json", "redacted", _cover_as_logged)
        self._check_challenges()
        self._check_notice()

    def _json(self, path: str) -> Any:
        """A file's values; `None` unless it is there and whole."""
        return parsed(path, self._pack.read(path)) if self._files.is_whole(path) else None

    def _rows(self, path: str) -> Sequence[Row] | None:
        """A list's rows, none where the pack has no such list; `None` when they can not be told."""
        if path not in self._pack.by_path:
            return None if self._report.names(path) else []
        return self._json(path)

    def _check_readings(self) -> None:
        path, log = "readings.json", self._rows(AUDIT)
        rows = self._rows(path)
        if rows is None or log is None:
            return
        said = [_reading_as_logged(one) for one in log if one["action"] in _TYPED]
        self._compare(path, [_reading_as_kept(one) for one in rows], said, AUDIT)

    def _check_deeds(self, path: str, act: str, as_kept: Callable[[Row], Row]) -> None:
        """Rows of which the custody log has a line each: per piece of evidence, in order."""
        rows = self._rows(path)
        if rows is None:
            return
        lines = [line for line in self._lines if line.get("act") == act]
        for one in sorted(
            {str(row["evidence_id"]) for row in rows} | {_of(line) for line in lines}
        ):
            kept = [as_kept(row) for row in rows if row["evidence_id"] == one]
            said = [_deed(line, kept[:1]) for line in lines if _of(line) == one]
            self._compare(path, kept, said, CUSTODY, f"/{one}")

    def _compare(
        self, path: str, kept: Sequence[Row], said: Sequence[Row], log: str, at: str = ""
    ) -> None:
        for number in range(max(len(kept), len(said))):
            one = kept[number] if number < len(kept) else None
            other = said[number] if number < len(said) else None
            if one != other:
                place = f"{at}/{number}{_first_difference(one, other)}"
                self._report.fault(
                    *(path, place, "与日志中记下的不同"), f"is not what {log} says of it"
                )
                return
        if kept:
            self._report.test(path, f"{log}, {len(kept)} rows")

    def _check_challenges(self) -> None:
        """A code in force at a capture is one that had been given then."""
        path = "challenges.json"
        given = self._rows(path)
        evidence = self._rows("evidence.json")
        if given is None or evidence is None:
            return
        for row in evidence:
            around: Row = row["circumstances"] if row.get("circumstances") else {}
            code = around.get("challenge")
            at = _moment(row["captured_at"])
            if code and not any(
                one["code"] == code and _moment(one["began_at"]) <= at < _moment(one["ends_at"])
                for one in given
            ):
                self._report.fault(
                    *(path, f"/{row['id']}", "取证时没有发出过这个口令"),
                    f"gives no code {code} that was in force at the capture of {row['id']}",
                )
        if given:
            self._report.test(path, "evidence.json")

    def _check_notice(self) -> None:
        """The one-time notice is whole, of this record, and names pictures of this pack."""
        content, told = self._json(NOTICE), self._json(TOLD)
        if content is None or told is None:
            return
        if told["sha256"] != self._pack.hashes(NOTICE)[0]:
            self._report.fault(TOLD, "/sha256", f"与 {NOTICE} 不符", f"is not the hash of {NOTICE}")
        paper = "notice/notice.pdf"
        is_other = self._files.is_whole(paper) and told["pdf_sha256"] != self._pack.hashes(paper)[0]
        if is_other:
            self._report.fault(
                TOLD, "/pdf_sha256", f"与 {paper} 不符", f"is not the hash of {paper}"
            )
        if (
            self._files.is_whole(RECORD)
            and content["record_sha256"] != self._pack.hashes(RECORD)[0]
        ):
            self._report.fault(
                *(NOTICE, "/record_sha256", "不是这份记录的告知"), "is of another record"
            )
        known = {str(row["sha256"]) for row in self._rows("evidence.json") or ()}
        for fault in content["faults"]:
            for photo in fault["photos"]:
                if known and photo["sha256"] not in known:
                    self._report.fault(
                        *(NOTICE, f"/faults/{fault['item_id']}", "所引图片不在证据清单中"),
                        f"names a picture that is not in evidence.json: {photo['sha256']}",
                    )
        self._report.test(NOTICE, "record, evidence.json")


def _first_difference(one: Row | None, other: Row | None) -> str:
    """`/KEY` of the first value that differs; empty where a whole row is missing."""
    if one is None or other is None:
        return ""
    return next((f"/{key}" for key in one if one[key] != other.get(key)), "")


def _moment(said: object) -> datetime:
    return datetime.fromisoformat(str(said))


def _of(line: Row) -> str:
    return str(line["evidence"])


def _deed(line: Row, shape: Sequence[Row]) -> Row:
    """A line of the custody log with the keys of the row it is compared with."""
    known = {**line["facts"], "by": line["who"], "at": _moment(line["at"])}
    return {key: value for key, value in known.items() if not shape or key in shape[0]}


def _note_as_logged(row: Row) -> Row:
    names = ("kind", "title", "value", "unit", "by")
    return {**{name: row[name] for name in names}, "at": _moment(row["at"])}


def _cover_as_logged(row: Row) -> Row:
    return {
        "boxes": len(row["boxes"]),
        "covered": row["covered_sha256"] or "",
        "reason": row["reason"],
        "by": row["by"],
        "at": _moment(row["at"]),
    }


def _reading_as_kept(row: Row) -> Row:
    names = ("item_id", "value", "unit", "evidence_id", "reason", "by")
    return {**{name: row[name] for name in names}, "at": _moment(row["at"])}


def _reading_as_logged(entry: Row) -> Row:
    facts = json.loads(str(entry["facts"]))
    return {
        "item_id": facts["item"],
        "value": facts["after"],
        "unit": facts["unit"],
        "evidence_id": facts["evidence"],
        "reason": facts["reason"],
        "by": entry["actor"],
        "at": _moment(entry["at"]),
    }
