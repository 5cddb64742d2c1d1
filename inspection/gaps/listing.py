"""Which papers may follow an acceptance: the bureau's list, read from YAML and checked whole."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, StringConstraints, ValidationError

from checklists.clauses import Confidence
from foundation.errors import Problem
from foundation.http.validation import Command
from foundation.reasons import reason_of
from foundation.text import Bilingual
from inspection.gaps.model import Form

BUILTIN = Path(__file__).parent / "gaps.yaml"
OTHER = "other"  # the kind of a paper that a clerk names freely
_SURE = frozenset({Confidence.VERIFIED, Confidence.HIGH})
_MOST_BYTES = 256 * 1024  # chosen: the file that ships has 4 kB


class ListMalformed(Problem):
    """A list of papers can not be used. Nothing of it was taken over."""

    code = "gaps.list_malformed"
    zh = "容缺清单 {file} 中“{place}”不可用：{what_zh}。请对照 docs/operations.md 修改后重新启动。"
    en = (
        "In {file}, “{place}” can not be used: {what_en}. See docs/operations.md, then start again."
    )


@dataclass(frozen=True)
class Kind:
    """A usual paper: its name, what is sent, in how many working days unless said otherwise."""

    id: str
    title: Bilingual
    asks: Bilingual
    form: Form
    working_days: int


@dataclass(frozen=True)
class PledgeText:
    """What applicants sign, by paragraphs; a version says exactly these words."""

    version: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class GapList:
    """The bureau's list.

    Attributes:
        never: what may not be missing at an acceptance, told to clerks.
        is_free: whether a clerk may name a paper that is not listed.
        least_days_after_return: working days to mend a paper that is sent back.
    """

    version: str
    source: Bilingual
    confidence: Confidence
    default_working_days: int
    most_working_days: int
    most_gaps: int
    least_days_after_return: int
    is_free: bool
    kinds: tuple[Kind, ...]
    never: tuple[Bilingual, ...]
    pledge: PledgeText

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has checked it; else pages say that the bureau has yet to confirm it."""
        return self.confidence in _SURE

    def kind(self, kind_id: str) -> Kind | None:
        """A usual paper by its id."""
        return next((one for one in self.kinds if one.id == kind_id), None)


@cache
def builtin_list() -> GapList:
    """The list that ships with the product."""
    return load_list(BUILTIN)


def load_list(path: Path) -> GapList:
    """Reads a file. Raises `ListMalformed` naming the place and what is wrong there."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise _malformed(path, "", _UNREADABLE) from error
    if len(text) > _MOST_BYTES:
        raise _malformed(path, "", _TOO_LONG)
    try:
        given = _File.model_validate(yaml.safe_load(text.decode("utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _malformed(path, ".".join(map(str, first["loc"])), reason_of(first)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = str(getattr(error, "problem_mark", "")).strip()
        raise _malformed(path, place, _NOT_YAML) from error
    _check(path, given)
    return _list(given)


_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,24}$")]


class _Both(Command):
    zh: _Line
    en: _Line


class _Kind(Command):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: _Both
    asks: _Both
    form: Literal["photo", "document"]
    working_days: int | None = Field(default=None, ge=1)


class _Pledge(Command):
    version: _Version
    zh: Annotated[tuple[_Line, ...], Field(min_length=1, max_length=20)]
    en: Annotated[tuple[_Line, ...], Field(min_length=1, max_length=20)]


class _File(Command):
    version: _Version
    source: _Both
    confidence: Confidence
    default_working_days: int = Field(ge=1)
    most_working_days: int = Field(ge=1, le=60)
    most_gaps: int = Field(ge=1, le=20)
    least_days_after_return: int = Field(ge=1, le=20)
    free_text: bool
    kinds: Annotated[tuple[_Kind, ...], Field(max_length=50)]
    never: Annotated[tuple[_Both, ...], Field(max_length=50)]
    pledge: _Pledge


_UNREADABLE = Bilingual("读不到这个文件", "the file can not be read")
_TOO_LONG = Bilingual("文件超过 256 kB", "the file is longer than 256 kB")
_NOT_YAML = Bilingual("不是有效的 YAML（UTF-8）", "it is no valid YAML in UTF-8")
_TWICE = Bilingual("编号重复，或用了保留的 other", "the id stands twice, or is the reserved other")
_OVER_MOST = Bilingual("超过 most_working_days", "it is over most_working_days")


def _check(path: Path, given: _File) -> None:
    if given.default_working_days > given.most_working_days:
        raise _malformed(path, "default_working_days", _OVER_MOST)
    seen = {OTHER}
    for number, kind in enumerate(given.kinds):
        if kind.id in seen:
            raise _malformed(path, f"kinds.{number}.id", _TWICE)
        seen.add(kind.id)
        if (kind.working_days or 1) > given.most_working_days:
            raise _malformed(path, f"kinds.{number}.working_days", _OVER_MOST)


def _list(given: _File) -> GapList:
    return GapList(
        version=given.version,
        source=_text(given.source),
        confidence=given.confidence,
        default_working_days=given.default_working_days,
        most_working_days=given.most_working_days,
        most_gaps=given.most_gaps,
        least_days_after_return=given.least_days_after_return,
        is_free=given.free_text,
        kinds=tuple(
            Kind(
                one.id,
                _text(one.title),
                _text(one.asks),
                Form(one.form),
                one.working_days or given.default_working_days,
            )
            for one in given.kinds
        ),
        never=tuple(_text(one) for one in given.never),
        pledge=PledgeText(given.pledge.version, given.pledge.zh, given.pledge.en),
    )


def _text(given: _Both) -> Bilingual:
    return Bilingual(given.zh, given.en)


def _malformed(path: Path, place: str, what: Bilingual) -> ListMalformed:
    return ListMalformed(file=path.name, place=place or "1", what_zh=what.zh, what_en=what.en)
