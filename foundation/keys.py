"""The service's own secret key: made at the first start, readable by its owner only."""

import secrets
from pathlib import Path

from foundation.blobs import write_durably

KEY_BYTES = 32


def service_key(data: Path) -> bytes:
    """The key in the data folder; made when missing. Whoever has it can forge media tokens."""
    path = data / "service.key"
    if not path.exists():
        write_durably(path, secrets.token_bytes(KEY_BYTES))  # whole or not there, and 0600
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise RuntimeError(f"{path} is damaged: restore it from the backup, or remove it")
    return key
