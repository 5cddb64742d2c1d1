"""A clause nobody read is shown nowhere; one recalled only is marked wherever it stands."""

import json
import re

import pytest

from checklists.load import builtin_path, text_of
from inspection.templates import store
from inspection.templates.model import CLAUSES, Kind, Origin
from tests.support.house import open_bureau
from tests.support.outputs import said_everywhere
from tests.support.signing import collected, signed_by

ITEM = "OF-01"
SURENESS = {"env-code-250-purifier": ("medium", "第8888条"), "shandong-air-60": ("low", "第9999条")}
MEDIUM, LOW = (article for _, article in SURENESS.values())


def with_doubts(text):
    """The clauses that ship, two of them as sure as said above and under numbers of their own."""
    for clause, (confidence, article) in SURENESS.items():
        begin = text.index(f"- id: {clause}\n")
        end = text.index("confidence: ", begin)
        line_end = text.index("\n", end)
        own = re.sub(r"article: .*", f"article: {article}", text[begin:end])
        text = f"{text[:begin]}{own}confidence: {confidence}{text[line_end:]}"
    return text


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    """A bureau whose cases are pinned to those clauses."""
    async with database.transaction() as transaction:
        await store.add(
            transaction,
            kind=Kind.CLAUSES,
            family=CLAUSES,
            version="2027.1.1",
            origin=Origin.BUREAU,
            effective_from=None,
            text=with_doubts(text_of(builtin_path(CLAUSES))),
            by="user_chen",
            now=clock.now(),
        )
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


def clauses_of(told):
    items = [one for part in json.loads(told)["checklist"]["sections"] for one in part["items"]]
    (item,) = (one for one in items if one["id"] == ITEM)
    return {one["article"]: one["is_confirmed"] for one in item["clauses"]}


async def test_low_is_shown_nowhere_and_medium_is_marked_everywhere(bureau, wang):
    phone = await collected(bureau, wang)
    for browser in (wang, await bureau.staff("zhao")):
        body = {"verdict": "fail", "note": "没有安装油烟净化设施"}
        await browser.good("PUT", f"/api/v1/cases/{bureau.case_id}/findings/{ITEM}", json=body)
    await signed_by(bureau, wang, phone)
    said = await said_everywhere(wang, phone, bureau.case_id)
    for where, text in said.items():
        assert MEDIUM in text, where
        assert LOW not in text, where
    for where in ("record", "paper", "notice", "notice on paper", "phone's notice"):
        assert text_marks(said[where]) == {True}, where
    for where in ("desk", "phone"):
        assert clauses_of(said[where]) == {MEDIUM: False}, where
    rows = [row for row in said["sheets"].splitlines() if MEDIUM in row]
    assert all("待核 unconfirmed" in row for row in rows), rows


def text_marks(text):
    """Whether the mark stands behind each place the clause is cited at."""
    return {found.group(1) is not None for found in re.finditer(rf"{MEDIUM}(〔条号待核〕)?", text)}


async def test_who_edits_templates_is_not_offered_a_clause_nobody_read(bureau):
    chen = await bureau.staff("chen")
    offered = await chen.good("GET", "/api/v1/template-language")
    articles = {one["article"]: one["confidence"] for one in offered["clauses"]}
    assert articles[MEDIUM] == "medium"
    assert LOW not in articles
