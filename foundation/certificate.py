"""A local certificate, so that phones in the same network may use their camera (`./run --lan`)."""

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME = timedelta(days=90)  # short: it is for trying things out; a bureau brings its own


def lan_address() -> str:
    """The address other devices in the network reach this machine at; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 of RFC 5737: only picks the interface
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def ensure_certificate(folder: Path, address: str) -> None:
    """Makes `cert.pem` and `key.pem` (owner only) for the address unless good ones are there."""
    cert_path, key_path = folder / "cert.pem", folder / "key.pem"
    wanted = ipaddress.ip_address(address)
    if cert_path.exists() and key_path.exists() and _is_good(cert_path.read_bytes(), wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yunkan on this network")])
    names = [x509.IPAddress(wanted), x509.DNSName("localhost")]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(private)
    cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _is_good(pem: bytes, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    certificate = x509.load_pem_x509_certificate(pem)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_fresh = certificate.not_valid_after_utc - datetime.now(UTC) > timedelta(days=7)
    return is_fresh and address in names.get_values_for_type(x509.IPAddress)
