"""The second signature, SM2 with SM3 (GM/T 0003, GM/T 0004), by the openssl program.

`cryptography` has SM3 but no SM2. Debian's openssl has both; where it has not, the start says so.
"""

import asyncio
import subprocess
from dataclasses import dataclass
from pathlib import Path

from foundation.blobs import write_durably
from foundation.errors import Kind, Problem

SM2_ID = "distid:1234567812345678"  # the default identity of GM/T 0009
_DEADLINE_S = 15


class NoSm2(Problem):
    """SM2 is switched on, but openssl here can not do it."""

    kind = Kind.UNAVAILABLE
    code = "signing.no_sm2"
    zh = "已启用 sm_signatures，但本机 openssl 不支持 SM2/SM3。请更换 openssl 或关闭该设置。"
    en = "sm_signatures is on, but openssl here has no SM2/SM3. Exchange openssl or switch it off."


@dataclass(frozen=True)
class Sm2Signer:
    """The key in the data folder; `public_pem` goes into every pack."""

    key: Path
    public_pem: str

    async def sign(self, content: bytes) -> bytes:
        """A signature that `openssl dgst -sm3 -verify` takes. Raises `NoSm2`."""
        return await asyncio.to_thread(
            _openssl, "dgst", "-sm3", "-sign", str(self.key), "-sigopt", SM2_ID, content=content
        )


def open_sm2(data: Path) -> Sm2Signer:
    """The signer of the data folder; its key is made when missing, for its owner only.

    Raises:
        NoSm2: this machine's openssl has no SM2.
    """
    path = data / "keys" / "sm2.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_durably(path, _openssl("genpkey", "-algorithm", "SM2"))
    return Sm2Signer(path, _openssl("pkey", "-in", str(path), "-pubout").decode("ascii"))


def _openssl(*arguments: str, content: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            ["openssl", *arguments],  # noqa: S607 - of the system's path
            input=content,
            capture_output=True,
            timeout=_DEADLINE_S,
            check=False,
        )
    except OSError as error:
        raise NoSm2 from error
    if done.returncode != 0:
        raise NoSm2
    return done.stdout
