"""Why a value did not fit, in both languages: pydantic's words are English only."""

from collections.abc import Mapping
from typing import Any

from foundation.text import Bilingual

_WORDS = {
    "missing": ("缺少这一项", "it is missing"),
    "extra_forbidden": (
        "没有这一项，请检查拼写",
        "nothing of that name is known; check the spelling",
    ),
    "string_type": ("应为文字", "text is needed"),
    "string_too_short": ("至少 {min_length} 个字", "at least {min_length} letters are needed"),
    "string_too_long": ("最多 {max_length} 个字", "at most {max_length} letters are allowed"),
    "too_short": ("至少要有 {min_length} 项", "at least {min_length} is needed"),
    "too_long": ("最多 {max_length} 项", "at most {max_length} are allowed"),
    "string_pattern_mismatch": ("格式不正确", "it does not have the expected form"),
    "bool_type": ("应为“是”或“否”（true/false）", "true or false is needed"),
    "bool_parsing": ("应为“是”或“否”（true/false）", "true or false is needed"),
    "int_type": ("应为整数", "a whole number is needed"),
    "int_parsing": ("应为整数", "a whole number is needed"),
    "float_type": ("应为数字", "a number is needed"),
    "float_parsing": ("应为数字", "a number is needed"),
    "greater_than_equal": ("不能小于 {ge}", "it must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "it must be at most {le}"),
    "enum": ("只能是 {expected}", "it must be one of {expected}"),
    "literal_error": ("只能是 {expected}", "it must be one of {expected}"),
    "union_tag_invalid": ("类型只能是 {expected_tags}", "the type must be one of {expected_tags}"),
    "union_tag_not_found": ("缺少类型（type）", "its type is missing"),
    "datetime_parsing": ("应为日期和时间（ISO 8601）", "a date and time (ISO 8601) is needed"),
    "datetime_from_date_parsing": (
        "应为日期和时间（ISO 8601）",
        "a date and time (ISO 8601) is needed",
    ),
    "model_type": ("应为一个对象（{{…}}）", "an object ({{…}}) is needed"),
    "model_attributes_type": ("应为一个对象（{{…}}）", "an object ({{…}}) is needed"),
    "dict_type": ("应为一个对象（{{…}}）", "an object ({{…}}) is needed"),
    "json_invalid": ("不是有效的 JSON", "it is not valid JSON"),
}


def reason_of(error: Mapping[str, Any]) -> Bilingual:
    """The reason of one entry of `ValidationError.errors()`; never repeats what was given.

    A check of our own may raise `ValueError` with a `Bilingual` as its argument.
    """
    context: Mapping[str, Any] = error.get("ctx") or {}
    own = context.get("error")
    if isinstance(own, ValueError) and own.args and isinstance(own.args[0], Bilingual):
        return own.args[0]
    words = _WORDS.get(error["type"])
    if words is None:
        return Bilingual("格式不正确", "it does not have the expected form")
    return Bilingual(words[0].format(**context), words[1].format(**context))
