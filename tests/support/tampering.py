"""What somebody might do to a pack, done properly: headers and sums always fit again."""

import io
import json
import zlib
from datetime import datetime
from typing import Any

from foundation.signing import Signer
from inspection.evidence.verifier.container import Pack, Part, directory, local_header, placed
from inspection.evidence.verifier.form import (
    MANIFEST,
    SIGNATURE,
    canonical,
    fields_of,
    has_fields,
    row_names,
)
from inspection.evidence.verifier.manifest import manifest_of

Files = list[tuple[str, bytes]]


def files_of(pack: bytes) -> Files:
    """Names and bytes, in order."""
    opened = Pack(io.BytesIO(pack))
    return [(part.path, opened.bytes_at(part.data_at, part.size)) for part in opened.parts]


def packed(files: Files) -> bytes:
    """A container of these files, with every header as it must be."""
    parts = placed([Part(path, len(content), zlib.crc32(content)) for path, content in files])
    out = b"".join(
        local_header(part) + content for part, (_, content) in zip(parts, files, strict=True)
    )
    return out + directory(parts)


def with_file(files: Files, path: str, content: bytes) -> Files:
    """The same files, one of them with other bytes."""
    return [(name, content if name == path else old) for name, old in files]


def resealed(files: Files, signer: Signer, at: datetime) -> Files:
    """Field hashes, manifest and its signature made anew over whatever the files are now."""
    known = {path: fields_of(path, content) for path, content in files if has_fields(path)}
    files = with_file(files, "fields.json", canonical(known).encode())
    manifest = canonical(manifest_of(Pack(io.BytesIO(packed(files))))).encode()
    files = with_file(files, MANIFEST, manifest)
    return with_file(files, SIGNATURE, signer.sign(manifest, at))


def with_value(node: Any, place: str, value: Any, at: str = "") -> Any:
    """The same JSON with another value at a place, as `leaves` names places."""
    if at == place:
        return value
    if isinstance(node, dict):
        return {key: with_value(one, place, value, f"{at}/{key}") for key, one in node.items()}
    if isinstance(node, list):
        return [
            with_value(one, place, value, f"{at}/{name}")
            for one, name in zip(node, row_names(node), strict=True)
        ]
    return node


def edited_line(lines: bytes, number: int, key: str, value: Any) -> bytes:
    """A log with one field of a line replaced."""
    rows = [json.loads(line) for line in lines.splitlines()]
    rows[number][key] = value
    return "".join(canonical(line) + "\n" for line in rows).encode()
