"""HTTP of people, for administrators."""

from collections.abc import Mapping
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.api import UserShape, user_json
from foundation.identity.door import Door
from foundation.identity.errors import LastAdministrator, NameTaken, ReviewsNothing
from foundation.identity.model import Person, Role, User
from foundation.identity.people import People
from foundation.identity.policies import ADMINISTRATORS, must_be
from foundation.identity.tree import ROOT
from foundation.text import Bilingual, TextShape

Username = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{2,64}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class PersonCommand(Command):
    """What somebody does here. `reviews`: the department of a reviewer, empty for others."""

    name: Name
    role: Role
    department: Text = ""
    reviews: str = Field(default="", max_length=32)
    unit: str = Field(default=ROOT, max_length=40)


class NewPersonCommand(PersonCommand):
    """Somebody new; `username` is what they sign in under, and stays."""

    username: Username


class ChangedPersonCommand(PersonCommand):
    """Somebody who is here; `is_active: false` ends every sign-in of theirs at once."""

    is_active: bool


class PersonShape(UserShape):
    """Somebody who works here or did; `one_time_until`: their password was given out."""

    is_active: bool
    signed_in_at: str | None
    one_time_until: str | None


class PeopleShape(TypedDict):
    """People by name, 500 at most, and what a form may choose from."""

    people: list[PersonShape]
    roles: list[str]
    departments: dict[str, TextShape]


class PasswordGivenShape(TypedDict):
    """The only time a one-time password is shown."""

    person: PersonShape
    password: str


def person_json(person: Person) -> PersonShape:
    """The shape of somebody."""
    signed_in, until = person.signed_in_at, person.one_time_until
    return {
        **user_json(person.user),
        "is_active": person.is_active,
        "signed_in_at": signed_in and signed_in.isoformat(),
        "one_time_until": until and until.isoformat(),
    }


def _given(person: Person, password: str, status: int) -> web.Response:
    shape: PasswordGivenShape = {"person": person_json(person), "password": password}
    return web.json_response(shape, status=status, headers={"Cache-Control": "no-store"})


def _wanted(command: PersonCommand, user_id: str, username: str) -> User:
    return User(
        user_id,
        username,
        command.name,
        command.role,
        command.department,
        command.reviews,
        command.unit,
    )


def routes(people: People, door: Door, departments: Mapping[str, Bilingual]) -> list[web.RouteDef]:
    """GET and POST /people, PUT /people/{person}, POST /people/{person}/password."""

    @operation(
        "人员",
        "People",
        ADMINISTRATORS,
        gives=PeopleShape,
        query={"q": Bilingual("姓名、用户名或部门中的文字", "words in a name or department")},
    )
    async def found(request: web.Request) -> web.Response:
        user = await door.staff(request)
        some = await people.found(user, request.query.get("q", "").strip()[:80])
        shape: PeopleShape = {
            "people": [person_json(one) for one in some],
            "roles": [role.value for role in Role],
            "departments": {key: {"zh": one.zh, "en": one.en} for key, one in departments.items()},
        }
        return web.json_response(shape)

    @operation(
        "添加人员（返回一次性密码）",
        "Let somebody in; the answer has their one-time password",
        ADMINISTRATORS,
        takes=NewPersonCommand,
        gives=PasswordGivenShape,
        status=201,
        refuses=(NameTaken, ReviewsNothing),
    )
    async def add(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, ADMINISTRATORS)
        command = await read_command(request, NewPersonCommand)
        return _given(*await people.add(user, _wanted(command, "", command.username)), 201)

    @operation(
        "修改岗位、机构，停用或启用",
        "Change somebody's role or office, let them go or back in",
        ADMINISTRATORS,
        takes=ChangedPersonCommand,
        gives=PersonShape,
        refuses=(LastAdministrator, ReviewsNothing),
    )
    async def change(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, ADMINISTRATORS)
        command = await read_command(request, ChangedPersonCommand)
        wanted = _wanted(command, request.match_info["person"], "")
        return web.json_response(
            person_json(await people.change(user, wanted, is_active=command.is_active))
        )

    @operation(
        "重置密码（返回一次性密码）",
        "Reset somebody's password; the answer has a one-time one",
        ADMINISTRATORS,
        gives=PasswordGivenShape,
    )
    async def reset(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return _given(*await people.reset(user, request.match_info["person"]), 200)

    return [
        web.get("/api/v1/people", found),
        web.post("/api/v1/people", add),
        web.put("/api/v1/people/{person}", change),
        web.post("/api/v1/people/{person}/password", reset),
    ]
