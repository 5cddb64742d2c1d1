"""What the bytes of evidence are, by how they begin. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A type as HTTP names it, and the usual ending of a file's name."""

    mime: str
    ending: str


JPEG = FileKind("image/jpeg", "jpg")
PDF = FileKind("application/pdf", "pdf")
WEBM = FileKind("video/webm", "webm")
MP4 = FileKind("video/mp4", "mp4")
UNKNOWN = FileKind("application/octet-stream", "bin")
_BEGINNINGS = ((b"\xff\xd8\xff", JPEG), (b"%PDF-", PDF), (b"\x1aE\xdf\xa3", WEBM))


def file_kind(content: bytes) -> FileKind:
    """The kind of a whole file or of its first bytes."""
    if content[4:8] == b"ftyp":
        return MP4
    return next((kind for magic, kind in _BEGINNINGS if content.startswith(magic)), UNKNOWN)
