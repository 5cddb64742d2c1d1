"""Looks for secrets in what a service leaves: database, WAL, files, logs, exports, answers."""

import io
import re
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def forms(secret: bytes) -> set[bytes]:
    """How a secret may be written down: as it is, in hex, in base64."""
    coded = {b64encode(secret), urlsafe_b64encode(secret)}
    return {secret, secret.hex().encode(), secret.hex().upper().encode()} | {
        one.rstrip(b"=") for one in coded
    }


def layers(content: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them: members of a ZIP, streams of a PDF."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            for name in pack.namelist():
                yield from layers(pack.read(name))
    if content.startswith(b"%PDF"):
        for packed in _STREAM.findall(content):
            try:
                yield zlib.decompressobj().decompress(packed)
            except zlib.error:  # not every stream is packed
                continue


def found_in(content: bytes, secrets: Mapping[str, bytes]) -> set[str]:
    """The names of those secrets that the content gives away."""
    return {
        name
        for layer in layers(content)
        for name, secret in secrets.items()
        if any(form in layer for form in forms(secret))
    }


def files_with(folder: Path, secrets: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Per file below the folder the secrets it gives away; files without any are left out."""
    found = {
        str(path.relative_to(folder)): found_in(path.read_bytes(), secrets)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    return {path: names for path, names in found.items() if names}
