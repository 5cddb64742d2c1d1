"""HTTP of determination rules: versions, what a text says, publishing."""

from datetime import date

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.text import Bilingual
from inspection.editor.errors import InThePast, NotReady
from inspection.editor.rights import EDITORS, READERS, must_edit
from inspection.editor.rules import RuleDesk, RuleFamily, RulesChecked
from inspection.templates.model import Edition

MOST_LETTERS = 64_000


class RulesTextCommand(Command):
    """A text of rules, as its file."""

    yaml: str = Field(max_length=MOST_LETTERS)


class PublishRulesCommand(RulesTextCommand):
    """The first day for cases accepted from then on."""

    effective_from: date


class RuleVersionShape(TypedDict):
    """A published version of rules."""

    version: str
    effective_from: str | None
    origin: str
    published_at: str


class RuleFamilyShape(TypedDict):
    """Rules with their versions, newest first; `is_used`: the bureau concludes by them."""

    id: str
    zh: str
    en: str
    in_force: str
    is_used: bool
    versions: list[RuleVersionShape]


class RuleFamiliesShape(TypedDict):
    """All rules, those in use first."""

    families: list[RuleFamilyShape]


class RuleTextShape(TypedDict):
    """A version as its file."""

    family: str
    version: str
    sha256: str
    yaml: str


class SentenceShape(TypedDict):
    """A sentence in both languages."""

    zh: str
    en: str


class RuleFaultShape(TypedDict):
    """What is wrong, and in which line."""

    line: int
    zh: str
    en: str


class RuleChangeShape(TypedDict):
    """A sentence that is another now; `null` where there is none."""

    before: SentenceShape | None
    after: SentenceShape | None


class RulesCheckedShape(TypedDict):
    """What a text says in plain words, and otherwise than the version in force of its family."""

    fault: RuleFaultShape | None
    family: str
    version: str
    words: list[SentenceShape]
    changes: list[RuleChangeShape]


def _family(one: RuleFamily) -> RuleFamilyShape:
    return {
        "id": one.id,
        "zh": one.title.zh,
        "en": one.title.en,
        "in_force": one.in_force,
        "is_used": one.is_used,
        "versions": [_version(it) for it in one.versions],
    }


def _version(one: Edition) -> RuleVersionShape:
    return {
        "version": one.version,
        "effective_from": one.effective_from.isoformat() if one.effective_from else None,
        "origin": one.origin.value,
        "published_at": one.published_at.isoformat(),
    }


def _text(one: Edition) -> RuleTextShape:
    return {
        "family": one.family,
        "version": one.version,
        "sha256": one.sha256,
        "yaml": one.text,
    }


def _sentence(text: Bilingual) -> SentenceShape:
    return {"zh": text.zh, "en": text.en}


def _checked(found: RulesChecked) -> RulesCheckedShape:
    fault = found.fault
    return {
        "fault": fault
        and {
            "line": int(str(fault.facts.get("line", 1))),
            "zh": fault.sentence_zh,
            "en": fault.sentence_en,
        },
        "family": found.family,
        "version": found.version,
        "words": [_sentence(one.text) for one in found.words],
        "changes": [
            {
                "before": one.before and _sentence(one.before),
                "after": one.after and _sentence(one.after),
            }
            for one in found.changes
        ],
    }


def routes(desk: RuleDesk, door: Door) -> list[web.RouteDef]:
    """GET /rules and a version of them, POST /rules/check and /rules."""

    @operation(
        "判定规则与版本", "Determination rules and their versions", READERS, gives=RuleFamiliesShape
    )
    async def families(request: web.Request) -> web.Response:
        found = await desk.families(await door.staff(request))
        return web.json_response({"families": [_family(one) for one in found]})

    @operation(
        "判定规则的一个版本", "A version of determination rules", READERS, gives=RuleTextShape
    )
    async def version(request: web.Request) -> web.Response:
        user, at = await door.staff(request), request.match_info
        return web.json_response(_text(await desk.version(user, at["rules"], at["edition"])))

    @operation(
        "核对判定规则：含义、改动或错误位置",
        "What a text of rules says and changes, or where it is wrong",
        EDITORS,
        takes=RulesTextCommand,
        gives=RulesCheckedShape,
    )
    async def check(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_edit(user)
        command = await read_command(request, RulesTextCommand)
        return web.json_response(_checked(await desk.check(user, command.yaml)))

    @operation(
        "发布判定规则的新版本",
        "Publish a version of determination rules",
        EDITORS,
        takes=PublishRulesCommand,
        gives=RuleTextShape,
        status=201,
        refuses=(NotReady, InThePast),
    )
    async def publish(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_edit(user)
        command = await read_command(request, PublishRulesCommand)
        edition = await desk.publish(user, command.yaml, command.effective_from)
        return web.json_response(_text(edition), status=201)

    return [
        web.get("/api/v1/rules", families),
        web.get("/api/v1/rules/{rules}/versions/{edition}", version),
        web.post("/api/v1/rules/check", check),
        web.post("/api/v1/rules", publish),
    ]
