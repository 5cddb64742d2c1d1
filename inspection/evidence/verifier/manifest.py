"""The manifest and its signature, each file against it, and every byte of the container."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inspection.evidence.verifier.container import (
    LISTED_FIELDS,
    LOCAL_FIELDS,
    Pack,
    Part,
    directory,
    local_header,
)
from inspection.evidence.verifier.form import (
    FORMAT,
    MANIFEST,
    ROW_KEYS,
    SIGNATURE,
    UNLISTED,
    canonical,
    fields_of,
    has_fields,
    leaves,
    role_of,
)
from inspection.evidence.verifier.program import OpenSSL
from inspection.evidence.verifier.report import Report
from inspection.evidence.verifier.signatures import Signature, der_of_pem, read_cms

MOST_NAMED = 12  # places named one by one; the rest are counted


def last_checkpoint(pack: Pack) -> dict[str, Any]:
    """The newest checkpoint in a pack. Raises `ValueError`."""
    paths = [path for path in pack.by_path if role_of(path) == "checkpoint"]
    if not paths:
        raise ValueError("no checkpoint")
    return json.loads(pack.read(max(paths)))


def manifest_of(pack: Pack) -> dict[str, Any]:
    """The manifest as it follows from the files. Raises `ValueError` when one can not be read."""
    case: dict[str, Any] = json.loads(pack.read("case.json")) if "case.json" in pack.by_path else {}
    checkpoint = last_checkpoint(pack)
    return {
        "case": case.get("id"),
        "checkpoint": {"root": checkpoint.get("root"), "size": checkpoint.get("size")},
        "files": [
            {
                "path": part.path,
                "role": role_of(part.path),
                "sha256": pack.hashes(part.path)[0],
                "size": part.size,
            }
            for part in pack.parts
            if part.path not in UNLISTED
        ],
        "format": FORMAT,
        "made_at": checkpoint.get("at"),
        "number": case.get("number"),
    }


class ManifestCheck:
    """Compares manifest, signature, files and container; knows afterwards which files are whole."""

    def __init__(self, pack: Pack, report: Report, openssl: OpenSSL) -> None:
        self._pack = pack
        self._report = report
        self._openssl = openssl
        self.whole: set[str] = set()
        self._edited: set[str] = set()  # files whose entry in the manifest was changed

    def run(self, authority: bytes, now: datetime) -> None:
        """All of it. `authority` is the PEM signatures are checked against; empty: none is."""
        content = self._bytes_of(MANIFEST)
        said = self._parsed_manifest(content)
        try:
            rebuilt = canonical(manifest_of(self._pack)).encode()
        except (ValueError, AttributeError):
            rebuilt = b""
        signature = self._signature()
        is_signed = signature is not None and signature.digest == self._hash_of(MANIFEST)
        if said is None or (content != rebuilt and signature is not None and not is_signed):
            self._name_changes_of_manifest(content, said, rebuilt)
        elif signature is not None and not is_signed:
            self._report.fault(
                *(SIGNATURE, "messageDigest", "签的不是这份 manifest.json（清单或签名被换过）"),
                "does not sign this manifest.json: one of the two was exchanged",
            )
        self._compare_files(said)
        self._check_container(said)
        if signature is not None and is_signed and authority:
            self._check_signature(content, signature, authority, now)

    def is_whole(self, *paths: str) -> bool:
        """Whether these files are there and are what the manifest says."""
        return self.whole.issuperset(paths)

    def _bytes_of(self, path: str) -> bytes:
        return self._pack.read(path) if path in self._pack.by_path else b""

    def _hash_of(self, path: str) -> str:
        return self._pack.hashes(path)[0] if path in self._pack.by_path else ""

    def _parsed_manifest(self, content: bytes) -> dict[str, Any] | None:
        if MANIFEST not in self._pack.by_path:
            self._report.fault(MANIFEST, "", "缺失", "is missing")
            return None
        try:
            said = json.loads(content)
            for one in said["files"]:
                str(one["path"] + one["sha256"])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            self._report.fault(MANIFEST, place_in_text(content, error), *_NOT_JSON)
            return None
        return said

    def _signature(self) -> Signature | None:
        if SIGNATURE not in self._pack.by_path:
            self._report.fault(SIGNATURE, "", "缺失", "is missing")
            return None
        try:
            return read_cms(self._bytes_of(SIGNATURE))
        except ValueError as error:
            self._report.fault(
                SIGNATURE, "", "不是本系统写出的签名", f"is no signature as we write it: {error}"
            )
            return None

    def _name_changes_of_manifest(
        self, content: bytes, said: dict[str, Any] | None, rebuilt: bytes
    ) -> None:
        if said is None or not rebuilt:
            return
        places = differing(dict(leaves(said)), dict(leaves(json.loads(rebuilt))))
        name_places(self._report, MANIFEST, places)
        entries = (re.fullmatch(r"/files/(.+)/\w+", place) for place in places)
        self._edited = {entry[1] for entry in entries if entry}
        if content != rebuilt and not places:
            self._report.fault(MANIFEST, "", *_WRITTEN)

    def _compare_files(self, said: dict[str, Any] | None) -> None:
        if said is None:
            return
        wanted = {str(one["path"]): one for one in said["files"]}
        found = [path for path in self._pack.by_path if path not in UNLISTED]
        for path, one in wanted.items():
            if path not in self._pack.by_path:
                if path not in self._edited:
                    self._report.fault(path, "", "缺失", "is missing")
            elif self._hash_of(path) == one["sha256"]:
                self.whole.add(path)
                self._report.test(path, "SHA-256")
        for path in found:
            if path not in wanted and path not in self._edited:
                self._report.fault(path, "", "不在清单中", "is not in the manifest")
        order = [path for path in wanted if path in self._pack.by_path]
        if set(order) == set(found) and order != found:
            moved = next(path for path, other in zip(found, order, strict=True) if path != other)
            self._report.fault(moved, "", "在压缩包中的次序被改动", "stands in another place")
        for path in order:
            if path not in self.whole and path not in self._edited:
                self._name_change(path, str(wanted[path]["sha256"]))

    def _name_change(self, path: str, wanted: str) -> None:
        content = self._bytes_of(path)
        if self._pack.by_path[path].data_at + self._pack.by_path[path].size > self._pack.end:
            self._report.fault(path, "content", "被截断", "is cut off")
            return
        if path == "fields.json" or has_fields(path):
            try:
                places = self._changed_places(path, content)
            except (ValueError, AttributeError) as error:
                self._report.fault(path, place_in_text(content, error), *_NOT_JSON)
                return
            name_places(self._report, path, places)
            if not places:
                self._report.fault(path, "", *_WRITTEN)
            return
        self._report.fault(
            *(path, "content", f"SHA-256 应为 {wanted[:16]}…，实为 {self._hash_of(path)[:16]}…"),
            f"SHA-256 should be {wanted[:16]}…, is {self._hash_of(path)[:16]}…",
        )

    def _changed_places(self, path: str, content: bytes) -> list[str]:
        if path == "fields.json":
            return differing(dict(leaves(json.loads(content))), dict(leaves(self._fields())))
        known = json.loads(self._bytes_of("fields.json"))
        return differing(fields_of(path, content), known.get(path, {}))

    def _fields(self) -> dict[str, Any]:
        return {
            path: fields_of(path, self._bytes_of(path))
            for path in self._pack.by_path
            if has_fields(path)
        }

    def _check_container(self, said: dict[str, Any] | None) -> None:
        """Each header against what it must be. Changed bytes of a file are told as that alone."""
        trusted = self.whole | UNLISTED if said is not None else set[str]()
        parts = [
            Part(
                *(part.path, part.size),
                self._pack.hashes(part.path)[1] if part.path in trusted else part.crc,
                part.at,
            )
            for part in self._pack.parts
        ]
        for part in parts:
            expected = local_header(part)
            found = self._pack.bytes_at(part.at, len(expected))
            if found != expected:
                place = differing_field(expected, found, LOCAL_FIELDS)
                self._report.fault(part.path, f"ZIP {place}", *_HEADER)
        end = parts[-1].data_at + parts[-1].size
        expected = directory(parts)
        found = self._pack.bytes_at(end, len(expected) + 1)
        if found != expected:
            self._name_place_in_directory(parts, expected, found)

    def _name_place_in_directory(
        self, parts: Sequence[Part], expected: bytes, found: bytes
    ) -> None:
        at = 0
        for part in parts:
            size = 46 + len(part.path.encode()) + (12 if part.at >= 0xFFFFFFFF else 0)
            if found[at : at + size] != expected[at : at + size]:
                place = differing_field(
                    expected[at : at + size], found[at : at + size], LISTED_FIELDS
                )
                self._report.fault(part.path, f"ZIP directory {place}", *_HEADER)
                return
            at += size
        self._report.fault("ZIP", "end of directory", *_HEADER)

    def _check_signature(
        self, content: bytes, signature: Signature, authority: bytes, now: datetime
    ) -> None:
        cms = self._bytes_of(SIGNATURE)
        if self._openssl.takes_cms(content, cms, authority, now):
            self._report.test(SIGNATURE, "openssl cms")
            self._report.test(MANIFEST, SIGNATURE)
        elif self._openssl.takes_cms(content, cms, authority, moment_of(content, now)):
            self._report.age(
                *(SIGNATURE, "certificate", "签名证书已到期；签名在其自称的时间有效"),
                "its certificate ended; the signature was good at the time it claims",
            )
            self._report.test(MANIFEST, SIGNATURE)
        else:
            self._report.fault(SIGNATURE, "signature", *NOT_SIGNED)
        if not is_known_signer(self._pack, self.whole, signature):
            self._report.fault(SIGNATURE, "certificate", *NO_SIGNER)


def moment_of(content: bytes, otherwise: datetime) -> datetime:
    """The time a signed text says it was made."""
    try:
        said = json.loads(content)
        return datetime.fromisoformat(said.get("made_at") or said["at"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return otherwise


def is_known_signer(pack: Pack, whole: set[str], signature: Signature) -> bool:
    """Whether the certificate inside a signature is one of those beside it."""
    paths = [path for path in pack.by_path if path.startswith("certificates/signer-")]
    if not whole.issuperset(paths):
        return True  # told where it was changed
    return any(der_of_pem(pack.read(path)) == signature.certificate for path in paths)


def differing(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """The places whose values are not the same in both."""
    absent = object()
    places = {**wanted, **found}
    return [one for one in places if found.get(one, absent) != wanted.get(one, absent)]


def differing_field(expected: bytes, found: bytes, fields: Sequence[tuple[str, int]]) -> str:
    """The name of the first header field that differs."""
    at = 0
    for name, size in fields:
        if expected[at : at + size] != found[at : at + size]:
            return name
        at += size
    return "name"


def place_in_text(content: bytes, error: Exception) -> str:
    """The JSON key before the place where a text stops making sense, and the byte."""
    at = len(content)
    if isinstance(error, json.JSONDecodeError):
        at = len(error.doc[: error.pos].encode())
    elif isinstance(error, UnicodeDecodeError):
        at = error.start
    keys = re.findall(rb'"([^"\\]{1,80})":', content[:at])
    key = keys[-1].decode("utf-8", "replace") + ", " if keys else ""
    return f"{key}byte {at}"


def name_places(report: Report, path: str, places: Sequence[str]) -> None:
    """Names changed values one by one, many by their number.

    What names a row comes first: with another id all values of it stand in another place.
    """
    places = sorted(places, key=lambda place: place.rpartition("/")[2] not in ROW_KEYS)
    for place in places[:MOST_NAMED]:
        report.fault(path, place, "值与签名时不同", "is not what it was when signed")
    if len(places) > MOST_NAMED:
        more = len(places) - MOST_NAMED
        report.fault(path, "…", f"另有 {more} 处", f"and {more} places more")


_NOT_JSON = ("无法读取为 JSON", "can not be read as JSON")
_WRITTEN = ("值相同，写法被改动", "same values, written in another way")
_HEADER = ("压缩包结构被改动", "the container was changed here")
NOT_SIGNED = ("签名无效（不是本机构的密钥，或内容被改动）", "is not good: another key, or changed")
NO_SIGNER = ("签名证书不在证据包的证书中", "the certificate is none of those in the pack")
