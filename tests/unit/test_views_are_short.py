"""Four readers and one writer serve everybody: who holds one waits for nothing but the database.

A second one asked for within the first is a deadlock as soon as four do so at the same moment.
"""

import ast

import pytest

from tests.support.service import CHECKOUT

PARTS = ("foundation", "checklists", "webrtc", "panorama", "inspection")
OPENS = {"reading", "transaction"}
ALLOWED = {"asyncio.to_thread"}  # pure work that would hold up the loop


def blocks_of(source: str):
    """`async with ….reading() as view` and alike: the view's name, and the block."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncWith):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in OPENS:
                    yield getattr(item.optional_vars, "id", ""), node.body


def waits_elsewhere(source: str):
    """What is waited for in a block without being given its view, as (line, code)."""
    for view, body in blocks_of(source):
        for node in (inner for statement in body for inner in ast.walk(statement)):
            if isinstance(node, ast.AsyncWith) and set(dict(blocks_of(ast.unparse(node)))):
                yield node.lineno, ast.unparse(node.items[0])
            if not isinstance(node, ast.Await):
                continue
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            called = ast.unparse(getattr(node.value, "func", node.value))
            if view not in names and called not in ALLOWED:
                yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize("part", PARTS)
def test_who_holds_a_view_of_the_database_waits_for_nothing_else(part):
    found = [
        f"{path.relative_to(CHECKOUT)}:{line}: {code}"
        for path in sorted((CHECKOUT / part).rglob("*.py"))
        for line, code in waits_elsewhere(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "inside",
    [
        "async with self._database.transaction() as transaction:\n   await f(transaction)",
        "await self._other.of_case(case)",
        "await asyncio.sleep(1)",
    ],
)
def test_the_test_itself_finds_who_waits_elsewhere(inside):
    source = f"async def g():\n async with self._database.reading() as view:\n  {inside}"
    assert len(list(waits_elsewhere(source))) >= 1
