"""The service's own secret key: made at the first start, readable by its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32


def service_key(data: Path) -> bytes:
    """The key in the data folder; made when missing. Whoever has it can forge media tokens."""
    path = data / "service.key"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise RuntimeError(f"{path} is damaged: restore it from the backup, or remove it")
    return key
