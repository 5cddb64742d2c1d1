"""What notices say: templates from `texts.yaml`, checked when they are read, and filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from foundation.clock import SHANGHAI
from foundation.errors import Problem
from foundation.http.validation import Command
from foundation.reasons import reason_of
from foundation.text import Bilingual
from inspection.notices.model import Kind

Value = str | int | date | datetime | Bilingual
Words = Mapping[str, Bilingual]
BUILTIN = Path(__file__).parent / "texts.yaml"
HIDDEN = "••••"
_WEEKDAY_ZH = "一二三四五六日"


class TextMalformed(Problem):
    """A file of texts can not be used."""

    code = "notice.text_malformed"
    zh = "通知模板文件 {file} 中“{place}”不可用：{what_zh}。"
    en = "In {file}, “{place}” can not be used: {what_en}."


class WordsDiffer(Problem):
    """What was given to say does not fit the template: a fault of the caller."""

    code = "notice.words_differ"
    zh = "通知“{kind}”需要的内容是 {needed}，给出的是 {given}。请按 texts.yaml 补齐或去掉。"
    en = "Notice “{kind}” is filled with {needed}, given were {given}. Go by texts.yaml."


@dataclass(frozen=True)
class NoticeTemplate:
    """The text of one kind.

    Attributes:
        names: everything that is put in.
        sms: what an SMS operator's template is filled with, in order.
        secret: names whose values pages and the window's group do not show.
    """

    kind: Kind
    subject: Bilingual
    text: Bilingual
    names: frozenset[str]
    sms: tuple[str, ...]
    secret: frozenset[str]

    def words(self, values: Mapping[str, Value]) -> Words:
        """The values in both languages. Raises `WordsDiffer`: one is missing or too many."""
        if frozenset(values) != self.names:
            raise WordsDiffer(
                kind=self.kind.value,
                needed=", ".join(sorted(self.names)),
                given=", ".join(sorted(values)),
            )
        return {name: in_words(value) for name, value in values.items()}

    def filled(self, words: Words, *, is_shown: bool = False) -> Bilingual:
        """The text with its words; `is_shown`: for others than the person it is for."""
        hidden = self.secret if is_shown else frozenset[str]()
        zh, en = (
            {
                name: HIDDEN if name in hidden else getattr(word, language)
                for name, word in words.items()
            }
            for language in ("zh", "en")
        )
        return Bilingual(self.text.zh.format(**zh), self.text.en.format(**en))

    def filed(self, words: Words) -> tuple[tuple[str, str], ...]:
        """Names and Chinese values for an operator's template, in order."""
        return tuple((name, words[name].zh) for name in self.sms)


def in_words(value: Value) -> Bilingual:
    """A value as people read it, moments and days by the clock of the place."""
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        day = in_words(local.date())
        return Bilingual(f"{day.zh} {local:%H:%M}", f"{day.en}, {local:%H:%M}")
    if isinstance(value, date):
        return Bilingual(
            f"{value.year}年{value.month}月{value.day}日（周{_WEEKDAY_ZH[value.weekday()]}）",
            f"{value:%a} {value.day} {value:%b %Y}",
        )
    return Bilingual(str(value), str(value))


class _Both(Command):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _Entry(Command):
    subject: _Both
    text: _Both
    sms: tuple[str, ...]
    secret: frozenset[str] = frozenset()


_FILE = TypeAdapter(dict[Kind, _Entry])


def read_texts(path: Path) -> Mapping[Kind, NoticeTemplate]:
    """All templates of a file.

    Raises:
        TextMalformed: a kind is missing or unknown, a language is missing, the two languages or
            `sms` use different names; names place and remedy.
    """
    try:
        given = _FILE.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"] if part != "[key]")
        raise _malformed(path, place, reason_of(first)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = str(getattr(error, "problem_mark", "")).strip()
        raise _malformed(path, place, _NOT_YAML) from error
    for kind in Kind:
        if kind not in given:
            raise _malformed(path, kind.value, _MISSING)
    return {kind: _template(path, kind, given[kind]) for kind in Kind}


@cache
def builtin_texts() -> Mapping[Kind, NoticeTemplate]:
    """The texts that ship with the product."""
    return read_texts(BUILTIN)


_NOT_YAML = Bilingual("不是有效的 YAML（UTF-8）", "it is no valid YAML in UTF-8")
_MISSING = Bilingual("缺少这种通知，请补上", "this kind is missing; add it")
_NAMES_DIFFER = Bilingual(
    "中文和英文用到的名称不同，请让两种语言用同样的名称",
    "the two languages put in different names; use the same in both",
)
_IN_SUBJECT = Bilingual(
    "标题里不能有名称，请去掉花括号", "a subject puts nothing in; drop the braces"
)
_NOT_IN_TEXT = Bilingual(
    "有正文里没有的名称，请改成正文里的", "it names what the text does not; use the text's names"
)
_BRACES = Bilingual("花括号不成对，请检查", "its braces do not match; check them")


def _template(path: Path, kind: Kind, entry: _Entry) -> NoticeTemplate:
    place = f"{kind.value}.text"
    names = _names(path, place, entry.text.zh)
    if names != _names(path, place, entry.text.en):
        raise _malformed(path, place, _NAMES_DIFFER)
    for subject in (entry.subject.zh, entry.subject.en):
        if _names(path, f"{kind.value}.subject", subject):
            raise _malformed(path, f"{kind.value}.subject", _IN_SUBJECT)
    # what only an operator's template takes (a link's token) need not stand in the text
    if not set(entry.sms) - entry.secret <= names:
        raise _malformed(path, f"{kind.value}.sms", _NOT_IN_TEXT)
    return NoticeTemplate(
        kind,
        Bilingual(entry.subject.zh, entry.subject.en),
        Bilingual(entry.text.zh, entry.text.en),
        frozenset(names | set(entry.sms)),
        entry.sms,
        entry.secret,
    )


def _names(path: Path, place: str, text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise _malformed(path, place, _BRACES) from error


def _malformed(path: Path, place: str, what: Bilingual) -> TextMalformed:
    return TextMalformed(file=path.name, place=place or "1", what_zh=what.zh, what_en=what.en)
