"""HTTP of ratings: one POST by the applicant's phone, tasks for supervisors."""

from collections.abc import Mapping
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import INVITED, OVERSEERS, SUPERVISORS
from foundation.text import Bilingual, TextShape
from inspection.ratings.model import (
    LEAST_ANSWER,
    LEVEL_TEXT,
    MOST_WORDS,
    TAGS,
    AlreadyAnswered,
    AlreadyRated,
    Level,
    RatedByStaff,
    Rating,
    Task,
    TooEarlyToRate,
    UnknownTag,
)
from inspection.ratings.service import Ratings


class RateCommand(Command):
    """Level 1 (very dissatisfied) to 5, tags that were offered, words."""

    level: Literal[1, 2, 3, 4, 5]
    tags: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=9)] = ()
    words: Annotated[str, Field(max_length=MOST_WORDS)] = ""


class AnswerCommand(Command):
    """What was done about a bad rating and told to the applicant."""

    answer: Annotated[str, Field(min_length=LEAST_ANSWER, max_length=2000)]


class RatingShape(TypedDict):
    """A rating as it stays."""

    level: int
    zh: str
    en: str
    tags: list[TextShape]
    words: str
    at: str


class TaskShape(TypedDict):
    """A bad rating and who answers it."""

    id: str
    case: str
    number: str
    shop_name: str
    rating: RatingShape
    opened_at: str
    due_at: str
    owner: str | None
    answer: str | None
    answered_by: str | None
    answered_at: str | None


class TasksShape(TypedDict):
    """Bad ratings."""

    tasks: list[TaskShape]


def rating_json(rating: Rating) -> RatingShape:
    """The shape of a rating."""
    text = LEVEL_TEXT[rating.level]
    return {
        "level": int(rating.level),
        "zh": text.zh,
        "en": text.en,
        "tags": [{"zh": TAGS[tag].zh, "en": TAGS[tag].en} for tag in rating.tags],
        "words": rating.words,
        "at": rating.at.isoformat(),
    }


def task_json(task: Task, names: Mapping[str, str]) -> TaskShape:
    """The shape of a task, with names in the place of ids."""
    return {
        "id": task.id,
        "case": task.case_id,
        "number": task.case_number,
        "shop_name": task.shop_name,
        "rating": rating_json(task.rating),
        "opened_at": task.opened_at.isoformat(),
        "due_at": task.due_at.isoformat(),
        "owner": names.get(task.owner_id or ""),
        "answer": task.answer,
        "answered_by": names.get(task.answered_by or ""),
        "answered_at": task.answered_at.isoformat() if task.answered_at else None,
    }


def routes(ratings: Ratings, door: Door) -> list[web.RouteDef]:
    """POST /visit/rating; GET /rating-tasks; PUT and POST on one of them."""

    async def shown(task: Task) -> web.Response:
        return web.json_response(task_json(task, await ratings.names([task])))

    @operation(
        "评价本次服务（好差评）",
        "Rate the service, once",
        INVITED,
        takes=RateCommand,
        gives=RatingShape,
        status=201,
        refuses=(RatedByStaff, TooEarlyToRate, AlreadyRated, UnknownTag),
    )
    async def rate(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        if door.staff_secret(request):  # signed in or once signed in: not the applicant's own phone
            raise RatedByStaff
        command = await read_command(request, RateCommand)
        rating = await ratings.rate(visit, Level(command.level), command.tags, command.words)
        return web.json_response(rating_json(rating), status=201)

    @operation(
        "差评任务",
        "Bad ratings to answer",
        OVERSEERS,
        gives=TasksShape,
        query={"answered": Bilingual("1：已答复的", "1: those that were answered")},
    )
    async def tasks(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await ratings.tasks(user, is_open=request.query.get("answered") != "1")
        names = await ratings.names(found)
        return web.json_response({"tasks": [task_json(one, names) for one in found]})

    @operation(
        "认领差评任务",
        "See to a bad rating",
        SUPERVISORS,
        gives=TaskShape,
        refuses=(AlreadyAnswered,),
    )
    async def take(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return await shown(await ratings.take(user, request.match_info["task"]))

    @operation(
        "答复差评",
        "Answer a bad rating",
        SUPERVISORS,
        takes=AnswerCommand,
        gives=TaskShape,
        refuses=(AlreadyAnswered,),
    )
    async def answer(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, AnswerCommand)
        return await shown(await ratings.answer(user, request.match_info["task"], command.answer))

    return [
        web.post("/api/v1/visit/rating", rate),
        web.get("/api/v1/rating-tasks", tasks),
        web.put("/api/v1/rating-tasks/{task}/owner", take),
        web.post("/api/v1/rating-tasks/{task}/answer", answer),
    ]
