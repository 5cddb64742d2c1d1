"""What a pack holds and how its JSON is written: shared by those who write and who check it."""

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, cast

FORMAT = "yunkan-evidence-pack/1"
_ROLES = (
    *((r"README\.txt", "readme"), (r"verify\.py", "verifier"), (r"SHA256SUMS", "sums")),
    *((r"case\.json", "case"), (r"findings\.json", "findings"), (r"evidence\.json", "evidence")),
    *((r"readings\.json", "readings"), (r"challenges\.json", "challenges")),
    *((r"notice/content\.json", "notice"), (r"notice/notice\.pdf", "paper")),
    (r"notice/notice\.json", "notice_row"),
    *((r"record/content\.json", "record"), (r"record/record\.pdf", "paper")),
    *((r"record/signatures\.json", "signatures"), (r"record/signatures/\d+\.png", "signature")),
    *((r"redactions\.json", "redactions"), (r"notes\.json", "notes")),
    (r"evidence/[\w-]+/original\.\w+", "original"),
    (r"evidence/[\w-]+/[\w-]+\.\w+", "copy"),
    *((r"audit\.jsonl", "audit"), (r"custody\.jsonl", "custody"), (r"fields\.json", "fields")),
    *((r"checkpoints/\d+\.json", "checkpoint"), (r"checkpoints/\d+\.cms", "signature")),
    *((r"checkpoints/\d+\.\d+\.tst", "time_stamp"), (r"checkpoints/\d+\.sm2", "sm2_signature")),
    (r"certificates/[\w-]+\.pem", "certificate"),
)
MANIFEST, SIGNATURE, SM2 = "manifest.json", "manifest.cms", "manifest.sm2"
ROW_KEYS = ("id", "path", "number", "item_id")  # what tells rows apart, the first that does
UNLISTED = {MANIFEST, SIGNATURE, SM2}
_NOT_SUMMED = re.compile(
    r"manifest\.\w+|README\.txt|verify\.py|SHA256SUMS|custody\.jsonl|fields\.json"
    r"|checkpoints/.*|certificates/.*"
)


def role_of(path: str) -> str:
    """What a file is in a pack; empty for one that has no place there."""
    return next((role for form, role in _ROLES if re.fullmatch(form, path)), "")


def is_summed(path: str) -> bool:
    """Whether a file is content, named in SHA256SUMS and so in the custody log."""
    return not _NOT_SUMMED.fullmatch(path)


def canonical(value: object) -> str:
    """The one way in which all JSON of a pack is written: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value with its place; rows are named by their id, not by their position."""
    if isinstance(value, dict) and value:
        for key, inner in cast("dict[str, Any]", value).items():
            yield from leaves(inner, f"{at}/{key}")
    elif isinstance(value, list) and value:
        rows = cast("list[Any]", value)
        for name, inner in zip(row_names(rows), rows, strict=True):
            yield from leaves(inner, f"{at}/{name}")
    else:
        yield at, value


def row_names(rows: Sequence[Any]) -> list[str]:
    """How the rows of a list are named in a place: by what tells them apart, else by position."""
    for key in ROW_KEYS:
        names = [_word_of(row, key) for row in rows]
        if all(names) and len(set(names)) == len(names):
            return names
    return [str(number) for number in range(len(rows))]


def _word_of(row: Any, key: str) -> str:
    return str(cast("dict[str, Any]", row).get(key, "")) if isinstance(row, dict) else ""


def parsed(path: str, content: bytes) -> Any:
    """The JSON of a file, of `.jsonl` a list of its lines. Raises `ValueError`."""
    text = content.decode()
    if not path.endswith(".jsonl"):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines()]


def fields_of(path: str, content: bytes) -> dict[str, str]:
    """A short hash of each value, so that a changed one can be named. Raises `ValueError`."""
    found: dict[str, str] = {}
    for at, value in leaves(parsed(path, content)):
        place = f"{at}#{len(found)}" if at in found else at
        found[place] = sha256(canonical(value).encode()).hexdigest()[:12]
    return found


def has_fields(path: str) -> bool:
    """Whether a file's values are named in `fields.json`."""
    return path.endswith((".json", ".jsonl")) and path not in {MANIFEST, "fields.json"}


def leaf_hash(line: bytes) -> bytes:
    """The hash of a line of the custody log (RFC 6962, 2.1)."""
    return sha256(b"\x00" + line).digest()


def root_of(hashes: Sequence[bytes]) -> str:
    """The root of the tree over these lines (RFC 6962, 2.1), in hex."""
    if len(hashes) < 2:
        return hashes[0].hex() if hashes else sha256(b"").hexdigest()
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    sides = bytes.fromhex(root_of(hashes[:half])), bytes.fromhex(root_of(hashes[half:]))
    return sha256(b"\x01" + sides[0] + sides[1]).hexdigest()
