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


class TooManyCaptures(Problem):
    """More frames or clips than any inspection needs; each fills the store for years."""

    kind = Kind.CONFLICT
    code = "evidence.too_many_captures"
    zh = "本办件从画面取的证据已达 {most} 份上限，没有再取。已有的都在，请用它们判定。"
    en = "This case has {most} captures, the most it takes; none was added. Judge by those it has."


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


class NoDocumentsHere(Problem):
    """Pictures from an album prove nothing of what is there now."""

    kind = Kind.CONFLICT
    code = "evidence.no_documents_here"
    zh = "检查项 {item} 要看现场，不收文件和相册照片。请在视频中拍摄。"
    en = "Item {item} is judged by what is there: no files or album photos. Film it in the call."


class PicturesOnly(Problem):
    """Clips and PDFs have no one picture to cover, to measure in or to read."""

    kind = Kind.CONFLICT
    code = "evidence.pictures_only"
    zh = "只有照片可以遮盖、量测和识别，录像片段和 PDF 文件不行。"
    en = "Only pictures can be covered, measured in and read; clips and PDF files can not."


class TooManyDocuments(Problem):
    """More papers than any inspection needs."""

    kind = Kind.CONFLICT
    code = "evidence.too_many_documents"
    zh = "本办件的文件已达 {most} 份上限，没有保存。"
    en = "This case has {most} documents, the most it takes; it was not kept."
