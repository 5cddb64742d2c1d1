"""PDFs signed by the bureau: PAdES-B-B (ETSI EN 319 142-1), B-T with a time-stamp authority.

The signature is the one of `foundation.cms`, so whoever holds the keys signs papers too. pyHanko
writes it into the file as an update behind the last byte: what was typeset stays as it was.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from asn1crypto import cms as asn1_cms
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509

from foundation.signing import Signer, TimestampAuthority
from foundation.timestamps import NotStamped

log = structlog.get_logger("pades")
STAMP_WAIT_S = 10  # people wait for the paper; chosen, not measured
ROOM_BYTES = 4 * 1024  # ours takes about 1.3 kB with two certificates
STAMP_ROOM_BYTES = 16 * 1024  # a token with its authority's chain; others were seen at 3-7 kB
FIELD = "Bureau"


@dataclass(frozen=True)
class _Prepared:
    """A PDF that waits for its signature: hexadecimal room between `start` and `end`."""

    pdf: bytes
    start: int
    end: int

    @property
    def signed(self) -> bytes:
        return self.pdf[: self.start] + self.pdf[self.end :]

    def filled(self, signature: bytes) -> bytes:
        room = self.end - self.start - 2  # the angle brackets stay
        written = b"<" + signature.hex().encode().ljust(room, b"0") + b">"
        return self.pdf[: self.start] + written + self.pdf[self.end :]


async def signed_pdf(
    pdf: bytes,
    signer: Signer,
    at: datetime,
    reason: str,
    timestamps: TimestampAuthority | None = None,
) -> bytes:
    """The PDF with the bureau's signature over all of it; it allows no change afterwards.

    Args:
        at: the time the signature claims.
        reason: what readers show beside the signature.
        timestamps: asked for a stamp over the signature. One that does not answer within
            `STAMP_WAIT_S` leaves the signature without: people wait for the paper.
    """
    room = ROOM_BYTES + (STAMP_ROOM_BYTES if timestamps else 0)
    prepared = await asyncio.to_thread(_prepared, pdf, at, reason, room)
    signature = await asyncio.to_thread(_signature, prepared, signer)
    if timestamps is not None:
        signature = await _stamped(signature, timestamps)
    return prepared.filled(signature)


def _prepared(pdf: bytes, at: datetime, reason: str, room_bytes: int) -> _Prepared:
    # Here, since half a second of loading is nothing for the service's start.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import cms_embedder as embedder
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writing: Any = embedder.PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(writing)
    place = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        bytes_reserved=2 * room_bytes,
    )
    rules = embedder.SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    writing.send(embedder.SigObjSetup(place, mdp_setup=rules))
    waiting, out = writing.send(embedder.SigIOSetup("sha256"))
    return _Prepared(out.getvalue(), waiting.reserved_region_start, waiting.reserved_region_end)


def _signature(prepared: _Prepared, signer: Signer) -> bytes:
    """The CMS with the chain of its certificate. The claimed time is the file's own (6.3)."""
    made = asn1_cms.ContentInfo.load(signer.sign(prepared.signed, None))
    _, _, authority = asn1_pem.unarmor(signer.certificates.authority.encode())
    made["content"]["certificates"].append(asn1_x509.Certificate.load(authority))
    return made.dump(force=True)


async def _stamped(signature: bytes, timestamps: TimestampAuthority) -> bytes:
    made = asn1_cms.ContentInfo.load(signature)
    (signer,) = made["content"]["signer_infos"]
    try:
        async with asyncio.timeout(STAMP_WAIT_S):
            stamp = await timestamps.stamp(signer["signature"].native)
    except (TimeoutError, NotStamped) as error:
        log.warning("paper signed without a time stamp", why=str(error))
        return signature
    if len(stamp.token) > STAMP_ROOM_BYTES:
        log.warning("paper signed without a time stamp", why="token too long")
        return signature
    token = asn1_cms.ContentInfo.load(stamp.token)
    kept = asn1_cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    signer["unsigned_attrs"] = asn1_cms.CMSAttributes([kept])
    return made.dump()  # forced, each level of the token is written twice: 15 s of CPU
