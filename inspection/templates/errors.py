"""Refusals of the shelf of templates."""

from foundation.errors import Kind, Problem


class BuiltinChanged(Problem):
    """A file that ships has another text than the one that was published under its version."""

    kind = Kind.CONFLICT
    code = "template.builtin_changed"
    zh = (
        "内置文件 {file} 的内容变了，版本号却还是 {version}。"
        "已受理的办件按原内容勘验：请恢复原文件，或者提高它的 version 后再启动。"
    )
    en = (
        "The built-in {file} has changed and is still version {version}. Cases go by the text "
        "published before: restore the file, or raise its version, then start again."
    )


class UnknownRules(Problem):
    """The setting names no rules that ship and no file."""

    kind = Kind.INVALID
    code = "rules.unknown"
    zh = "设置项 determination_rules 的“{name}”不是内置规则，也不是文件。内置的有：{known}。"
    en = "Setting determination_rules: {name} ships with nobody and is no file. Known are: {known}."


class NothingToAsk(Problem):
    """No published template asks anything of this shop: it would be judged by an empty list."""

    kind = Kind.CONFLICT
    code = "template.nothing_to_ask"
    zh = (
        "今天没有生效的检查表适用于“{shop}”，没有受理。"
        "请督办人员先在“检查表模板”发布一个已到生效日期的版本，再重新受理。"
    )
    en = (
        "No checklist in force today asks anything of “{shop}”, so it was not accepted. Publish a "
        "template version whose first day has come, then accept it again."
    )


class ChecklistChanged(Problem):
    """A case composes to another checklist than the one that was sealed at its acceptance."""

    kind = Kind.UNAVAILABLE
    code = "template.checklist_changed"
    zh = (
        "办件 {number} 现在得出的检查表与受理时登记的指纹不一致，已停止使用，已有判定和证据都在。"
        "请管理员检查办件事实和模板是否被改动，从备份恢复，或换回受理时的程序版本。"
    )
    en = (
        "The checklist of case {number} is no longer the one sealed at its acceptance, so it is "
        "not used; verdicts and evidence are kept. Check whether the case's facts or templates "
        "were altered, restore them from a backup, or go back to the version it was accepted with."
    )


class PinLost(Problem):
    """What a case was pinned to can not be found: the database was damaged or restored in part."""

    kind = Kind.UNAVAILABLE
    code = "template.pin_lost"
    zh = "找不到办件所用的检查表版本 {version}。数据没有丢失，请管理员从完整备份恢复数据库。"
    en = "Checklist version {version} is not in the database. Restore it from a whole backup."
