"""The openssl program: the one judge of signatures and time stamps."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from inspection.evidence.verifier.report import Unreadable


class OpenSSL:
    """The openssl program, run on files in a folder that goes away."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("openssl")
        if found is None:
            raise Unreadable("需要 openssl 程序", "the openssl program is needed")
        self._program = found
        self._folder = folder

    def says(self, *arguments: str, **files: bytes) -> tuple[bool, str]:
        """Whether it said yes, and its words. `files`: `name` in braces stands for its path."""
        for name, content in files.items():
            (self._folder / name).write_bytes(content)
        places = {name: str(self._folder / name) for name in files}
        done = subprocess.run(  # noqa: S603 - the arguments are ours, paths in a folder of ours
            [self._program, *(one.format(**places) for one in arguments)],
            capture_output=True,
            timeout=60,
            check=False,
            env={"LC_ALL": "C", "OPENSSL_CONF": "/dev/null"},
        )
        return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")

    def takes_cms(self, content: bytes, cms: bytes, authority: bytes, at: datetime) -> bool:
        """Whether a detached signature is good at a moment."""
        return self.says(
            *("cms", "-verify", "-binary", "-inform", "DER", "-in", "{cms}", "-content"),
            *("{content}", "-CAfile", "{authority}", "-purpose", "any", "-attime", _epoch(at)),
            *("-out", "/dev/null"),
            content=content,
            cms=cms,
            authority=authority,
        )[0]

    def takes_stamp(self, content: bytes, token: bytes, authority: bytes, at: datetime) -> bool:
        """Whether a time-stamp token is over these bytes and good at a moment."""
        return self.says(
            *("ts", "-verify", "-data", "{content}", "-in", "{token}", "-token_in"),
            *("-CAfile", "{authority}", "-attime", _epoch(at)),
            content=content,
            token=token,
            authority=authority,
        )[0]

    def time_of_stamp(self, token: bytes) -> datetime | None:
        """When a token says it was made."""
        _, said = self.says("ts", "-reply", "-in", "{token}", "-token_in", "-text", token=token)
        found = re.search(r"Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+) GMT", said)
        if found is None:
            return None
        moment = datetime.strptime(" ".join(found.groups()), "%b %d %H:%M:%S %Y")  # noqa: DTZ007
        return moment.replace(tzinfo=UTC)


def _epoch(moment: datetime) -> str:
    return str(int(moment.timestamp()))
