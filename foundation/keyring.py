"""The bureau's signing keys in software: made at the first start, readable by their owner only.

`keys/ca.key` signs the certificates of the keys that sign evidence; it is needed only when a new
one is made and may be kept elsewhere in between. Of `keys/signer-0001.key` and those after it the
newest signs; the certificates of all stay, so that old signatures stay good.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from foundation.blobs import write_durably
from foundation.cms import sign_detached
from foundation.errors import Kind, Problem
from foundation.signing import Certificates

AUTHORITY_LIFETIME = timedelta(days=365 * 30)  # archives outlive keys; chosen, not measured
SIGNER_LIFETIME = timedelta(days=365 * 3)
RENEWED_BEFORE = timedelta(days=30)
_EARLIER = timedelta(days=1)  # a clock that is set back must not end up before the certificate
_PEM = serialization.Encoding.PEM


class NoAuthorityKey(Problem):
    """A new signing key needs the authority's key, which is not in the folder."""

    kind = Kind.UNAVAILABLE
    code = "signing.no_authority_key"
    zh = "签名密钥需要更换，但 {folder} 中没有 ca.key。请放回该文件后重新启动。"
    en = "A new signing key is needed, but ca.key is not in {folder}. Put it back, then start."


@dataclass(frozen=True)
class Keyring:
    """The newest signing key and all certificates. Implements `foundation.signing.Signer`."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    certificates: Certificates

    def sign(self, content: bytes, at: datetime | None) -> bytes:
        """A detached CMS signature (DER) that claims the time `at`; None: it claims none."""
        return sign_detached(content, self.key, self.certificate, at)

    def sign_plain(self, content: bytes) -> bytes:
        """See `foundation.signing.Signer`."""
        r, s = decode_dss_signature(self.key.sign(content, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def fingerprint(pem: str) -> str:
    """SHA-256 of a certificate in hex, as `openssl x509 -fingerprint -sha256` names it."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    return certificate.fingerprint(hashes.SHA256()).hex()


def open_keyring(data: Path, now: datetime) -> Keyring:
    """The keys in the data folder; makes what is missing and a new key for one that soon ends.

    Raises:
        NoAuthorityKey: a new key is due and `ca.key` was taken away.
    """
    folder = data / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (folder / "ca.pem").exists():
        _make_authority(folder, now)
    signers = _signers(folder)
    if not signers or _certificate(signers[-1]).not_valid_after_utc - now < RENEWED_BEFORE:
        return rotate(data, now)
    return Keyring(
        _key(signers[-1].with_suffix(".key")),
        _certificate(signers[-1]),
        Certificates(
            (folder / "ca.pem").read_text("ascii"),
            tuple(one.read_text("ascii") for one in signers),
        ),
    )


def rotate(data: Path, now: datetime) -> Keyring:
    """A new signing key from now on; the earlier certificates stay. Raises `NoAuthorityKey`."""
    folder = data / "keys"
    if not (folder / "ca.key").exists():
        raise NoAuthorityKey(folder=str(folder))
    authority, authority_key = _certificate(folder / "ca.pem"), _key(folder / "ca.key")
    key = ec.generate_private_key(ec.SECP256R1())
    number = len(_signers(folder)) + 1
    ends = min(now + SIGNER_LIFETIME, authority.not_valid_after_utc)
    certificate = (
        _certified(f"Yunkan evidence {number:04d}", authority.subject, key, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        # what C2PA 2.2, 14.5.1 asks of who signs content; openssl's `cms -verify` likes it, too
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    # The key first: a certificate without its key would be taken for the newest.
    write_durably(folder / f"signer-{number:04d}.key", _private(key))
    write_durably(folder / f"signer-{number:04d}.pem", certificate.public_bytes(_PEM))
    return open_keyring(data, now)


def _make_authority(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    name = f"Yunkan evidence CA {sha256(public).hexdigest()[:8]}"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _certified(name, subject, key, now, now + AUTHORITY_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_durably(folder / "ca.key", _private(key))
    write_durably(folder / "ca.pem", certificate.public_bytes(_PEM))


def _certified(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _signers(folder: Path) -> list[Path]:
    return sorted(folder.glob("signer-*.pem"))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is no key on P-256: restore it from the backup")
    return key


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
