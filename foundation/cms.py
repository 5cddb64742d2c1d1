"""Detached CMS signatures (RFC 5652): P-256 with SHA-256, written by hand. Pure.

By hand, because every byte has to follow from content, time and key: a pack made twice is the
same pack, and a verifier can say of each byte what it ought to be. `openssl cms -verify` takes
them. The signing certificate is part of what is signed (RFC 5035), so it can not be exchanged.
"""

from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from foundation import der

_DATA, _SIGNED_DATA = der.oid("1.2.840.113549.1.7.1"), der.oid("1.2.840.113549.1.7.2")
_SHA256 = der.sequence(der.oid("2.16.840.1.101.3.4.2.1"))  # RFC 5754: without parameters
_ECDSA_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"))
_CONTENT_TYPE = der.oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
_SIGNING_TIME = der.oid("1.2.840.113549.1.9.5")
_SIGNING_CERTIFICATE = der.oid("1.2.840.113549.1.9.16.2.47")
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, SEC 2
_WITHIN = 0xA0  # context tag [0]


def sign_detached(
    content: bytes,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    at: datetime | None,
) -> bytes:
    """The signature as DER: equal arguments give equal bytes (RFC 6979).

    Args:
        at: the time the signature claims; it proves nothing without a time stamp. None: it claims
            none, as in a PDF, where the file does (ETSI EN 319 142-1, 6.3).
    """
    signer = certificate.public_bytes(serialization.Encoding.DER)
    attributes = (
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, der.octets(sha256(content).digest())),
        *([_attribute(_SIGNING_TIME, der.time(at))] if at else ()),
        _attribute(
            _SIGNING_CERTIFICATE,
            der.sequence(der.sequence(der.sequence(der.octets(sha256(signer).digest())))),
        ),
    )
    signature = _signature(key, der.set_of(*attributes))
    return _signed_data(certificate, signer, attributes, signature)


def _signed_data(
    certificate: x509.Certificate, signer: bytes, attributes: tuple[bytes, ...], signature: bytes
) -> bytes:
    info = der.sequence(
        der.integer(1),
        der.sequence(certificate.issuer.public_bytes(), der.integer(certificate.serial_number)),
        _SHA256,
        der.set_of(*attributes, tag=_WITHIN),
        _ECDSA_SHA256,
        der.octets(signature),
    )
    return der.sequence(
        _SIGNED_DATA,
        der.tagged(
            _WITHIN,
            der.sequence(
                der.integer(1),
                der.set_of(_SHA256),
                der.sequence(_DATA),
                der.tagged(_WITHIN, signer),
                der.set_of(info),
            ),
        ),
    )


def _attribute(kind: bytes, value: bytes) -> bytes:
    return der.sequence(kind, der.set_of(value))


def _signature(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    made = key.sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(made)
    # (r, s) and (r, order - s) are both good; only the smaller is ours, so there is one signature.
    return encode_dss_signature(r, min(s, _ORDER - s))
