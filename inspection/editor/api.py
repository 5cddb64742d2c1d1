"""HTTP of the editor of templates."""

from datetime import date
from typing import Any

from aiohttp import web
from pydantic import Field

from checklists.errors import (
    DuplicateItem,
    FactWrong,
    MalformedCondition,
    TemplateMalformed,
    TreeMalformed,
    UnknownFact,
)
from checklists.source import MAX_BYTES
from foundation.http.operation import Done, Media, operation
from foundation.http.problems import BodyTooLarge
from foundation.http.validation import Command, read_bytes, read_command
from foundation.identity.door import Door
from foundation.text import Bilingual
from inspection.dossier.answers import ChecklistShape
from inspection.dossier.shapes import checklist_json
from inspection.editor.errors import (
    DraftOutdated,
    InThePast,
    NotReady,
    TemplateTooLarge,
    TooManyDrafts,
    WhichRevision,
)
from inspection.editor.looks import Looks, Read
from inspection.editor.rights import EDITORS, READERS
from inspection.editor.service import Editor
from inspection.editor.shapes import (
    ChangesShape,
    CheckShape,
    DraftShape,
    FamiliesShape,
    JudgedShape,
    LanguageShape,
    VersionShape,
    changes_json,
    check_json,
    draft_json,
    family_json,
    judged_json,
    language_json,
    version_json,
)

YAML = Media("application/yaml")
_SINCE = {
    "since": Bilingual(
        "与哪个版本比较；不写则为前一版", "the version to compare with; the one before unless given"
    )
}
_SAVING = (WhichRevision, DraftOutdated, TemplateTooLarge, TemplateMalformed)


Fact = bool | int | float | str


class BeginCommand(Command):
    """The version a draft begins as."""

    family: str = Field(max_length=40)
    version: str = Field(max_length=16)


class TreeCommand(Command):
    """The tree a page edits."""

    template: dict[str, Any]


class CheckCommand(Command):
    """The day the draft is to hold from; today unless given."""

    on: date | None = None


class PreviewCommand(Command):
    """A shop: facts on top of the defaults. `alone`: by the draft only."""

    facts: dict[str, bool | int | float | str] = Field(
        default_factory=dict[str, bool | int | float | str]
    )
    alone: bool = True
    on: date | None = None


class ConditionCommand(Command):
    """A condition, and a shop it is explained by: facts on top of the defaults."""

    applies_when: str = Field(max_length=1000)  # longer than it may be: the refusal says so
    facts: dict[str, Fact] = Field(default_factory=dict[str, Fact])


class PublishCommand(Command):
    """The first day for cases accepted from then on."""

    effective_from: date


def _revision(request: web.Request) -> int:
    given = request.headers.get("If-Match")
    if given is None:
        raise WhichRevision
    number = given.removeprefix("W/").strip('" ')
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1


