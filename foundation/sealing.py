"""Text that only this service can read again: in a copy of the database it says nothing."""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces of 96 bits


class SealBroken(Exception):
    """Sealed with another key or for another purpose, or changed since."""


class Seal:
    """AES-256-GCM with a key derived from the service's own, one per purpose."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._cipher = AESGCM(hmac.new(key, purpose.encode(), sha256).digest())

    def closed(self, text: str) -> str:
        """The text sealed, as letters for a column."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def opened(self, sealed: str) -> str:
        """The text again. Raises `SealBroken`."""
        try:
            content = b64decode(sealed, validate=True)
            return self._cipher.decrypt(
                content[:_NONCE_BYTES], content[_NONCE_BYTES:], None
            ).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error
