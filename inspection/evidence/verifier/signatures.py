"""Our detached CMS signatures, read so that each byte is accounted for."""

import base64
from dataclasses import dataclass
from hashlib import sha256

_SHA256 = bytes.fromhex("300b0609608648016503040201")
_ECDSA = bytes.fromhex("300a06082a8648ce3d040302")
_DATA, _SIGNED = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
_DIGEST = bytes.fromhex("06092a864886f70d010904")
_CERTIFICATE = bytes.fromhex("060b2a864886f70d010910022f")
_HALF_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 // 2


def _wrapped(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = size.to_bytes((size.bit_length() + 7) // 8)
    head = bytes((tag, size)) if size < 0x80 else bytes((tag, 0x80 | len(length))) + length
    return head + content


def _der(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """Tag, content and all bytes of each value. Raises `ValueError`."""
    values: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at < len(content):
        start, at = at, at + 2
        size = content[at - 1] if at <= len(content) else 0x80
        if size >= 0x80:
            count = size & 0x7F
            size = int.from_bytes(content[at : at + count])
            at += count
            if not 1 <= count <= 4:
                raise ValueError("length")
        if at + size > len(content):
            raise ValueError("cut off")
        values.append((content[start], content[at : at + size], content[start : at + size]))
        at += size
    return values


@dataclass(frozen=True)
class Signature:
    """What a detached CMS signature of ours holds; every other byte of it follows from these."""

    certificate: bytes
    digest: str


def read_cms(cms: bytes) -> Signature:
    """Reads a signature; raises `ValueError` unless each byte is where and what it must be."""
    try:
        ((_, outer, _),) = _der(cms)
        _, (_, within, _) = _der(outer)
        ((_, data, _),) = _der(within)
        _, _, _, (_, certificate, _), (_, infos, _) = _der(data)
        ((_, info, _),) = _der(infos)
        _, _, _, (_, attributes, _), _, (_, signature, _) = _der(info)
        ((_, signed, _), *_) = _der(_der(certificate)[0][1])
        _, serial, _, issuer, *_ = (whole for _, _, whole in _der(signed))
        said = {_der(one)[0][2]: _der(_der(one)[1][1])[0] for _, one, _ in _der(attributes)}
        ((_, pair, _),) = _der(signature)
        smaller = int.from_bytes(_der(pair)[1][1])
        named = _der(_der(_der(said[_CERTIFICATE][1])[0][1])[0][1])[0][1]
        digest = said[_DIGEST][1].hex()
    except (IndexError, KeyError) as error:
        raise ValueError("not a signature of ours") from error
    info = _wrapped(
        0x30,
        *(b"\x02\x01\x01", _wrapped(0x30, issuer, serial), _SHA256),
        *(_wrapped(0xA0, attributes), _ECDSA, _wrapped(0x04, signature)),
    )
    data = _wrapped(
        0x30,
        *(b"\x02\x01\x01", _wrapped(0x31, _SHA256), _wrapped(0x30, _DATA)),
        *(_wrapped(0xA0, certificate), _wrapped(0x31, info)),
    )
    if _wrapped(0x30, _SIGNED, _wrapped(0xA0, data)) != cms or smaller > _HALF_ORDER:
        raise ValueError("written in another way than ours")
    if named != sha256(certificate).digest():
        raise ValueError("the certificate is not the one that is signed with it")
    return Signature(certificate, digest)


def der_of_pem(pem: bytes) -> bytes:
    """The certificate's bytes. Raises `ValueError`."""
    inner = pem.partition(b"-----BEGIN CERTIFICATE-----")[2].partition(b"-----END")[0]
    return base64.b64decode(b"".join(inner.split()), validate=True)
