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


class RecordComplete(Problem):
    """Everybody has signed: what the record says of signatures is final."""

    kind = Kind.CONFLICT
    code = "record.complete"
    zh = "签字已齐全，记录已生效，不能再记录、见证或撤回拒签。"
    en = "The record is complete and in force; a refusal can not be noted or taken back any more."


class RefusalUnexplained(Problem):
    """A refusal is noted with the reason that was given."""

    code = "record.refusal_unexplained"
    zh = "请写明申请人拒签的理由，2 到 {most} 字；未说明理由的，写“申请人未说明理由”。"
    en = "Write the applicant's reason in 2 to {most} letters; if none was given, write that."


class NoRefusal(Problem):
    """There is no refusal to witness or to take back."""

    kind = Kind.CONFLICT
    code = "record.no_refusal"
    zh = "没有待处理的拒签记录：可能已见证、已撤回，或申请人已签字。请刷新后再看。"
    en = "No refusal waits here: it was witnessed, taken back, or the applicant signed. Reload."


class OwnWitness(Problem):
    """Who notes a refusal does not witness it."""

    kind = Kind.CONFLICT
    code = "record.own_witness"
    zh = "拒签须由另一名勘验人员见证，记录人不能自己见证。"
    en = "The second inspector witnesses a refusal; who noted it can not."
