"""A request's JSON body into a typed command, or a problem that names the field."""

import json
from typing import ClassVar, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.errors import Kind, Problem
from foundation.http.problems import BodyTooLarge
from foundation.reasons import reason_of

MOST_JSON_BYTES = 1024 * 1024  # a signature drawn on a phone is the largest: about 100 kB
MOST_STILL_BYTES = 24 * 1024 * 1024  # a 48-megapixel JPEG


class Command(BaseModel):
    """Base of all request bodies: unknown keys are refused, values are not changed afterwards."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


CommandT = TypeVar("CommandT", bound=Command)


class NotJson(Problem):
    """The body can not be read."""

    kind = Kind.UNREADABLE
    code = "http.not_json"
    zh = "请求内容不是有效的 JSON。"
    en = "The request is not valid JSON."


class WrongField(Problem):
    """A field is missing, unknown, or does not fit."""

    code = "http.wrong_field"
    zh = "“{field}”不正确：{reason_zh}。请修改后重新提交。"
    en = "“{field}” is not right: {reason_en}. Correct it and send it again."


def command_from(data: object, model: type[CommandT]) -> CommandT:
    """Validates parsed JSON. Raises `WrongField` naming the first field that does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = reason_of(first)
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise WrongField(field=field, reason_zh=reason.zh, reason_en=reason.en) from error


async def read_command(request: web.Request, model: type[CommandT]) -> CommandT:
    """The request's body as a command; an empty body counts as `{}`."""
    body = await read_bytes(request, MOST_JSON_BYTES)
    try:
        data: object = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    return command_from(data, model)


async def read_bytes(request: web.Request, limit: int) -> bytes:
    """The whole body, stopped at `limit` bytes with `BodyTooLarge`."""
    if (request.content_length or 0) > limit:
        raise BodyTooLarge
    parts: list[bytes] = []
    total = 0
    async for part in request.content.iter_chunked(64 * 1024):
        total += len(part)
        if total > limit:
            raise BodyTooLarge
        parts.append(part)
    return b"".join(parts)
