"""HTTP of signing in and out."""

from typing import Annotated

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import ANYBODY, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.errors import TooManyTries, WrongPassword
from foundation.identity.model import User
from foundation.identity.policies import SIGNED_IN
from foundation.identity.signin import SignIns


class SignInCommand(Command):
    """Name and password as typed."""

    username: Annotated[str, Field(max_length=64)]  # remembered for a while as one who tried
    password: Annotated[str, Field(max_length=1024)]


class UserShape(TypedDict):
    """What a page may know of a member of staff."""

    id: str
    username: str
    name: str
    role: str
    department: str
    reviews: str


class SignedInShape(TypedDict):
    """Who is signed in."""

    user: UserShape


def user_json(user: User) -> UserShape:
    """The shape of a user."""
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "department": user.department,
        "reviews": user.reviews,
    }


def routes(sign_ins: SignIns, door: Door) -> list[web.RouteDef]:
    """POST /sign-in, GET /me, POST /sign-out."""

    @operation(
        "登录",
        "Sign in",
        ANYBODY,
        takes=SignInCommand,
        gives=SignedInShape,
        refuses=(WrongPassword, TooManyTries),
    )
    async def sign_in(request: web.Request) -> web.Response:
        command = await read_command(request, SignInCommand)
        user, secret = await sign_ins.sign_in(
            command.username, command.password, request.remote or ""
        )
        response = web.json_response({"user": user_json(user)})
        door.remember_staff(response, secret)
        return response

    @operation("当前登录", "Who is signed in", SIGNED_IN, gives=SignedInShape)
    async def me(request: web.Request) -> web.Response:
        return web.json_response({"user": user_json(await door.staff(request))})

    @operation("退出登录", "Sign out", ANYBODY)
    async def sign_out(request: web.Request) -> web.Response:
        await sign_ins.sign_out(door.staff_secret(request))
        response = web.json_response({})
        door.forget_staff(response)
        response.headers["Clear-Site-Data"] = '"cache"'  # the next person at this desk
        return response

    return [
        web.post("/api/v1/sign-in", sign_in),
        web.get("/api/v1/me", me),
        web.post("/api/v1/sign-out", sign_out),
    ]
