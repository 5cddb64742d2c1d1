"""What the files say of each other: record, evidence, custody and audit log."""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.custody import CUSTODY, RECORD
from inspection.evidence.verifier.form import canonical, is_summed, parsed
from inspection.evidence.verifier.manifest import ManifestCheck
from inspection.evidence.verifier.report import Report
from inspection.evidence.verifier.signatures import der_of_pem

AUTHORITY = "certificates/ca.pem"
# What a line of the custody log says of a capture -> the field of the evidence list it repeats.
_REPEATED = {
    "captured_at": "captured_at",
    "item": "item_id",
    "origin": "origin",
    "sha256": "sha256",
    "size_bytes": "size_bytes",
}


class ContentCheck:
    """Compares files that are whole; a changed one was told by name before."""

    def __init__(
        self,
        pack: Pack,
        report: Report,
        files: ManifestCheck,
        lines: Sequence[Mapping[str, Any]],
    ) -> None:
        self._pack = pack
        self._report = report
        self._files = files
        self._lines = lines

    def run(self, record_sha256: str | None) -> None:
        """All of it. `record_sha256`: the fingerprint printed on the paper somebody holds."""
        self._check_sums()
        self._check_record(record_sha256)
        self._check_evidence()
        self._check_audit()

    def _json(self, path: str) -> Any:
        """A file's values; `None` unless it is there and whole."""
        return parsed(path, self._pack.read(path)) if self._files.is_whole(path) else None

    def _of_act(self, act: str) -> list[Mapping[str, Any]]:
        return [line for line in self._lines if line.get("act") == act]

    def _check_sums(self) -> None:
        path = "SHA256SUMS"
        if not self._files.is_whole(path):
            return
        found = self._pack.read(path).decode("utf-8", "replace")
        listed = {line[66:]: line[:64] for line in found.splitlines()}
        summed = {part.path for part in self._pack.parts if is_summed(part.path)}
        for one in sorted(summed | listed.keys()):
            is_same = one in summed and self._pack.hashes(one)[0] == listed.get(one)
            if not is_same and not self._report.names(one):
                self._report.fault(one, "", f"与 {path} 不符", f"is not what {path} says")
        exports = self._of_act("exported")
        if exports and exports[-1]["facts"].get("sums") != sha256(found.encode()).hexdigest():
            self._report.fault(
                *(CUSTODY, f"/{exports[-1]['number']}/facts/sums", "与 SHA256SUMS 不符"),
                "is not the hash of SHA256SUMS",
            )

    def _check_record(self, held: str | None) -> None:
        path = RECORD
        if not self._files.is_whole(path):
            if held is not None and path not in self._pack.by_path:
                self._report.fault(path, "", "缺失", "is missing")
            return
        found = self._pack.hashes(path)[0]
        if held is not None and held.lower() != found:
            self._report.fault(
                path, "", f"不是指纹为 {held[:16]}… 的记录", f"is not the record {held[:16]}…"
            )
        custody = self._json(path).get("custody")
        if custody is not None and self._files.is_whole(AUTHORITY):
            authority = sha256(der_of_pem(self._pack.read(AUTHORITY))).hexdigest()
            if custody["authority_sha256"] != authority:
                self._report.fault(
                    *(AUTHORITY, "", "不是记录中写明的根证书"),
                    "is not the certificate that the record names",
                )
        for line in self._of_act("frozen"):
            if line["facts"].get("record") != found:
                self._report.fault(
                    *(path, "", "不是据以作出结论的记录"),
                    f"is not what was determined by: {CUSTODY} /{line['number']}",
                )
        self._check_hands(found)
        self._report.test(path, "custody, signatures")

    def _check_hands(self, found: str) -> None:
        path = "record/signatures.json"
        said = self._json(path)
        if said is None:
            return
        if said["record_sha256"] != found:
            self._report.fault(
                *(path, "/record_sha256", "不是这份记录的签名"), "is of another record"
            )
        papers = [("/pdf_sha256", "record/record.pdf", said["pdf_sha256"])]
        papers += [
            (f"/signatures/{number}/png_sha256", f"record/signatures/{number + 1}.png", one)
            for number, one in enumerate(hand["png_sha256"] for hand in said["signatures"])
        ]
        for place, file, digest in papers:
            if digest and self._files.is_whole(file) and self._pack.hashes(file)[0] != digest:
                self._report.fault(path, place, f"与 {file} 不符", f"is not the hash of {file}")

    def _check_evidence(self) -> None:
        path = "evidence.json"
        rows: list[Mapping[str, Any]] | None = self._json(path)
        if rows is None:
            return
        by_id = {str(row["id"]): row for row in rows}
        for row in rows:
            self._check_files_of(row)
        captured = {str(line["evidence"]): line for line in self._of_act("captured")}
        if self._lines:
            self._check_captures(by_id, captured)
            self._check_covers(by_id)
        for line in self._of_act("frozen"):
            named = line["facts"].get("evidence", {})
            for one in sorted(named.keys() ^ by_id.keys()):
                self._report.fault(
                    *(path, f"/{one}", "与作结论时的证据清单不符"),
                    f"the set that was determined upon differs: {CUSTODY} /{line['number']}",
                )
        self._check_pictures_of_record(rows)

    def _check_files_of(self, row: Mapping[str, Any]) -> None:
        folder = f"evidence/{row['id']}/"
        names = {"sha256": r"original\.\w+"}
        names |= {
            key: key.removesuffix("_sha256") + r"\.\w+" for key in row if key.endswith("_sha256")
        }
        for key, name in names.items():
            if not row[key]:
                continue
            form = re.compile(re.escape(folder) + name)
            files = [file for file in self._pack.by_path if form.fullmatch(file)]
            if not files:
                self._report.fault(
                    *("evidence.json", f"/{row['id']}/{key}", "没有这个文件"), "has no such file"
                )
            for file in files:
                if self._files.is_whole(file) and self._pack.hashes(file)[0] != row[key]:
                    self._report.fault(
                        *("evidence.json", f"/{row['id']}/{key}", f"与 {file} 不符"),
                        f"is not the hash of {file}",
                    )

    def _check_captures(
        self, by_id: Mapping[str, Mapping[str, Any]], captured: Mapping[str, Mapping[str, Any]]
    ) -> None:
        for one in sorted(by_id.keys() ^ captured.keys()):
            self._report.fault(
                *("evidence.json", f"/{one}", "证据清单与保管链不一致"),
                f"stands only in one of evidence.json and {CUSTODY}",
            )
        for one in by_id.keys() & captured.keys():
            for fact, value in captured[one]["facts"].items():
                key = str(_REPEATED.get(fact, fact))
                if key in by_id[one] and by_id[one][key] != value:
                    self._report.fault(
                        *("evidence.json", f"/{one}/{key}", "与取证时记入保管链的不同"),
                        f"is not what {CUSTODY} /{captured[one]['number']} says",
                    )
            self._check_circumstances(one, by_id[one], captured[one])
            for file in self._pack.by_path:
                if file.startswith(f"evidence/{one}/original.") and self._files.is_whole(file):
                    self._report.test(file, f"custody {captured[one]['number']}")

    def _check_circumstances(
        self, one: str, row: Mapping[str, Any], line: Mapping[str, Any]
    ) -> None:
        said, found = line["facts"].get("circumstances_sha256"), row.get("circumstances")
        if found is None and said is None:
            return  # kept before there were any
        if said != sha256(canonical(found).encode()).hexdigest():
            self._report.fault(
                *("evidence.json", f"/{one}/circumstances", "与取证时记入保管链的不同"),
                f"is not what {CUSTODY} /{line['number']} says",
            )

    def _check_covers(self, by_id: Mapping[str, Mapping[str, Any]]) -> None:
        """What a picture is shown by now is what its last redaction says."""
        last = {str(line["evidence"]): line for line in self._of_act("redacted")}
        for one, row in by_id.items():
            line = last.get(one)
            said = line["facts"] if line else {"covered": ""}
            for fact, value in said.items():
                key = f"{fact}_sha256"
                if key in row and (row[key] or "") != value:
                    where = f"{CUSTODY} /{line['number']}" if line else CUSTODY
                    self._report.fault(
                        *("evidence.json", f"/{one}/{key}", "与保管链中的遮盖记录不同"),
                        f"is not what was covered: {where}",
                    )

    def _check_pictures_of_record(self, rows: Sequence[Mapping[str, Any]]) -> None:
        content = self._json(RECORD)
        if content is None:
            return
        known = {(str(row["sha256"]), str(row["item_id"])) for row in rows}
        for part in content["parts"]:
            for line in part["lines"]:
                for picture in line["pictures"]:
                    if (str(picture["sha256"]), str(picture["item_id"])) not in known:
                        place = f"/parts/{part['id']}/lines/{line['item_id']}"
                        self._report.fault(
                            *(RECORD, place, "所引图片不在证据清单中"),
                            f"names a picture that is not in evidence.json: {picture['sha256']}",
                        )

    def _check_audit(self) -> None:
        path = "audit.jsonl"
        for entry in self._json(path) or ():
            keys = ("number", "at", "actor", "action", "subject", "facts", "previous")
            line = json.dumps(
                [entry[key] for key in keys], ensure_ascii=False, separators=(",", ":")
            )
            if sha256(line.encode()).hexdigest() != entry["hash"]:
                self._report.fault(
                    *(path, f"/{entry['number']}", "与其指纹不符"), "is not what its hash says"
                )
