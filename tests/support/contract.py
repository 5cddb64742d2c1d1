"""The published documents as judges: is an answer, or a frame of the socket, what they promise?

Objects are closed here, so a field that is sent and not described is found as well.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

from foundation.http.openapi import document
from inspection.published import socket_schema


def closed(schema: Any) -> Any:
    """The schema with every object's list of properties taken as complete."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if "properties" in found and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


@dataclass
class Contract:
    """An application's OpenAPI document."""

    openapi: dict[str, Any]
    patterns: list[tuple[re.Pattern[str], str]]

    @classmethod
    def of(cls, app: web.Application) -> "Contract":
        infos = [(one.get_info(), one.canonical) for one in app.router.resources()]
        patterns = [
            (info.get("pattern") or re.compile(re.escape(info["path"])), path)
            for info, path in infos
        ]
        openapi = document(app)
        openapi["components"]["schemas"] = closed(openapi["components"]["schemas"])
        return cls(openapi, patterns)

    def template(self, path: str) -> str | None:
        """The path as the document writes it."""
        return next((name for one, name in self.patterns if one.fullmatch(path)), None)

    def check(self, method: str, path: str, status: int, media_type: str, body: Any) -> None:
        """Asserts that this answer is described; addresses nobody serves are not ours."""
        template = self.template(path.partition("?")[0])
        described = self.openapi["paths"].get(template or "", {})
        method = "GET" if method == "HEAD" else method
        if method.lower() not in described:
            assert status in (404, 405), (method, path, status)
            return
        answers = described[method.lower()]["responses"]
        assert str(status) in answers, f"{method} {template}: status {status} is not described"
        content = answers[str(status)].get("content", {})
        schema = content.get(media_type, content.get("*/*") if status < 300 else None)
        assert schema is not None or not content, f"{method} {template}: {media_type} {status}"
        if schema and "schema" in schema:
            self._validate(schema["schema"], body, f"{method} {template} {status}")

    def _validate(self, schema: dict[str, Any], body: Any, where: str) -> None:
        whole = {**schema, "components": self.openapi["components"]}
        complain(Draft202012Validator(whole), body, where)


@cache
def room_says() -> Draft202012Validator:
    """What pages may receive over the socket."""
    schema = closed(deepcopy(socket_schema()))
    return Draft202012Validator({"$ref": "#/$defs/FromRoom", **schema})


def complain(validator: Draft202012Validator, body: Any, where: str) -> None:
    errors = [
        f"{where} {one.json_path}: {one.message[:300]}" for one in validator.iter_errors(body)
    ]
    assert not errors, "\n".join(errors)
