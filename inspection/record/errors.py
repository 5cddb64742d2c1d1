"""Refusals around the record and its signatures."""

from foundation.errors import Kind, Problem


class OpenItems(Problem):
    """Required items are still open; `facts["open"]` lists them."""

    kind = Kind.CONFLICT
    code = "record.open_items"
    zh = "还有 {count} 项必查内容没有完成，不能生成记录或签字。请先完成列出的各项。"
    en = "{count} required items are still open, so no record or signature. Finish those listed."


class NoRecord(Problem):
    """There is nothing to sign or read yet."""

    kind = Kind.CONFLICT
    code = "record.missing"
    zh = "勘验记录尚未生成。"
    en = "The record has not been made yet."


class RecordChanged(Problem):
    """What was shown to the signer is no longer the record."""

    kind = Kind.CONFLICT
    code = "record.changed"
    zh = "记录内容已更新，与您看到的不一致。请重新阅读后签字。"
    en = "The record has changed since you read it. Read it again, then sign."


class AlreadySigned(Problem):
    """This person's signature is there, or the record can no longer be withdrawn."""

    kind = Kind.CONFLICT
    code = "record.already_signed"
    zh = "记录已有签字，不能重复签字或撤回。"
    en = "The record carries a signature already; it can not be signed twice or withdrawn."


class NotASignature(Problem):
    """No drawing arrived."""

    code = "record.not_a_signature"
    zh = "没有收到有效的手写签名（PNG 图片，需有笔迹）。请重新签名。"
    en = "No valid drawn signature arrived (a PNG with ink). Sign again."
