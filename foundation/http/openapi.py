"""OpenAPI 3.1 of a running application, read from its route table and the handlers' descriptions.

Reading order: `document`, then how one operation is told, then where the schemas come from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from foundation.database import Busy
from foundation.errors import NotFound, Problem
from foundation.http.app import ForeignOrigin, TooSlow
from foundation.http.operation import (
    ANYBODY,
    Media,
    Operation,
    UndescribedRoute,
    operation,
    operation_of,
)
from foundation.http.problems import STATUS, InternalFault
from foundation.http.validation import BodyTooLarge, NotJson, WrongField

PATH = "/api/openapi.json"
_REF = "#/components/schemas/{model}"
_SWITCHING = 101  # a WebSocket


class ProblemShape(TypedDict):
    """A refusal (RFC 9457) in Chinese and English."""

    type: str
    title: str
    status: int
    code: str
    detail_zh: str
    detail_en: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Described:
    """One method of one path, with what its handler says of itself."""

    method: str
    path: str
    topic: str
    operation: Operation


def described(app: web.Application) -> Iterator[Described]:
    """All routes of the application; HEAD, which aiohttp adds to every GET, is left out.

    Raises:
        UndescribedRoute: a handler has no `@operation`.
    """
    for resource in app.router.resources():
        for route in resource:
            if route.method == "HEAD":
                continue
            said = operation_of(route.handler)
            if said is None:
                raise UndescribedRoute(f"{route.method} {resource.canonical}: add @operation(…)")
            topic = route.handler.__module__.split(".")[-2:]
            name = topic[0] if topic[-1] == "api" else topic[-1]
            yield Described(route.method, resource.canonical, name, said)


def document(app: web.Application) -> dict[str, Any]:
    """The whole document."""
    routes = list(described(app))
    schema_of, schemas = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    proofs: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _told(route, schema_of)
        proofs |= {proof.name: dict(proof.scheme) for proof in route.operation.policy.proofs}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "云勘 Yunkan",
            "version": "1",
            "description": "远程视频勘验与全景样板间。拒绝请求时给出中英文说明（RFC 9457）。\n\n"
            "Remote video inspection and VR sample rooms. Refusals come in both languages.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": proofs},
    }


def problems_of(route: Described) -> set[type[Problem]]:
    """Everything the route may refuse with."""
    said = route.operation
    found = {TooSlow, *said.policy.refuses, *said.refuses}
    if route.path.startswith("/api/"):
        found.add(Busy)
    if "{" in route.path:
        found.add(NotFound)
    if route.method != "GET" or said.status == _SWITCHING:
        found.add(ForeignOrigin)
    if said.takes is not None:
        found.add(BodyTooLarge)
        if not isinstance(said.takes, Media):
            found |= {NotJson, WrongField}
    return found


def _told(route: Described, schema_of: dict[object, dict[str, Any]]) -> dict[str, Any]:
    said = route.operation
    who = said.policy.who
    told: dict[str, Any] = {
        "operationId": _name_of(route),
        "tags": [route.topic],
        "summary": f"{said.title.zh} · {said.title.en}",
        "description": f"谁可以调用：{who.zh}。\n\nWho may call: {who.en}.",
        "x-policy": {"id": said.policy.id, "callers": list(said.policy.callers)},
        "security": [{proof.name: []} for proof in said.policy.proofs],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{(\w+)\}", route.path)
        ]
        + [
            {
                "name": name,
                "in": "query",
                "schema": {"type": "string"},
                "description": f"{text.zh} · {text.en}",
            }
            for name, text in said.query.items()
        ],
        "responses": {
            str(said.status): {
                "description": f"{said.title.zh} · {said.title.en}",
                **_content(said.gives, schema_of),
            },
            **_pieces(said.gives),
            **_refusals(problems_of(route)),
        },
    }
    if said.takes is not None:
        told["requestBody"] = {"required": True, **_content(said.takes, schema_of)}
    return told


def _name_of(route: Described) -> str:
    words = re.findall(r"\w+", route.path.removeprefix("/api/v1"))
    return "_".join([route.method.lower(), *words]).replace("-", "_")


def _content(body: object, schema_of: dict[object, dict[str, Any]]) -> dict[str, Any]:
    if body is None:
        return {}
    if isinstance(body, Media):
        return {"content": {body.type: {}}}
    return {"content": {"application/json": {"schema": schema_of[body]}}}


def _pieces(body: object) -> dict[str, Any]:
    """The answers to a request for a piece of a body."""
    if not isinstance(body, Media) or not body.in_ranges:
        return {}
    refusal = {"schema": {"$ref": _REF.format(model="ProblemShape")}}
    return {
        "206": {"description": "其中一段 · A piece of it", "content": {body.type: {}}},
        "416": {
            "description": "没有这一段 · There is no such piece",
            "content": {"application/problem+json": refusal},
        },
    }


def _refusals(problems: set[type[Problem]]) -> dict[str, Any]:
    by_status: dict[int, list[type[Problem]]] = {500: [InternalFault]}
    for problem in sorted(problems, key=lambda one: one.code):
        by_status.setdefault(STATUS[problem.kind], []).append(problem)
    return {
        str(status): {
            "description": "\n\n".join(f"`{one.code}` {one.zh} {one.en}" for one in group),
            "content": {
                "application/problem+json": {
                    "schema": {
                        "allOf": [{"$ref": _REF.format(model="ProblemShape")}],
                        "properties": {"code": {"enum": [one.code for one in group]}},
                    }
                }
            },
        }
        for status, group in sorted(by_status.items())
    }


def _schemas(routes: Sequence[Described]) -> tuple[dict[object, dict[str, Any]], dict[str, Any]]:
    """A schema for each body type, and the definitions they refer to."""
    bodies: list[Any] = [ProblemShape]
    for route in routes:
        for body in (route.operation.takes, route.operation.gives):
            if body is not None and not isinstance(body, Media) and body not in bodies:
                bodies.append(body)
    made, definitions = TypeAdapter.json_schemas(
        [(number, "validation", TypeAdapter(body)) for number, body in enumerate(bodies)],
        ref_template=_REF,
    )
    schemas = definitions.get("$defs", {})
    return {body: made[number, "validation"] for number, body in enumerate(bodies)}, schemas


def openapi_routes(app: web.Application) -> list[web.RouteDef]:
    """The document at `/api/openapi.json`, made when first asked for."""
    made: list[dict[str, Any]] = []

    @operation("接口说明", "This description", ANYBODY, gives=dict[str, Any])
    async def openapi(_request: web.Request) -> web.Response:
        if not made:
            made.append(document(app))
        return web.json_response(made[0])

    return [web.get(PATH, openapi)]
