"""Identifiers: sortable row ids, one-time secrets with their stored hashes."""

import secrets
from datetime import datetime
from hashlib import sha256

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
SECRET_BYTES = 24  # 192 bits; the scorecard (A2) asks for at least 128


def new_id(prefix: str, now: datetime) -> str:
    """A fresh id such as `case_01jd3…`: sorts by time, 48 bits of milliseconds + 80 random."""
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    digits: list[str] = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"


def new_secret() -> str:
    """A secret for a link or a cookie, safe in URLs; only its `secret_hash` is ever stored."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What the database keeps of a secret. No salt: the secret itself has 192 random bits."""
    # what a browser sends need not be text; such a secret is an unknown one, not a fault of ours
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
