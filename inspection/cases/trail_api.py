"""HTTP of the audit log."""

from collections.abc import Mapping

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.policies import AUDITORS
from foundation.text import Bilingual
from inspection.cases.trail import Page, Trail
from inspection.cases.trail_words import words_of


class TrailQuery(Command):
    """What of the log is asked for."""

    subject: str = Field(default="", max_length=64)
    actor: str = Field(default="", max_length=64)
    before: int | None = Field(default=None, ge=1, le=2**53)


class EntryShape(TypedDict):
    """One thing that happened. `hash` covers the entry and `previous`, the hash of the one before.

    `actor_name`, `subject_name`: of a person, or the number of a case; empty for others.
    `zh`, `en`: what happened as people read it; empty where only `action` says it.
    """

    number: int
    at: str
    actor: str
    actor_name: str
    action: str
    zh: str
    en: str
    subject: str
    subject_name: str
    facts: Mapping[str, object]
    previous: str
    hash: str


class TrailShape(TypedDict):
    """Newest first, 100 at most; for older ones ask with `before` as `next`, null: there are none.

    A page of an office with many cases may hold fewer, or none, and older ones follow: so much of
    the log was looked at.
    """

    entries: list[EntryShape]
    has_older: bool
    next: int | None


def _json(page: Page) -> TrailShape:
    said = [words_of(one.action, one.facts) for one in page.entries]
    return {
        "entries": [
            {
                "number": one.number,
                "at": one.at.isoformat(),
                "actor": one.actor,
                "actor_name": page.names.get(one.actor, ""),
                "action": one.action,
                "zh": words.zh if words else "",
                "en": words.en if words else "",
                "subject": one.subject,
                "subject_name": page.names.get(one.subject, ""),
                "facts": one.facts,
                "previous": one.previous,
                "hash": one.hash,
            }
            for one, words in zip(page.entries, said, strict=True)
        ],
        "has_older": page.next is not None,
        "next": page.next,
    }


def routes(trail: Trail, door: Door) -> list[web.RouteDef]:
    """GET /audit."""

    @operation(
        "审计日志（最新在前，每页 100 条）",
        "The audit log, newest first, 100 a page",
        AUDITORS,
        gives=TrailShape,
        refuses=(WrongField,),
        query={
            "subject": Bilingual(
                "只看关于它的：办件、人员或机构的 id", "only about this case, person or office"
            ),
            "actor": Bilingual("只看这个人所做的", "only what this person did"),
            "before": Bilingual("只看编号更小的", "only those with a smaller number"),
        },
    )
    async def page(request: web.Request) -> web.Response:
        user = await door.staff(request)
        named = TrailQuery.model_fields.keys() & request.query.keys()
        asked = command_from({name: request.query[name] for name in named}, TrailQuery)
        found = await trail.page(
            user, subject=asked.subject, actor=asked.actor, before=asked.before
        )
        return web.json_response(_json(found))

    return [web.get("/api/v1/audit", page)]
