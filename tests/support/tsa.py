"""A small time-stamp authority: HTTP in front of `openssl ts -reply`."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIG = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
signer_digest = sha256
"""
_PEM = serialization.Encoding.PEM


class Authority:
    """Keys in a folder. `use` gives it a new certificate; `mood` is what it answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._root = _certificate("TSA root", self._key, None, self._key, 365 * 30)
        self.pem = self._root.public_bytes(_PEM).decode()
        self.mood = "good"
        self.asked = 0
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        self.use(365)

    def use(self, days: int) -> None:
        """A new key whose certificate lasts so long."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate("TSA", key, self._root, self._key, days)
        (self._folder / "tsa.pem").write_bytes(certificate.public_bytes(_PEM))
        private = key.private_bytes(
            _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self._folder / "tsa.key").write_bytes(private)

    async def started(self) -> TestServer:
        app = web.Application()
        app.router.add_post("/", self._answer)
        server = TestServer(app)
        await server.start_server()
        return server

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        query = await request.read()
        if self.mood == "down":
            return web.Response(status=503)
        if self.mood == "garbage":
            return web.Response(body=b"\x30\x80<html>")
        if self.mood == "empty":
            return web.Response(body=b"")
        if self.mood == "refuses":
            query = query[:-3]  # an unreadable query is answered with a refusal
        if self.mood == "of other bytes":
            query = bytes([*query[:40], query[40] ^ 1, *query[41:]])
        return web.Response(body=await asyncio.to_thread(self._reply, query))

    def _reply(self, query: bytes) -> bytes:
        (self._folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-queryfile", "query", "-config", "tsa.cnf"]
        command += ["-section", "tsa", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "reply"]
        subprocess.run(command, cwd=self._folder, capture_output=True, check=False)
        return (self._folder / "reply").read_bytes()


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: int,
) -> x509.Certificate:
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())
