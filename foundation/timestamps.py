"""Time stamps by an authority of the bureau's choice (RFC 3161), over HTTP.

What comes back is checked before it is kept: for our bytes, with our nonce, and good against the
certificate the administrator named. A stamp that can not be checked would look like a forged one.
"""

import asyncio
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs7

from foundation import der
from foundation.errors import Kind, Problem
from foundation.http.outbound import Allowed, Networks, NoConnection, Outbound, read_address
from foundation.signing import TimeStamp

DEADLINE_S = 15
_SHA256 = der.sequence(der.oid("2.16.840.1.101.3.4.2.1"), bytes((0x05, 0x00)))
_TST_INFO = der.oid("1.2.840.113549.1.9.16.1.4")
_GRANTED = ("00", "01")  # RFC 3161, 2.4.2: granted, granted with changes


class NotStamped(Problem):
    """The time-stamp authority gave nothing usable."""

    kind = Kind.UNAVAILABLE
    code = "signing.not_stamped"
    zh = "没有得到可用的时间戳（{reason}）。检查点已签名，稍后会再次申请。"
    en = "No usable time stamp came ({reason}). The checkpoint is signed; it is asked for again."


@dataclass(frozen=True)
class HttpTimestamps:
    """One authority. Implements `foundation.signing.TimestampAuthority`.

    Args:
        authority: its certificate, PEM.
        networks: not public, but its host may be in one of these.
    """

    url: str
    authority: str
    networks: Networks = ()

    async def stamp(self, content: bytes) -> TimeStamp:
        """A token over the content's SHA-256. Raises `NotStamped`."""
        digest, nonce = sha256(content).digest(), secrets.randbits(63)
        reply = await self._ask(stamp_request(digest, nonce))
        try:
            token = token_of(reply)
            made_at = _must_match(token, digest, nonce)
            ends = min(one.not_valid_after_utc for one in pkcs7.load_der_pkcs7_certificates(token))
        except (der.NotDer, ValueError, IndexError) as error:
            raise NotStamped(reason=f"{error}") from error
        await asyncio.to_thread(_must_be_good, content, token, self.authority)
        return TimeStamp(token, made_at, ends)

    async def _ask(self, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        try:
            allowed = Allowed.of(read_address(self.url), self.networks)
            answer = await Outbound((allowed,)).post(self.url, request, headers)
        except NoConnection as error:
            raise NotStamped(reason=str(error)) from error
        except Problem as problem:
            raise NotStamped(reason=problem.sentence_zh.rstrip("。")) from problem
        if answer.status != 200:
            raise NotStamped(reason=f"HTTP {answer.status}")
        return answer.body


def stamp_request(digest: bytes, nonce: int) -> bytes:
    """The query as DER; asks for the authority's certificates inside the token."""
    return der.sequence(
        der.integer(1),
        der.sequence(_SHA256, der.octets(digest)),
        der.integer(nonce),
        der.tagged(der.BOOLEAN, b"\xff"),
    )


def token_of(reply: bytes) -> bytes:
    """The token in a reply. Raises `NotDer`, `ValueError` when it was refused."""
    status, *rest = der.read(reply).parts()
    said = status.parts()[0].content.hex()
    if said not in _GRANTED or not rest:
        raise ValueError(f"refused: status {said}")
    return rest[0].whole


def _must_match(token: bytes, digest: bytes, nonce: int) -> datetime:
    """When the token says it was made. Raises `ValueError` when it is of other bytes."""
    _, signed = der.read(token).parts()
    kind, inner = signed.parts()[0].parts()[2].parts()
    if kind.whole != _TST_INFO:
        raise ValueError("no time stamp")
    _, _, imprint, _, made, *more = der.read(inner.parts()[0].content).parts()
    if imprint.parts()[1].content != digest:
        raise ValueError("of other bytes")
    if der.integer(nonce) not in [one.whole for one in more]:
        raise ValueError("of another request")
    text = made.content.decode("ascii").partition(".")[0].rstrip("Z")
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _must_be_good(content: bytes, token: bytes, authority: str) -> None:
    with tempfile.TemporaryDirectory(prefix="stamp-") as folder:
        data, stamp, pem = (Path(folder) / name for name in ("data", "token", "ca.pem"))
        data.write_bytes(content)
        stamp.write_bytes(token)
        pem.write_text(authority, "ascii")
        command = ["openssl", "ts", "-verify", "-data", data, "-in", stamp, "-token_in"]
        done = subprocess.run(  # noqa: S603 - our own words, files of our own
            [*command, "-CAfile", pem], capture_output=True, timeout=DEADLINE_S, check=False
        )
    if done.returncode != 0:
        raise NotStamped(reason="not good against timestamp_ca")
