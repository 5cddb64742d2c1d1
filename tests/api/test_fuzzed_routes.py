"""Every route of the published document, asked with what nobody would send: nothing fails.

Short, with the same seed each time; at night `tests/faults/test_api_fuzz.py` asks far more.
"""

import json
import random
from urllib.parse import quote

import pytest

from tests.support.house import open_bureau

STRANGE = (
    *(None, True, 0, -1, 1.5, 10**30, 1e308, "", " ", "x" * 5000, "\u0000", "💥", "\ud800"),
    *("'; DROP TABLE licence; --", "../../etc/passwd", "=1+1", "2031-02-30", "NaN", "a\nb"),
    *([], [[]], {}, {"": ""}, [None] * 50, {"a": {"b": {"c": []}}}),
)
LEFT_OUT = ("/api/v1/sign-in", "/api/v1/sign-out")  # would end the session of those who ask


def valid(schema, known, dice, depth=0):
    """A value that fits a schema, more or less; something strange one time in six."""
    if dice.random() < 1 / 6 or depth > 4:
        return dice.choice(STRANGE)
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return valid(dice.choice(schema[several]), known, dice, depth + 1)
    if "enum" in schema or "const" in schema:
        return dice.choice(schema.get("enum", [schema.get("const")]))
    match schema.get("type"):
        case "object":
            return {
                name: valid(one, known, dice, depth + 1)
                for name, one in schema.get("properties", {}).items()
                if dice.random() > 1 / 8
            }
        case "array":
            one = schema.get("items", {})
            return [valid(one, known, dice, depth + 1) for _ in range(dice.randrange(3))]
        case "integer" | "number":
            return dice.choice((0, 1, 2, 120, 1.5, -1))
        case "boolean":
            return dice.random() < 0.5
        case _:
            return dice.choice(("open", "2026-11-24", "13800138000", "看过", "hot", "JY1"))


def text_of(dice):
    value = dice.choice(STRANGE)
    return str(value).encode("utf-8", "replace").decode()


def request_of(path, operation, known, dice, things):
    """The address, the query and the body of one strange request."""
    for one in operation.get("parameters", ()):
        if one["in"] == "path":
            real = things.get(one["name"])
            value = real if real and dice.random() < 0.6 else text_of(dice)[:200] or "-"
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
    query = {
        one["name"]: text_of(dice)[:300]
        for one in operation.get("parameters", ())
        if one["in"] == "query" and dice.random() < 0.7
    }
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        body = dice.choice((b"", b"PK\x03\x04", b"\xff" * 99, b"a,b\n1,2\n", b"{}"))
        return path, query, body, next(iter(content), "application/octet-stream")
    body = valid(content["application/json"]["schema"], known, dice)
    if dice.random() < 0.1:
        return path, query, b'{"a": 1', "application/json"
    text = json.dumps(body)
    return path, query, text.encode(), "application/json"


async def fuzz(bureau, seed, rounds):
    """What failed, by route; each is asked by everybody once a round."""
    liu, chen, wang = [await bureau.staff(name) for name in ("liu", "chen", "wang")]
    phone = await bureau.applicant(liu, bureau.case_id)
    openapi = await liu.good("GET", "/api/openapi.json")
    known, dice = openapi["components"]["schemas"], random.Random(seed)  # noqa: S311 - nothing secret
    things = {"case": bureau.case_id, "item": "KL-01", "area": "food", "department": "urban"}
    failed, asked = [], 0
    for path, operations in openapi["paths"].items():
        if path in LEFT_OUT or not path.startswith("/api/v1/") or "/media/" in path:
            continue
        for method, operation in operations.items():
            if "101" in operation["responses"]:
                continue  # sockets have a fuzz of their own (test_strange_phones)
            for browser in (liu, chen, wang, phone) * rounds:
                address, query, body, kind = request_of(path, operation, known, dice, things)
                async with browser.client.request(
                    method.upper(),
                    address,
                    params=query,
                    data=body if method not in ("get", "delete") else None,
                    headers={"Sec-Fetch-Site": "same-origin", "Content-Type": kind},
                ) as answer:
                    text = await answer.text(errors="replace")
                asked += 1
                if answer.status >= 500 and '"code": "internal"' in text:
                    failed.append((method, address[:200], query, body[:300], answer.status))
    return failed, asked


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


async def test_no_strange_request_makes_the_service_fail(bureau):
    failed, asked = await fuzz(bureau, 20261130, 1)
    assert failed == []
    assert asked > 400
