"""HTTP of signing in and out."""

from typing import Annotated

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import ANYBODY, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.errors import (
    OldPasswordWrong,
    PasswordLapsed,
    PasswordTooShort,
    SamePassword,
    TooManyTries,
    WrongPassword,
)
from foundation.identity.model import SignIn, User
from foundation.identity.policies import SIGNED_IN
from foundation.identity.signin import SignIns


class SignInCommand(Command):
    """Name and password as typed."""

    username: Annotated[str, Field(max_length=64)]  # remembered for a while as one who tried
    password: Annotated[str, Field(max_length=1024)]


class PasswordCommand(Command):
    """The password so far, and the one from now on."""

    old: Annotated[str, Field(max_length=1024)]
    new: Annotated[str, Field(max_length=1024)]


class UserShape(TypedDict):
    """What a page may know of a member of staff."""

    id: str
    username: str
    name: str
    role: str
    department: str
    reviews: str
    unit: str


class SignedInShape(TypedDict):
    """Who is signed in. `must_change_password`: before anything else is answered."""

    user: UserShape
    must_change_password: bool


def user_json(user: User) -> UserShape:
    """The shape of a user."""
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "department": user.department,
        "reviews": user.reviews,
        "unit": user.unit,
    }


def signed_in_json(sign_in: SignIn) -> SignedInShape:
    """The shape of a sign-in."""
    return {"user": user_json(sign_in.user), "must_change_password": sign_in.must_change}


def routes(sign_ins: SignIns, door: Door) -> list[web.RouteDef]:
    """POST /sign-in, GET /me, POST /me/password, POST /sign-out."""

    @operation(
        "登录",
        "Sign in",
        ANYBODY,
        takes=SignInCommand,
        gives=SignedInShape,
        refuses=(WrongPassword, PasswordLapsed, TooManyTries),
    )
    async def sign_in(request: web.Request) -> web.Response:
        command = await read_command(request, SignInCommand)
        made, secret = await sign_ins.sign_in(
            command.username, command.password, request.remote or ""
        )
        response = web.json_response(signed_in_json(made))
        door.remember_staff(response, secret)
        return response

    @operation("当前登录", "Who is signed in", SIGNED_IN, gives=SignedInShape)
    async def me(request: web.Request) -> web.Response:
        return web.json_response(signed_in_json(await door.entering(request)))

    @operation(
        "设置自己的密码",
        "Set one's own password",
        SIGNED_IN,
        takes=PasswordCommand,
        refuses=(PasswordTooShort, SamePassword, OldPasswordWrong, TooManyTries),
    )
    async def set_password(request: web.Request) -> web.Response:
        own = await door.entering(request)
        command = await read_command(request, PasswordCommand)
        await sign_ins.set_password(own, command.old, command.new, request.remote or "")
        return web.json_response({})

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
        web.post("/api/v1/me/password", set_password),
        web.post("/api/v1/sign-out", sign_out),
    ]
