"""A refusal as a value: what happened, where, and what to do now, in Chinese and English.

The domain knows `kind` and `code`; `foundation.http.problems` alone knows HTTP statuses.
"""

from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """Why a request was refused, in words that do not depend on HTTP."""

    INVALID = "invalid"  # the content is wrong
    UNREADABLE = "unreadable"  # the form is wrong: not JSON, not SDP, not an image
    UNKNOWN_PERSON = "unknown_person"  # nobody is signed in
    HIDDEN = "hidden"  # does not exist, or must look as if it did not
    CONFLICT = "conflict"  # not in this state
    GONE = "gone"  # was here once and will not come back
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"  # sent as something we do not read
    UNWANTED = "unwanted"  # the caller does not take the only form we answer in
    UNCONDITIONAL = "unconditional"  # must say which state it is about
    OUTDATED = "outdated"  # is about a state that is no more
    TOO_OFTEN = "too_often"
    UNAVAILABLE = "unavailable"  # try again later


class Problem(Exception):
    """Something a person or a system asked for can not be done.

    Subclasses set `kind`, `code`, `zh` and `en`; both sentences may name the facts given to the
    constructor as `{fact}`. A fact that a sentence names and nobody gave is a programming error.
    """

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "problem"
    zh: ClassVar[str] = "请求无法完成。"
    en: ClassVar[str] = "The request can not be carried out."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        self.sentence_zh = self.zh.format(**facts)
        self.sentence_en = self.en.format(**facts)
        super().__init__(f"{self.code}: {self.sentence_en}")


class NotFound(Problem):
    """There is no such thing, or this person may not know that there is."""

    kind = Kind.HIDDEN
    code = "not_found"
    zh = "没有找到您要的内容。请检查链接，或联系受理窗口。"
    en = "Nothing was found here. Check the link or ask the service window."
