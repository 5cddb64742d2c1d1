"""Evidence packs: which files lie in one, its manifest and signature, and its bytes.

A pack is a function of the case's rows, a moment and the keys: made again from the same, it has
the same bytes. Files are read piece by piece, twice: once to measure them, once to send them.
"""

import json
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from foundation.blobs import Blobs
from foundation.gm import Sm2Signer
from foundation.signing import Certificates, Signer
from inspection.evidence.checkpoint import Checkpoint
from inspection.evidence.circumstances import Circumstances, circumstances_row
from inspection.evidence.custody import Entry
from inspection.evidence.custody_store import ProofRow
from inspection.evidence.model import Evidence
from inspection.evidence.verifier.bundle import single_file
from inspection.evidence.verifier.container import Part, directory, local_header, placed
from inspection.evidence.verifier.form import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    SM2,
    canonical,
    fields_of,
    has_fields,
    role_of,
)

README = Path(__file__).with_name("pack_readme.txt")
_ENDINGS = (
    *((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"%PDF", "pdf")),
    *((b"\x1aE\xdf\xa3", "webm"), (b"RIFF", "wav")),
)
_MP4_BRAND = b"ftyp"


@dataclass(frozen=True)
class Member:
    """A file of a pack: its bytes, or the name of the blob that has them."""

    path: str
    content: bytes = b""
    blob: str | None = None


@dataclass(frozen=True)
class Measured:
    """A member and what its header and the manifest say of it."""

    member: Member
    size: int
    crc: int
    sha256: str


@dataclass(frozen=True)
class Pack:
    """A pack that is ready to be sent."""

    members: Sequence[Measured]
    size_bytes: int
    blobs: Blobs

    async def pieces(self) -> AsyncIterator[bytes]:
        """All bytes, in order. Raises `Damaged` when a file changed since it was measured."""
        parts = placed([Part(one.member.path, one.size, one.crc) for one in self.members])
        for part, one in zip(parts, self.members, strict=True):
            yield local_header(part)
            async for piece in _pieces_of(one.member, self.blobs):
                yield piece
        yield directory(parts)


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC to the microsecond, enumerations by their word."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in cast("Sequence[Any]", value)]
    return value


def json_member(path: str, value: object) -> Member:
    """A file of canonical JSON."""
    return Member(path, canonical(value).encode())


def lines_member(path: str, lines: Sequence[str]) -> Member:
    """A file with one line of JSON for each entry."""
    return Member(path, "".join(f"{line}\n" for line in lines).encode())


def evidence_row(evidence: Evidence, around: Circumstances | None = None) -> dict[str, Any]:
    """A piece of evidence with all that is kept of it; `around`: what was so when it was made."""
    row: dict[str, Any] = plain(evidence)
    if around is not None:
        row["circumstances"] = dict(circumstances_row(around))
    return row


async def evidence_members(evidence: Evidence, blobs: Blobs) -> list[Member]:
    """The original and each copy, `evidence/ID/thumbnail.jpg` for `thumbnail_sha256`."""
    row = evidence_row(evidence)
    digests = {"original": evidence.sha256}
    for key, digest in row.items():
        if key.endswith("_sha256") and digest:
            digests[key.removesuffix("_sha256")] = digest
    return [
        Member(f"evidence/{evidence.id}/{name}.{await _ending(blobs, digest)}", blob=digest)
        for name, digest in digests.items()
    ]


def custody_members(
    entries: Sequence[Entry], checkpoints: Sequence[Checkpoint], proofs: Sequence[ProofRow]
) -> list[Member]:
    """The log, its signed checkpoints, their time stamps and second signatures."""
    members = [lines_member("custody.jsonl", [entry.line for entry in entries])]
    for one in checkpoints:
        stem = f"checkpoints/{one.size:08d}"
        members += [Member(f"{stem}.json", one.text.encode()), Member(f"{stem}.cms", one.cms)]
        for proof in proofs:
            if proof.size == one.size:
                ending = "sm2" if proof.number == 0 else f"{proof.number}.tst"
                members.append(Member(f"{stem}.{ending}", proof.content))
    return members


