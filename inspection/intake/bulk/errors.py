"""Refusals around long imports."""

from foundation.errors import Kind, Problem


class ImportOver(Problem):
    """There is nothing left to cancel."""

    kind = Kind.CONFLICT
    code = "intake.import_over"
    zh = "这次导入已经结束，不能取消。已立案的办件在列表里，需要时请逐件处理。"
    en = "This import is over and can not be cancelled. Its cases are in the queue."


class TooManyImports(Problem):
    """An office has several imports under way."""

    kind = Kind.CONFLICT
    code = "intake.too_many_imports"
    zh = "本机构已有 {most} 个导入正在进行。请等其中一个结束或取消它，再导入这个文件。"
    en = "{most} imports of your office are under way. Wait for one to end, or cancel it."


class LinesGone(Problem):
    """The lines of an import are not kept."""

    kind = Kind.GONE
    code = "intake.lines_gone"
    zh = (
        "这次导入的各行没有保留（行数不多，当场已导入；或结束已超过 {days} 天）。"
        "请用原文件再导入一次，已立案的不会重复。"
    )
    en = (
        "The lines of this import are not kept: it was a short one, or ended {days} days ago. "
        "Import the file again; what was filed is not filed twice."
    )


class TooManyForExcel(Problem):
    """A spreadsheet of so many lines takes too long to make."""

    kind = Kind.CONFLICT
    code = "intake.too_many_for_excel"
    zh = "要改的行超过 {most} 行，请下载 CSV 格式的错误报告。"
    en = "More than {most} lines are to be mended. Get the report as CSV."
