"""The targets of results as an administrator wrote them: a TOML file, or `licensing_url` alone.

    [[target]]
    name = "licensing"
    kind = "http"
    url = "https://licence.example.gov.cn/api/results"
    secret = "whsec_…"

Read once at the start; whatever does not fit is named with file, line, key and remedy.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from checklists.schemes import Conclusion
from foundation.errors import Problem
from foundation.http.outbound import NotAnAddress, networks_of, read_address
from foundation.reasons import reason_of
from foundation.text import Bilingual
from inspection.determination.recipients import LICENSING, Matter
from inspection.licensing.model import FIELDS_OF, FieldMap, Takes, Target
from inspection.licensing.places import (
    Configured,
    FolderPlace,
    HttpPlace,
    http_place,
)

LEAST_SECRET = 16  # chosen: 96 bits in base64; guessed off line from one message
_CONCLUSIONS = frozenset(one.value for one in Conclusion)
_KNOWN_SECRETS = frozenset({"demo-secret"})
_ADDRESS = Bilingual(
    "应为 https://域名[:端口]/路径，不带用户名、不带结尾的点",
    "https://name[:port]/path is needed, without user name and without a dot behind the name",
)
_NETWORKS = Bilingual("应为网段，例如 10.20.0.0/16", "a network such as 10.20.0.0/16 is needed")
_HOST = Bilingual(
    "应为主机名，例如 files.example.gov.cn", "a host such as files.example.gov.cn is needed"
)
_SECRET = Bilingual(
    f"请设置自己的密钥，至少 {LEAST_SECRET} 个字符",
    f"a secret of your own with at least {LEAST_SECRET} letters is needed",
)
_FOLDER = Bilingual(
    "应为已存在文件夹的绝对路径", "the whole path of a folder that is there is needed"
)
_TWICE = Bilingual("两个字段得到同一个名称，请改名", "two fields get one name; rename one")
_TAKEN = Bilingual(
    f"结论只能是 {'、'.join(sorted(_CONCLUSIONS))}",
    f"conclusions are {', '.join(sorted(_CONCLUSIONS))}",
)
_NO_FILE = Bilingual("文件不存在或无法读取", "the file is not there or can not be read")
_SAME_NAME = Bilingual("名称重复，请改名", "the name stands twice; change one")
_NOBODY = Bilingual(
    "至少一个目标要 required = true 且不写 takes，否则有的办件永远不算送达",
    "one target at least must be required and take every result, else cases stay unpushed for ever",
)


class UnusableTargets(Problem):
    """The file of targets can not be read as one."""

    code = "licensing.unusable_targets"
    zh = (
        "推送目标文件 {file}{line_zh}“{place}”：{reason_zh}。请对照 docs/operations.md 修改后重启。"
    )
    en = "Targets file {file}{line_en}, “{place}”: {reason_en}. See docs/operations.md, then start."


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


class _Takes(_Part):
    food: frozenset[str] = frozenset()
    fume: frozenset[str] = frozenset()

    @field_validator("food", "fume")
    @classmethod
    def _are_conclusions(cls, value: frozenset[str]) -> frozenset[str]:
        if not value <= _CONCLUSIONS:
            raise ValueError(_TAKEN)
        return value


class _Fields(_Part):
    matter: ClassVar[Matter] = Matter.RESULT
    keep: frozenset[str] = frozenset()
    rename: dict[str, str] = {}
    constant: dict[str, str] = {}

    @field_validator("keep", "rename")
    @classmethod
    def _are_fields(cls, value: Any) -> Any:
        known = FIELDS_OF[cls.matter]
        if not set(value) <= set(known):
            raise ValueError(
                Bilingual(
                    f"只能写这些字段：{'、'.join(known)}",
                    f"only these fields can stand here: {', '.join(known)}",
                )
            )
        return value

    @model_validator(mode="after")
    def _are_named_once(self) -> "_Fields":
        if self.made().twice_named(FIELDS_OF[self.matter]) is not None:
            raise ValueError(_TWICE)
        return self

    def made(self) -> FieldMap:
        """As the model has it."""
        return FieldMap(self.keep, self.rename, self.constant)


class _WishFields(_Fields):
    matter: ClassVar[Matter] = Matter.WISH


class _StatusFields(_Fields):
    matter: ClassVar[Matter] = Matter.STATUS


class _Entry(_Part):
    # With the case number and version a key of the outbox: 40 letters at most.
    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")
    required: bool = True
    takes: _Takes = _Takes()
    fields: _Fields = _Fields()
    # None: yes for the licensing system, no for others
    wishes: bool | None = None
    wish_fields: _WishFields = _WishFields()
    # None: of the sender that has the target's own name
    status_of: frozenset[str] | None = None
    status_fields: _StatusFields = _StatusFields()

    def target(self) -> Target:
        """As the model has it."""
        return Target(
            self.name,
            self.required,
            Takes(self.takes.food, self.takes.fume),
            self.fields.made(),
            takes_wishes=self.name == LICENSING if self.wishes is None else self.wishes,
            of_senders=frozenset({self.name}) if self.status_of is None else self.status_of,
            wish_fields=self.wish_fields.made(),
            status_fields=self.status_fields.made(),
        )


class _Http(_Entry):
    kind: Literal["http"]
    url: str
    secret: str = Field(repr=False)
    networks: tuple[str, ...] = ()
    calls_back: bool = False
    download_hosts: frozenset[str] = frozenset()

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            return read_address(value).url
        except NotAnAddress:
            raise ValueError(_ADDRESS) from None

    @field_validator("secret")
    @classmethod
    def _is_a_secret(cls, value: str) -> str:
        if len(value) < LEAST_SECRET or value in _KNOWN_SECRETS:
            raise ValueError(_SECRET)
        return value

    @field_validator("networks")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            networks_of(value)
        except ValueError:
            raise ValueError(_NETWORKS) from None
        return value

    @field_validator("download_hosts")
    @classmethod
    def _are_hosts(cls, value: frozenset[str]) -> frozenset[str]:
        for host in value:
            try:
                is_plain = read_address(f"https://{host}/").host == host
            except NotAnAddress:
                is_plain = False
            if not is_plain:
                raise ValueError(_HOST)
        return value

    def place(self) -> HttpPlace:
        """As the model has it."""
        return http_place(
            self.url,
            self.secret,
            networks_of(self.networks),
            calls_back=self.calls_back,
            download_hosts=self.download_hosts,
        )


class _FileDrop(_Entry):
    kind: Literal["file_drop"]
    folder: Path

    @field_validator("folder")
    @classmethod
    def _is_there(cls, value: Path) -> Path:
        if not value.is_absolute() or not value.is_dir():
            raise ValueError(_FOLDER)
        return value

    def place(self) -> FolderPlace:
        """As the model has it."""
        return FolderPlace(self.folder)


class _File(_Part):
    target: list[Annotated[_Http | _FileDrop, Field(discriminator="kind")]] = Field(min_length=1)


def read_targets(path: Path) -> tuple[Configured, ...]:
    """What the file says. Raises `UnusableTargets`."""
    try:
        text = path.read_text("utf-8")
        parsed = tomllib.loads(text)
    except (OSError, UnicodeDecodeError):
        raise _unusable(path, None, path.name, _NO_FILE) from None
    except tomllib.TOMLDecodeError as error:
        raise _unusable(path, None, "TOML", Bilingual(f"格式错误（{error}）", str(error))) from None
    try:
        file = _File.model_validate(parsed)
    except ValidationError as error:
        raise _misfit(path, text, parsed, error) from None
    names = [one.name for one in file.target]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise _unusable(path, _line_of(text, number, "name"), name, _SAME_NAME)
    made = tuple(Configured(one.target(), one.place()) for one in file.target)
    if not any(one.target.is_required and one.target.takes.is_everything for one in made):
        raise _unusable(path, None, "required", _NOBODY)
    return made


def _misfit(
    path: Path, text: str, parsed: Mapping[str, Any], error: ValidationError
) -> UnusableTargets:
    first = error.errors()[0]
    loc = [one for one in first["loc"] if one not in ("http", "file_drop")]
    keys = [str(one) for one in loc[2:]]
    if len(loc) < 2 or not isinstance(loc[1], int):
        return _unusable(path, None, ".".join(map(str, loc)), reason_of(first))
    entry: Any = parsed["target"][loc[1]]
    try:
        name = str(entry["name"])
    except (KeyError, TypeError):
        name = ""
    place = " · ".join(filter(None, [f"target {loc[1] + 1}", name, ".".join(keys)]))
    return _unusable(path, _line_of(text, loc[1], *keys), place, reason_of(first))


def _line_of(text: str, number: int, *keys: str) -> int | None:
    """The line that names a key of the n-th target, or the one its table begins in."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if line.replace(" ", "").startswith("[[target]]")]
    if number >= len(heads):
        return None
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    for key in reversed(keys):
        for at in range(heads[number], end):
            if key in lines[at].partition("#")[0].partition("=")[0]:
                return at + 1
    return heads[number] + 1


def _unusable(path: Path, line: int | None, place: str, reason: Bilingual) -> UnusableTargets:
    return UnusableTargets(
        file=str(path),
        line_zh=f" 第 {line} 行" if line else "",
        line_en=f", line {line}" if line else "",
        place=place,
        reason_zh=reason.zh,
        reason_en=reason.en,
    )
