"""The openssl program as a stranger would use it."""

import subprocess
from pathlib import Path


def openssl(*arguments: str | Path, content: bytes = b"") -> tuple[bool, str]:
    """Whether it said yes, and what it said."""
    done = subprocess.run(
        ["openssl", *map(str, arguments)], input=content, capture_output=True, timeout=20
    )
    return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


def accepts_cms(
    folder: Path, content: bytes, cms: bytes, authority: str, at: int
) -> tuple[bool, str]:
    """Whether `openssl cms` takes a detached signature at a moment (seconds since 1970)."""
    (folder / "content").write_bytes(content)
    (folder / "content.cms").write_bytes(cms)
    (folder / "ca.pem").write_text(authority)
    return openssl(
        *("cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "content.cms"),
        *("-content", folder / "content", "-CAfile", folder / "ca.pem", "-purpose", "any"),
        *("-attime", str(at), "-out", "/dev/null"),
    )
