"""`server.py keys rotate`: a new signing key now, instead of shortly before the old one ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from foundation.clock import SystemClock
from foundation.errors import Problem
from foundation.keyring import fingerprint, open_keyring, rotate
from foundation.settings import read_settings


def main(argv: Sequence[str]) -> int:
    """`rotate [--data DIR]`: the running service signs with the new key after its next start."""
    parser = argparse.ArgumentParser(prog="server.py keys")
    words = parser.add_subparsers(required=True, metavar="rotate")
    rotating = words.add_parser("rotate", help="makes a new signing key; earlier ones stay known")
    rotating.add_argument("--data", type=Path)
    given = parser.parse_args(argv)
    try:
        settings = read_settings({"data": given.data}, os.environ)
        settings.data.mkdir(parents=True, exist_ok=True)
        open_keyring(settings.data, SystemClock().now())
        signers = rotate(settings.data, SystemClock().now()).certificates.signers
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence_zh}\n{problem.sentence_en}\n")
        return 2
    sys.stdout.write(
        f"新的签名密钥已生成，重新启动服务后使用 · made; in use after the next start: "
        f"{len(signers)}, SHA-256 {fingerprint(signers[-1])}\n"
    )
    return 0
