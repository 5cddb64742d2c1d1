"""A file against its published JSON schema: the first fault, in words an editor understands."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from checklists.errors import TemplateMalformed
from checklists.source import Place, Source
from foundation.text import Bilingual

_KINDS = {
    "object": Bilingual("若干“名称: 内容”", 'lines of "name: content"'),
    "array": Bilingual("列表", "a list"),
    "string": Bilingual("文字", "a text"),
}


MOST_LOOKED_AT = 500  # chosen: bounds what a text that is wrong all over costs


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """As published, but `$` is the end of the text, not the line break before it."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance[:40]!r} does not match")


def _unique(_validator: Any, is_asked: bool, instance: Any, _schema: Any) -> Iterator[Any]:
    """Of texts alone: the library compares lists of mappings each with each, for minutes."""
    if not isinstance(instance, list):
        return
    texts = [one for one in instance if isinstance(one, str)]  # pyright: ignore[reportUnknownVariableType]
    if is_asked and len(set(texts)) < len(texts):
        yield ValidationError("not unique")


_SOMETHING = r"\S"  # the pattern of texts that may say anything, but something

_library: Any = validators
_Validator: Any = _library.extend(
    Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique}
)


def check(source: Source, schema: dict[str, Any]) -> None:
    """Returns when the source is as the schema says.

    Raises:
        TemplateMalformed: the fault that stands first in the file.
    """
    faults = faults_against(source, schema)
    if faults:
        raise faults[0]


def faults_against(source: Source, schema: dict[str, Any]) -> tuple[TemplateMalformed, ...]:
    """Where the source is not as the schema says, first line first; none: it is."""
    validator: Any = _Validator(schema)
    found: list[ValidationError] = list(
        islice(validator.iter_errors(source.values), MOST_LOOKED_AT)
    )
    found.sort(key=lambda fault: (source.line_of(_place(fault)), str(fault.validator)))
    return tuple(source.malformed(_place(fault), *_words(fault)) for fault in found)


def _place(fault: ValidationError) -> Place:
    return tuple(fault.absolute_path)


def _words(fault: ValidationError) -> tuple[Bilingual, Bilingual]:
    limit: Any = fault.validator_value
    instance: Any = fault.instance
    schema: Any = fault.schema
    value = str(instance)[:40]
    match fault.validator:
        case "enum":
            words = [str(word) for word in limit]
            listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
            return (
                Bilingual(f"不认识“{value}”", f'"{value}" is not known'),
                Bilingual(f"请用 {'、'.join(words)}。", f"Use {listed}."),
            )
        case "required":
            missing = next(name for name in limit if name not in instance)
            return (
                Bilingual(f"缺少 {missing}", f"{missing} is missing"),
                Bilingual(f"请补上 {missing}。", f"Add {missing}."),
            )
        case "additionalProperties":
            known = list[str](schema["properties"])
            extra = next(str(name)[:40] for name in instance if name not in known)
            return (
                Bilingual(f"不认识的内容“{extra}”", f'"{extra}" is not known here'),
                Bilingual(f"可用：{'、'.join(known)}。", f"Use {', '.join(known)}."),
            )
        case "type":
            kind = _KINDS[str(limit)]
            return (
                Bilingual(f"这里应当是{kind.zh}", f"{kind.en} is expected here"),
                Bilingual("请对照内置模板改写。", "Compare with a built-in template."),
            )
        case "minItems" | "minProperties":
            return (
                Bilingual("列表是空的", "the list is empty"),
                Bilingual("请至少写一项。", "Write at least one entry."),
            )
        case "uniqueItems":
            return (
                Bilingual("列表里有重复", "an entry is written twice"),
                Bilingual("请删掉重复的一项。", "Remove the second one."),
            )
        case "maxItems" | "maxLength" | "maxProperties":
            return (
                Bilingual(f"超过上限 {limit}", f"over the limit of {limit}"),
                Bilingual("请缩短或拆开。", "Shorten or split it."),
            )
        case "pattern" if limit == _SOMETHING:
            return (
                Bilingual("没有填写", "nothing is written here"),
                Bilingual("请填写。", "Fill it in."),
            )
        case _:
            return (
                Bilingual(f"“{value}”的写法不对", f'"{value}" is not written as expected'),
                Bilingual(f"请写成符合 {limit} 的样子。", f"Write it so that it matches {limit}."),
            )
