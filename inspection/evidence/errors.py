"""Refusals of evidence."""

from foundation.errors import Kind, NotFound, Problem


class HashMismatch(Problem):
    """The bytes that arrived are not those the phone committed to at the shutter."""

    kind = Kind.CONFLICT
    code = "evidence.hash_mismatch"
    zh = "照片与按下快门时登记的指纹不一致，没有保存。请重新拍摄这一张。"
    en = "The photo differs from what was committed at the shutter; not kept. Take it again."


class CommitmentTaken(Problem):
    """The same number was committed with another hash."""

    kind = Kind.CONFLICT
    code = "evidence.commitment_taken"
    zh = "这张照片的编号已用于另一张照片，请重新拍摄。"
    en = "This photo's number is already used for another photo. Take it again."


class TooManyStills(Problem):
    """More photos than any inspection needs; a phone may not fill the store."""

    kind = Kind.CONFLICT
    code = "evidence.too_many_stills"
    zh = "本办件的照片已达 {most} 张上限，没有登记。请勘验人员改从画面取证。"
    en = "This case has {most} photos, the most it takes. Ask the inspector to capture the picture."


class UnknownCommitment(NotFound):
    """Nobody committed to this number."""

    code = "evidence.unknown_commitment"
    zh = "没有找到这张照片的快门登记。请重新拍摄。"
    en = "No commitment is known for this photo. Take it again."


class NotCollecting(Problem):
    """Evidence is taken only while the inspection is open."""

    kind = Kind.CONFLICT
    code = "evidence.not_open"
    zh = "勘验当前没有进行，不能再添加照片。"
    en = "The inspection is not open, so no picture can be added."