async def _file(request: web.Request) -> bytes:
    try:
        return await read_bytes(request, MAX_BYTES)
    except BodyTooLarge:
        raise TemplateTooLarge(most_kb=MAX_BYTES // 1024) from None


def _told(read: Read, status: int = 200) -> web.Response:
    tag = {"ETag": f'"{read.draft.revision}"'}
    return web.json_response(draft_json(read), status=status, headers=tag)


def _yaml(text: str, tag: str) -> web.Response:
    return web.Response(
        body=text.encode(), content_type="application/yaml", headers={"ETag": f'"{tag}"'}
    )


def routes(editor: Editor, looks: Looks, door: Door) -> list[web.RouteDef]:
    """Families, versions and drafts of templates."""

    @operation("模板与版本", "Templates and their versions", READERS, gives=FamiliesShape)
    async def families(request: web.Request) -> web.Response:
        found = await looks.families(await door.staff(request))
        return web.json_response({"families": [family_json(one) for one in found]})

    @operation("模板可用的词", "What a template may say", READERS, gives=LanguageShape)
    async def language(request: web.Request) -> web.Response:
        return web.json_response(language_json(await looks.language(await door.staff(request))))

    @operation(
        "核对一个条件",
        "Whether a condition can be read, and what it says of a shop",
        EDITORS,
        takes=ConditionCommand,
        gives=JudgedShape,
        refuses=(MalformedCondition, UnknownFact, FactWrong),
    )
    async def condition(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        command = await read_command(request, ConditionCommand)
        return web.json_response(
            judged_json(looks.condition(user, command.applies_when, command.facts))
        )

    @operation("一个版本", "A version", READERS, gives=VersionShape)
    async def version(request: web.Request) -> web.Response:
        user, at = await door.staff(request), request.match_info
        return web.json_response(
            version_json(await looks.version(user, at["family"], at["version"]))
        )

    @operation("导出一个版本", "A version as its file", READERS, gives=YAML)
    async def version_file(request: web.Request) -> web.Response:
        user, at = await door.staff(request), request.match_info
        edition = await looks.version(user, at["family"], at["version"])
        return _yaml(edition.text, edition.sha256)

    @operation(
        "版本之间的差异", "What a version changed", READERS, gives=ChangesShape, query=_SINCE
    )
    async def version_changes(request: web.Request) -> web.Response:
        user, at, since = await door.staff(request), request.match_info, _since(request)
        before, found = await looks.changes_of_version(user, at["family"], at["version"], since)
        return web.json_response(changes_json(before, found))

    @operation(
        "从一个版本开始草稿",
        "Begin a draft from a version",
        EDITORS,
        takes=BeginCommand,
        gives=DraftShape,
        status=201,
        refuses=(TooManyDrafts,),
    )
    async def begin(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        command = await read_command(request, BeginCommand)
        draft = await editor.begin(user, command.family, command.version)
        return _told(await looks.draft(user, draft.id), 201)

    @operation(
        "从文件导入草稿",
        "Bring in a draft as a file",
        EDITORS,
        takes=YAML,
        gives=DraftShape,
        status=201,
        refuses=(TooManyDrafts, TemplateTooLarge, TemplateMalformed),
    )
    async def bring(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        draft = await editor.bring(user, await _file(request))
        return _told(await looks.draft(user, draft.id), 201)

    @operation("一份草稿", "A draft", READERS, gives=DraftShape)
    async def draft(request: web.Request) -> web.Response:
        return _told(await looks.draft(await door.staff(request), request.match_info["draft"]))

    @operation(
        "保存草稿（If-Match）",
        "Save a draft's tree (If-Match)",
        EDITORS,
        takes=TreeCommand,
        gives=DraftShape,
        refuses=(*_SAVING, TreeMalformed),
    )
    async def save(request: web.Request) -> web.Response:
        user, name = await door.staff(request), request.match_info["draft"]
        looks.must_edit(user)
        revision, command = _revision(request), await read_command(request, TreeCommand)
        await editor.save_tree(user, name, command.template, revision)
        return _told(await looks.draft(user, name))

    @operation("导出草稿", "A draft as its file", READERS, gives=YAML)
    async def draft_file(request: web.Request) -> web.Response:
        read = await looks.draft(await door.staff(request), request.match_info["draft"])
        return _yaml(read.draft.text, str(read.draft.revision))

    @operation(
        "保存草稿文件（If-Match）",
        "Save a draft's file (If-Match)",
        EDITORS,
        takes=YAML,
        gives=DraftShape,
        refuses=_SAVING,
    )
    async def save_file(request: web.Request) -> web.Response:
        user, name = await door.staff(request), request.match_info["draft"]
        looks.must_edit(user)
        await editor.save(user, name, await _file(request), _revision(request))
        return _told(await looks.draft(user, name))

    @operation(
        "删除草稿（If-Match）",
        "Throw a draft away (If-Match)",
        EDITORS,
        gives=Done,
        refuses=(WhichRevision, DraftOutdated),
    )
    async def remove(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        await editor.remove(user, request.match_info["draft"], _revision(request))
        return web.json_response({})

    @operation(
        "检查草稿并运行测试用例",
        "Check a draft and run its vectors",
        EDITORS,
        takes=CheckCommand,
        gives=CheckShape,
    )
    async def check(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        command = await read_command(request, CheckCommand)
        found = await looks.check(user, request.match_info["draft"], command.on)
        return web.json_response(check_json(found))

    @operation(
        "预览检查表",
        "What a shop would be asked",
        EDITORS,
        takes=PreviewCommand,
        gives=ChecklistShape,
        refuses=(TemplateMalformed, UnknownFact, FactWrong, DuplicateItem),
    )
    async def preview(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        command = await read_command(request, PreviewCommand)
        checklist = await looks.preview(
            user,
            request.match_info["draft"],
            command.facts,
            alone=command.alone,
            on=command.on,
        )
        return web.json_response(checklist_json(checklist))

    @operation(
        "草稿的改动",
        "What a draft changes",
        READERS,
        gives=ChangesShape,
        query=_SINCE,
        refuses=(TemplateMalformed,),
    )
    async def draft_changes(request: web.Request) -> web.Response:
        user, since = await door.staff(request), _since(request)
        before, found = await looks.changes(user, request.match_info["draft"], since)
        return web.json_response(changes_json(before, found))

    @operation(
        "发布草稿（If-Match）",
        "Publish a draft (If-Match)",
        EDITORS,
        takes=PublishCommand,
        gives=VersionShape,
        status=201,
        refuses=(WhichRevision, DraftOutdated, NotReady, InThePast),
    )
    async def publish(request: web.Request) -> web.Response:
        user = await door.staff(request)
        looks.must_edit(user)
        revision, command = _revision(request), await read_command(request, PublishCommand)
        edition = await editor.publish(
            user, request.match_info["draft"], revision, command.effective_from
        )
        return web.json_response(version_json(edition), status=201)

    one, own = "/api/v1/templates/{family}/versions/{version}", "/api/v1/template-drafts/{draft}"
    return [
        web.get("/api/v1/templates", families),
        web.get("/api/v1/template-language", language),
        web.post("/api/v1/template-conditions", condition),
        web.get(one, version),
        web.get(f"{one}/yaml", version_file),
        web.get(f"{one}/changes", version_changes),
        web.post("/api/v1/template-drafts", begin),
        web.post("/api/v1/template-drafts/import", bring),
        web.get(own, draft),
        web.put(own, save),
        web.delete(own, remove),
        web.get(f"{own}/yaml", draft_file),
        web.put(f"{own}/yaml", save_file),
        web.post(f"{own}/check", check),
        web.post(f"{own}/preview", preview),
        web.get(f"{own}/changes", draft_changes),
        web.post(f"{own}/publish", publish),
    ]


def _since(request: web.Request) -> str:
    return request.query.get("since", "")[:16]
