"""Refusals of editors' work."""

from foundation.errors import Kind, Problem


class WhichRevision(Problem):
    """A change without saying which state of the draft it is of."""

    kind = Kind.UNCONDITIONAL
    code = "template.which_revision"
    zh = "没有说明改的是草稿的哪一次保存。请先读取草稿，并在 If-Match 里带上它的 ETag。"
    en = "Say which saving of the draft this changes: read it, then send its ETag as If-Match."


class DraftOutdated(Problem):
    """Somebody saved, or published something, in between."""

    kind = Kind.OUTDATED
    code = "template.draft_outdated"
    zh = "这份草稿（或它所在的检查表）刚被别人改过，您的修改没有保存。请重新打开，再改一次。"
    en = "Somebody changed this draft or published meanwhile. Nothing was saved: open it again."


class NotReady(Problem):
    """A draft that may not be published: faults, vectors that do not hold, or none that fails.

    `faults`, `misses` and `lacks` are among the facts.
    """

    kind = Kind.CONFLICT
    code = "template.not_ready"
    zh = "草稿还不能发布：{first_zh}"
    en = "The draft can not be published yet: {first_en}"


class InThePast(Problem):
    """Cases that were accepted are not asked anew, so a day gone by can have no new version."""

    kind = Kind.INVALID
    code = "template.in_the_past"
    zh = "生效日期 {day} 已经过去。请选择 {today} 或以后的日期。"
    en = "{day} is in the past. Choose {today} or a later day."


class TemplateTooLarge(Problem):
    """More text than a template may have."""

    kind = Kind.TOO_LARGE
    code = "template.too_large"
    zh = "模板文件超过 {most_kb} KB，没有保存。请拆成几个模板。"
    en = "A template has at most {most_kb} KB; nothing was saved. Split it into several templates."


class TooManyDrafts(Problem):
    """Drafts are work, not an archive."""

    kind = Kind.CONFLICT
    code = "template.too_many_drafts"
    zh = "草稿已有 {most} 份。请先删除不用的草稿。"
    en = "There are {most} drafts. Delete those nobody works on."