def certificate_members(certificates: Certificates, more: Mapping[str, str]) -> list[Member]:
    """The authority and all signing certificates. `more`: others by their name."""
    named = {"ca": certificates.authority}
    named |= {f"signer-{number}": pem for number, pem in enumerate(certificates.signers, 1)}
    return [
        Member(f"certificates/{name}.pem", pem.encode()) for name, pem in {**named, **more}.items()
    ]


async def measured(members: Sequence[Member], blobs: Blobs) -> list[Measured]:
    """Sizes and hashes. Raises `Damaged`."""
    found: list[Measured] = []
    for member in members:
        size, crc, digest = 0, 0, sha256()
        async for piece in _pieces_of(member, blobs):
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            digest.update(piece)
        found.append(Measured(member, size, crc, digest.hexdigest()))
    return found


def sums_of(contents: Sequence[Measured]) -> bytes:
    """`SHA256SUMS` over the contents, as `sha256sum -c` reads it."""
    return "".join(f"{one.sha256}  {one.member.path}\n" for one in contents).encode()


def digest_of_sums(contents: Sequence[Measured]) -> str:
    """What the custody log says of an export: the hash of its `SHA256SUMS`."""
    return sha256(sums_of(contents)).hexdigest()


async def sealed(
    contents: Sequence[Measured],
    proof: Sequence[Member],
    *,
    case: Mapping[str, str],
    checkpoint: Checkpoint,
    signer: Signer,
    sm2: Sm2Signer | None,
    blobs: Blobs,
) -> Pack:
    """The pack of these contents and of what proves them, under a signed manifest.

    Args:
        case: `id` and `number`.
        checkpoint: the newest, made for this export.
    """
    head = [
        Member("README.txt", README.read_bytes()),
        Member("verify.py", single_file()),
        Member("SHA256SUMS", sums_of(contents)),
    ]
    inner = [*await measured(head, blobs), *contents, *await measured(proof, blobs)]
    inner += await measured([_fields_member([one.member for one in inner])], blobs)
    manifest = canonical(_manifest(inner, case, checkpoint)).encode()
    outer = [
        Member(MANIFEST, manifest),
        Member(SIGNATURE, signer.sign(manifest, checkpoint.at)),
    ]
    if sm2 is not None:
        outer.append(Member(SM2, await sm2.sign(manifest)))
    members = [*await measured(outer, blobs), *inner]
    parts = placed([Part(one.member.path, one.size, one.crc) for one in members])
    end = parts[-1].data_at + parts[-1].size
    return Pack(members, end + len(directory(parts)), blobs)


def _manifest(
    inner: Sequence[Measured], case: Mapping[str, str], checkpoint: Checkpoint
) -> dict[str, object]:
    return {
        "case": case["id"],
        "checkpoint": {"root": checkpoint.root, "size": checkpoint.size},
        "files": [
            {
                "path": one.member.path,
                "role": role_of(one.member.path),
                "sha256": one.sha256,
                "size": one.size,
            }
            for one in inner
        ],
        "format": FORMAT,
        "made_at": json.loads(checkpoint.text)["at"],
        "number": case["number"],
    }


def _fields_member(members: Sequence[Member]) -> Member:
    known = {
        member.path: fields_of(member.path, member.content)
        for member in members
        if has_fields(member.path)
    }
    return json_member("fields.json", known)


async def _pieces_of(member: Member, blobs: Blobs) -> AsyncIterator[bytes]:
    if member.blob is None:
        yield member.content
        return
    async for piece in blobs.pieces(member.blob):
        yield piece


async def _ending(blobs: Blobs, digest: str) -> str:
    """The usual ending of a file's name, by its first bytes."""
    async for piece in blobs.pieces(digest):
        if piece[4:8] == _MP4_BRAND:
            return "mp4"
        return next((ending for magic, ending in _ENDINGS if piece.startswith(magic)), "bin")
    return "bin"
