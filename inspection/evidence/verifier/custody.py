"""The custody log: its links, its order, its signed checkpoints and their time stamps."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.form import leaf_hash, role_of, root_of
from inspection.evidence.verifier.manifest import (
    NO_SIGNER,
    NOT_SIGNED,
    ManifestCheck,
    is_known_signer,
    moment_of,
)
from inspection.evidence.verifier.program import OpenSSL
from inspection.evidence.verifier.report import Report
from inspection.evidence.verifier.signatures import read_cms

CUSTODY, RECORD, TSA = "custody.jsonl", "record/content.json", "certificates/tsa.pem"
_LATE = {"captured", "redacted", "noted", "frozen"}


class CustodyCheck:
    """Follows the log from its first line; `lines` are what it says, for the checks after it."""

    def __init__(self, pack: Pack, report: Report, openssl: OpenSSL, files: ManifestCheck) -> None:
        self._pack = pack
        self._report = report
        self._openssl = openssl
        self._files = files
        self.lines: list[Mapping[str, Any]] = []
        self.proved: set[int] = set()  # sizes of checkpoints whose signature is stamped and good
        self._hashes: list[bytes] = []

    def run(self, authority: bytes, now: datetime, held: Sequence[str]) -> None:
        """All of it. `held`: texts of checkpoints that somebody kept outside."""
        if not self._files.is_whole(CUSTODY):
            return  # told already
        raw = self._pack.read(CUSTODY).split(b"\n")[:-1]
        try:
            self.lines = [json.loads(line) for line in raw]
        except ValueError:
            self._report.fault(CUSTODY, "", "无法读取", "can not be read")
            return
        self._hashes = [leaf_hash(line) for line in raw]
        self._follow_links()
        self._look_behind_the_freeze()
        paths = sorted(path for path in self._pack.by_path if role_of(path) == "checkpoint")
        good = 0
        for path in paths:
            if self._files.is_whole(path):
                text = self._pack.read(path)
                good = self._compare_root(path, text.decode("utf-8", "replace"), good)
                self._check_signature_of(path, text, authority, now)
        if self._files.is_whole(RECORD):
            said = json.loads(self._pack.read(RECORD)).get("custody")
            if said is not None:
                self._compare_root(RECORD, json.dumps(said), good)
        for text in held:
            self._compare_root("--checkpoint", text, good)
        if not self._report.names(CUSTODY):
            self._report.test(CUSTODY, f"{len(self.lines)} lines linked, {len(paths)} roots")

    def _follow_links(self) -> None:
        previous = "0" * 64
        case = self.lines[0].get("case") if self.lines else None
        for number, line in enumerate(self.lines, 1):
            for key, wanted in (("number", number), ("previous", previous), ("case", case)):
                if line.get(key) != wanted:
                    self._report.fault(
                        *(CUSTODY, f"/{number}/{key}", "与上一条接不上"),
                        "does not follow from the line before",
                    )
                    return
            previous = self._hashes[number - 1].hex()

    def _look_behind_the_freeze(self) -> None:
        is_frozen, copied = False, set[str]()
        for line in self.lines:
            act, evidence = str(line.get("act")), str(line.get("evidence"))
            if is_frozen and (act in _LATE or (act == "copied" and evidence in copied)):
                self._report.fault(
                    *(CUSTODY, f"/{line.get('number')}/act", "作出结论之后不应有这一步"),
                    "must not come after the determination",
                )
            is_frozen = is_frozen or act == "frozen"
            if act == "copied":
                copied.add(evidence)

    def _compare_root(self, path: str, text: str, good: int) -> int:
        """The number of lines known to be good after this checkpoint."""
        try:
            said = json.loads(text)
            size, root = int(said["size"]), str(said["root"])
        except (ValueError, KeyError, TypeError):
            self._report.fault(path, "", "无法读取", "can not be read")
            return good
        if size > len(self._hashes):
            self._report.fault(
                *(CUSTODY, f"/{len(self._hashes) + 1}", f"少了 {size - len(self._hashes)} 条"),
                f"{size - len(self._hashes)} lines are missing: {path} has {size}",
            )
        elif root_of(self._hashes[:size]) != root:
            self._report.fault(
                *(CUSTODY, f"/{good + 1} … /{size}", f"不是 {path} 签名时的内容"),
                f"is not what was signed in {path}",
            )
        else:
            self._report.test(path, f"root of {size} lines")
            return max(good, size)
        return good

    def _check_signature_of(self, path: str, text: bytes, authority: bytes, now: datetime) -> None:
        signed = path.removesuffix(".json") + ".cms"
        if not self._files.is_whole(signed):
            return
        cms = self._pack.read(signed)
        try:
            signature = read_cms(cms)
        except ValueError as error:
            self._report.fault(signed, "", "不是本系统写出的签名", f"is none of ours: {error}")
            return
        if not authority:
            return
        proved = self._proved_time(path.removesuffix(".json"), cms, now)
        if self._openssl.takes_cms(text, cms, authority, proved or now):
            self._report.test(signed, "openssl cms")
            if proved is not None:
                self.proved.add(int(json.loads(text)["size"]))
        elif self._openssl.takes_cms(text, cms, authority, moment_of(text, now)):
            self._report.age(
                *(signed, "certificate", "签名证书已到期，且没有时间戳证明签名早于到期"),
                "its certificate ended, and no time stamp shows that the signature is older",
            )
        else:
            self._report.fault(signed, "signature", *NOT_SIGNED)
        if not is_known_signer(self._pack, self._files.whole, signature):
            self._report.fault(signed, "certificate", *NO_SIGNER)

    def _proved_time(self, stem: str, cms: bytes, now: datetime) -> datetime | None:
        """When the first time stamp shows the signature was there: each later stamp is over the
        one before and carries it past the end of its certificate.
        """
        paths = sorted(
            (
                path
                for path in self._pack.by_path
                if path.startswith(f"{stem}.") and _is_stamp(path)
            ),
            key=lambda path: int(path.split(".")[-2]),
        )
        if not paths or not self._files.is_whole(TSA, *paths):
            return None
        tokens = [self._pack.read(path) for path in paths]
        authority, at = self._pack.read(TSA), now
        for number in reversed(range(len(tokens))):
            data = tokens[number - 1] if number else cms
            made = self._openssl.time_of_stamp(tokens[number])
            if self._openssl.takes_stamp(data, tokens[number], authority, at):
                self._report.test(paths[number], "openssl ts")
            elif made and self._openssl.takes_stamp(data, tokens[number], authority, made):
                self._report.age(
                    *(paths[number], "certificate", "时间戳证书已到期，且没有更新的时间戳"),
                    "its certificate ended, and no later stamp was made in time",
                )
            else:
                self._report.fault(
                    *(paths[number], "", "时间戳无效或不属于此签名"),
                    "is not good, or of something else",
                )
                return None
            at = made or at
        return at


def _is_stamp(path: str) -> bool:
    return role_of(path) == "time_stamp"
