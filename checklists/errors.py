"""Refusals of the checklists: what is wrong, where, and what an editor or caller does about it."""

from foundation.errors import Kind, Problem


class UnknownItem(Problem):
    """The checklist of this shop does not ask this item."""

    kind = Kind.HIDDEN
    code = "checklist.unknown_item"
    zh = "这家店的检查表里没有“{item}”这一项。请刷新页面后再试。"
    en = "The checklist of this shop has no item {item}. Reload the page and try again."


class DuplicateItem(Problem):
    """Two templates that are composed together use the same item id."""

    kind = Kind.INVALID
    code = "checklist.duplicate_item"
    zh = "两个模板里都有“{item}”这一项。请给其中一个换编号。"
    en = "Two templates both have an item {item}. Give one of them another id."


class UnknownClause(Problem):
    """An item refers to a clause that nobody wrote down."""

    kind = Kind.INVALID
    code = "clause.unknown"
    zh = "没有编号为“{clause}”的条款。请先把它写进 clauses.yaml。"
    en = "There is no clause {clause}. Add it to clauses.yaml first."


class FactMissing(Problem):
    """A condition asks for a fact that the caller did not give."""

    kind = Kind.INVALID
    code = "fact.missing"
    zh = "缺少“{fact}”（{title_zh}），无法确定要查哪些项目。请在申请信息里补上。"
    en = "The fact {fact} ({title_en}) is missing. Add it to the application."


class UnknownFact(Problem):
    """No fact of a shop has this name."""

    kind = Kind.INVALID
    code = "fact.unknown"
    zh = "不认识事实“{fact}”。可用：{known}。"
    en = "The fact {fact} is not known. Use one of: {known}."


class FactWrong(Problem):
    """A fact has a value that its definition does not allow."""

    kind = Kind.INVALID
    code = "fact.wrong"
    zh = "“{fact}”（{title_zh}）的值“{value}”不对，应为{wanted_zh}。请改正申请信息。"
    en = "The fact {fact} ({title_en}) is {value}; it must be {wanted_en}. Correct the application."


class MalformedCondition(Problem):
    """The text of a condition can not be read; `column` counts characters from 1."""

    kind = Kind.INVALID
    code = "condition.malformed"
    zh = "条件“{text}”第 {column} 个字符：{what_zh}。{remedy_zh}"
    en = 'Condition "{text}", character {column}: {what_en}. {remedy_en}'


class TemplateMalformed(Problem):
    """A file of templates or clauses can not be used. Nothing of it was taken over."""

    kind = Kind.INVALID
    code = "template.malformed"
    zh = "{place_zh}：{what_zh}。{remedy_zh}"
    en = "{place_en}: {what_en}. {remedy_en}"


class NotAllJudged(Problem):
    """A determination was asked for while items have no verdict."""

    kind = Kind.CONFLICT
    code = "determination.not_all_judged"
    zh = "还有 {count} 项没有判定，第一项是“{item}”。请先判定完再出结论。"
    en = "{count} items have no verdict yet, the first is {item}. Judge them first."


class UnknownScheme(Problem):
    """No determination scheme has this name."""

    kind = Kind.INVALID
    code = "determination.unknown_scheme"
    zh = "没有名为“{scheme}”的判定办法。可用的有：{known}。"
    en = "There is no scheme {scheme}. Known are: {known}."


class SchemeTaken(Problem):
    """Two schemes want the same name."""

    kind = Kind.CONFLICT
    code = "determination.scheme_taken"
    zh = "判定办法“{scheme}”已经存在。请给插件里的判定办法换一个名字。"
    en = "There is a scheme {scheme} already. Give the plug-in's scheme another name."


class TreeMalformed(Problem):
    """What a page sent can not be written as a file."""

    kind = Kind.INVALID
    code = "template.tree_malformed"
    zh = "内容无法保存：最多 {most} 个值、{depth} 层，且只能是文字。请删减后再保存。"
    en = "This can not be saved: {most} values, {depth} levels at most, texts only. Shorten it."
