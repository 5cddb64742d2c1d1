"""What signing asks of whoever holds the keys: ports; their software forms are beside this file.

A cryptographic module of the bureau takes the place of `keyring` by having the same methods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Certificates:
    """What a stranger needs to check signatures, as PEM.

    Args:
        authority: the one certificate everything is checked against.
        signers: all signing certificates there ever were, oldest first; keys change, old
            signatures stay good.
    """

    authority: str
    signers: Sequence[str]


class Signer(Protocol):
    """Signs so that `openssl cms -verify` alone can check it."""

    @property
    def certificates(self) -> Certificates:
        """The authority and all signing certificates."""
        ...

    def sign(self, content: bytes, at: datetime | None) -> bytes:
        """A detached CMS signature (DER) that claims the time `at`; None: it claims none."""
        ...

    def sign_plain(self, content: bytes) -> bytes:
        """ES256 as COSE wants it (RFC 9053, 2.1): r and s, 32 bytes each."""
        ...


@dataclass(frozen=True)
class TimeStamp:
    """A time-stamp token (RFC 3161) and until when its own certificate can be checked."""

    token: bytes
    at: datetime
    valid_until: datetime


class TimestampAuthority(Protocol):
    """Says by its signature that bytes existed at a moment."""

    @property
    def authority(self) -> str:
        """The PEM its tokens are checked against."""
        ...

    async def stamp(self, content: bytes) -> TimeStamp:
        """A token over the content's SHA-256. Raises `NotStamped`."""
        ...
