"""The command: reads the arguments, runs the checks in their order, prints what they found."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.contents import AUTHORITY, ContentCheck
from inspection.evidence.verifier.custody import CustodyCheck
from inspection.evidence.verifier.form import FORMAT, MANIFEST, SIGNATURE
from inspection.evidence.verifier.gm import check_sm2
from inspection.evidence.verifier.manifest import ManifestCheck
from inspection.evidence.verifier.program import OpenSSL
from inspection.evidence.verifier.report import (
    CHANGED,
    INTACT,
    UNREADABLE,
    Report,
    Unreadable,
)
from inspection.evidence.verifier.rows import RowCheck
from inspection.evidence.verifier.signatures import der_of_pem

Lines = Sequence[Mapping[str, Any]]


def verify(
    path: Path,
    *,
    now: datetime,
    authority: bytes | None = None,
    held: Sequence[str] = (),
    record_sha256: str | None = None,
    more: Callable[[Pack, Report, Lines], None] | None = None,
) -> Report:
    """Checks a pack.

    Args:
        now: the moment certificates are checked at.
        authority: PEM of the certificate to trust; without one, that in the pack is taken, and
            whether it is the bureau's is left to the reader.
        held: texts of checkpoints that somebody kept outside.
        record_sha256: the fingerprint on the paper somebody holds.
        more: further checks of whoever has more than the pack.

    Raises:
        Unreadable: this is no pack, or one that is refused.
    """
    report = Report()
    with path.open("rb") as file, tempfile.TemporaryDirectory(prefix="verify-") as folder:
        pack, openssl = Pack(file), OpenSSL(Path(folder))
        if AUTHORITY not in pack.by_path and authority is None:
            report.fault(AUTHORITY, "", "缺失", "is missing")
        beside = pack.read(AUTHORITY) if AUTHORITY in pack.by_path else b""
        if authority is not None and beside and not _is_same_certificate(authority, beside):
            report.fault(*(AUTHORITY, "", "不是您指定的根证书"), "is not the certificate you trust")
        files = ManifestCheck(pack, report, openssl)
        trusted = authority or (beside if _is_as_listed(pack, beside) else b"")
        if not trusted:
            report.said.append(
                "签名未核验：没有可用的根证书 · signatures not checked: no certificate to trust"
            )
        files.run(trusted, now)
        custody = CustodyCheck(pack, report, openssl, files)
        custody.run(trusted, now, held)
        if files.is_whole("SHA256SUMS") and len(custody.lines) in custody.proved:
            # The stamped checkpoint holds the line of this export, that line the hash of all files.
            report.aged = [one for one in report.aged if one.path != SIGNATURE]
        try:
            ContentCheck(pack, report, files, custody.lines).run(record_sha256)
            RowCheck(pack, report, files, custody.lines).run()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            report.fault(MANIFEST, "", "文件缺少字段", f"a file lacks a field: {error!r}")
        check_sm2(pack, report, openssl, files)
        if more is not None:
            more(pack, report, custody.lines)
        _summarise(pack, report, files, custody.lines, trusted or beside)
    return report


def _summarise(
    pack: Pack, report: Report, files: ManifestCheck, lines: Lines, authority: bytes
) -> None:
    if files.is_whole("case.json"):
        case = json.loads(pack.read("case.json"))
        report.said.append(f"办件 case: {case['number']} {case['shop_name']} ({case['id']})")
    pictures = sum(line.get("act") == "captured" for line in lines)
    frozen = [str(line["at"]) for line in lines if line.get("act") == "frozen"]
    report.said.append(
        f"保管链 custody: {len(lines)} 条 lines, {pictures} 件证据 pieces of evidence, "
        f"作出结论 determined {frozen[0] if frozen else '—'}"
    )
    if files.is_whole("record/signatures.json"):
        said = json.loads(pack.read("record/signatures.json"))
        names = ", ".join(f"{one['name']} {one['signed_at']}" for one in said["signatures"])
        report.said.append(f"记录 record: SHA-256 {said['record_sha256']}; 签字 signed: {names}")
    stamps = sum(path.endswith(".tst") for path in pack.by_path)
    report.said.append(f"时间戳 time stamps: {stamps or '无 none'}")
    try:
        report.said.append(
            f"根证书 authority: SHA-256 {sha256(der_of_pem(authority)).hexdigest()}\n"
            "  请与纸质记录或推送报文核对 · compare it with the printed record or the push"
        )
    except ValueError:
        report.said.append("根证书无法读取 · the authority's certificate can not be read")


def _is_as_listed(pack: Pack, certificate: bytes) -> bool:
    """Whether the manifest names the certificate beside it; told as a changed file otherwise."""
    try:
        said = json.loads(pack.read(MANIFEST))["files"]
        return sha256(certificate).hexdigest() in [
            one["sha256"] for one in said if one["path"] == AUTHORITY
        ]
    except (ValueError, KeyError, TypeError):
        return True  # the manifest is what was changed


def _is_same_certificate(one: bytes, other: bytes) -> bool:
    try:
        return der_of_pem(one) == der_of_pem(other)
    except ValueError:
        return False


def checkpoint_texts(content: str) -> list[str]:
    """The checkpoint in what somebody kept: a push as it came, its `checkpoint`, or its text.

    Raises:
        ValueError: it is none of these.
    """
    said = json.loads(content)
    said = said.get("data", said)
    said = said.get("checkpoint", said)
    text = str(said["text"]) if "text" in said else content
    if not {"root", "size"} <= json.loads(text).keys():
        raise ValueError("no checkpoint")
    return [text]


def arguments(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(
        prog=prog, description=f"检查证据包 · checks an evidence pack ({FORMAT})"
    )
    parser.add_argument("pack", type=Path, help="PACK.zip")
    parser.add_argument("--ca", type=Path, help="信任的根证书 · the certificate you trust, PEM")
    parser.add_argument(
        "--checkpoint", type=Path, help="您保存的推送报文或检查点 · a push or checkpoint you kept"
    )
    parser.add_argument("--record-sha256", help="纸质记录页脚的指纹 · as printed on the record")
    parser.add_argument("--at", help="按此日期核验证书 · check certificates as of 2036-11-25")
    return parser


def run(
    given: argparse.Namespace, more: Callable[[Pack, Report, Lines], None] | None = None
) -> int:
    """Checks and prints. 0 intact, 1 changed, 2 unreadable."""
    try:
        now = datetime.fromisoformat(given.at) if given.at else datetime.now(UTC)
        report = verify(
            given.pack,
            now=now if now.tzinfo else now.replace(tzinfo=UTC),
            authority=given.ca.read_bytes() if given.ca else None,
            held=checkpoint_texts(given.checkpoint.read_text("utf-8")) if given.checkpoint else (),
            record_sha256=given.record_sha256,
            more=more,
        )
    except (Unreadable, OSError, ValueError) as error:
        _say(f"无法读取 · UNREADABLE: {given.pack}: {error}")
        return UNREADABLE
    for line in report.lines():
        _say(line)
    return CHANGED if report.faults else INTACT


def _say(line: str) -> None:
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def main(argv: Sequence[str] | None = None) -> int:
    """`verify.py PACK.zip`."""
    return run(arguments("verify.py").parse_args(argv))
