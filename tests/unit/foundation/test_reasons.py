from typing import Literal

import pytest
from pydantic import Field

from foundation.http.validation import Command, WrongField, command_from


class Order(Command):
    name: str = Field(min_length=2, max_length=5)
    share: float = Field(ge=0, le=1)
    colour: Literal["red", "green"] = "red"
    extras: list[str] = Field(default=["ice"], min_length=1, max_length=2)


@pytest.mark.parametrize(
    ("body", "field", "zh", "en"),
    [
        ({"share": 1}, "name", "缺少这一项", "it is missing"),
        ({"name": "好", "share": 1}, "name", "至少 2 个字", "at least 2 letters"),
        ({"name": "四季春", "share": 2}, "share", "不能大于 1", "at most 1"),
        ({"name": "四季春", "share": 1, "colour": "blue"}, "colour", "只能是", "one of"),
        ({"name": "四季春", "share": 1, "extras": []}, "extras", "至少要有 1 项", "at least 1 is"),
        ({"name": "四季春", "share": 1, "nmae": 1}, "nmae", "请检查拼写", "check the spelling"),
        ({"name": "四季春", "share": "much"}, "share", "应为数字", "a number"),
        ([], "body", "应为一个对象", "an object"),
    ],
)
def test_a_field_that_does_not_fit_is_explained_in_both_languages(body, field, zh, en):
    with pytest.raises(WrongField) as refusal:
        command_from(body, Order)
    assert field in refusal.value.sentence_zh
    assert zh in refusal.value.sentence_zh
    assert en in refusal.value.sentence_en
