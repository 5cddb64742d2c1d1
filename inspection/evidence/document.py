"""Whether an uploaded file is one we keep: a PDF without programs in it, or a JPEG. Blocking, pure.

A PDF is never opened here beyond its outer form: it is kept, hashed and handed on as it is, and
browsers get it in a sandbox. What is compressed in it stays compressed, so it can not fill memory.
"""

import re

from foundation.errors import Kind, Problem
from inspection.evidence.derived import JpegFacts, inspect_jpeg
from inspection.evidence.file_kind import JPEG, PDF, file_kind

_END = b"%%EOF"
_END_WITHIN_BYTES = 1024  # ISO 32000-1, annex H.3, 18: readers look that far from the end
# ISO 32000-1, 12.6: what runs or fetches something when the file is opened
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|ImportData|SubmitForm)\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b")


class NotADocument(Problem):
    """Neither a whole PDF nor a JPEG."""

    kind = Kind.WRONG_TYPE
    code = "evidence.not_a_document"
    zh = "只收 PDF 文件和 JPEG 照片，收到的不是，或者不完整，没有保存。请换一个文件。"
    en = "Only PDF files and JPEG photos are taken; this is neither, or not whole. Not kept."


class ActiveDocument(Problem):
    """A paper that runs something, or that nobody can read without a password."""

    kind = Kind.UNREADABLE
    code = "evidence.active_document"
    zh = "这个 PDF 含有脚本、附件或者设了密码，没有保存。请打印成普通 PDF，或拍成照片上传。"
    en = "This PDF has programs, attachments or a password; not kept. Print it to a plain PDF."


def inspect_document(content: bytes) -> JpegFacts:
    """The size in pixels of a JPEG; of a PDF 0 by 0.

    Raises `NotADocument`, `ActiveDocument`, `NotAPicture`, `TooManyPixels`.
    """
    kind = file_kind(content)
    if kind is JPEG:
        return inspect_jpeg(content)
    if kind is not PDF or _END not in content[-_END_WITHIN_BYTES:]:
        raise NotADocument
    if _ACTIVE.search(content) or _ENCRYPTED.search(content):
        raise ActiveDocument
    return JpegFacts(0, 0)
