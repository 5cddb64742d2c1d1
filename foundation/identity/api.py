"""HTTP of signing in and out."""

from aiohttp import web

from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.model import User
from foundation.identity.signin import SignIns


class SignInCommand(Command):
    """Name and password as typed."""

    username: str
    password: str


def user_json(user: User) -> dict[str, str]:
    """What a page may know of a member of staff."""
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "department": user.department,
    }


def routes(sign_ins: SignIns, door: Door) -> list[web.RouteDef]:
    """POST /sign-in, GET /me, POST /sign-out."""

    async def sign_in(request: web.Request) -> web.Response:
        command = await read_command(request, SignInCommand)
        user, secret = await sign_ins.sign_in(
            command.username, command.password, request.remote or ""
        )
        response = web.json_response({"user": user_json(user)})
        door.remember_staff(response, secret)
        return response

    async def me(request: web.Request) -> web.Response:
        return web.json_response({"user": user_json(await door.staff(request))})

    async def sign_out(request: web.Request) -> web.Response:
        await sign_ins.sign_out(door.staff_secret(request))
        response = web.json_response({})
        door.forget_staff(response)
        return response

    return [
        web.post("/api/v1/sign-in", sign_in),
        web.get("/api/v1/me", me),
        web.post("/api/v1/sign-out", sign_out),
    ]
