"""Cases accepted with papers to follow, as a clerk and an applicant make them."""

from typing import Any

from foundation.workdays import WorkCalendar
from inspection.cases.moving import read_in
from inspection.gaps import flag_store, store
from inspection.gaps.flag_store import Flag
from inspection.gaps.listing import builtin_list
from inspection.gaps.model import GapState, GapStep, Upload, What
from inspection.gaps.naming import Wanted, named
from inspection.gaps.pledge import Pledge, Way, content_of, hash_of
from tests.support.applications import an_application
from tests.support.pictures import drawn_signature

MANDATE = {
    "asked_by": "于海",
    "relation": "self",
    "way": "phone",
    "asked_at": "2026-11-24T09:30:00+08:00",
}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TWO = [{"kind": "health_certificates"}, {"kind": "premises_proof", "working_days": 4}]


async def filed(clerk, **changes: Any) -> dict[str, Any]:
    """A case that waits in the pre-check because papers are missing."""
    body = {"application": an_application(**changes), "mandate": MANDATE, "papers_missing": True}
    return await clerk.good("POST", "/api/v1/cases", json=body)


async def accepted(clerk, gaps=TWO, **changes: Any) -> dict[str, Any]:
    """The sheet of a case accepted with gaps, and the case's id as `case`."""
    case = await filed(clerk, **changes)
    path = f"/api/v1/cases/{case['id']}/gaps"
    return {**await clerk.good("POST", path, json={"gaps": gaps}), "case": case["id"]}


async def sign(phone) -> dict[str, Any]:
    """The applicant signs what the phone shows; the sheet afterwards."""
    shown = (await phone.good("GET", "/api/v1/visit/gaps"))["pledge"]
    body = {"png_base64": drawn_signature("于海"), "sha256": shown["sha256"]}
    return await phone.good("POST", "/api/v1/visit/pledge", json=body)


async def hand_in(phone, gap: str, content: bytes) -> dict[str, Any]:
    """A file for a gap, from the phone."""
    return await phone.good("POST", f"/api/v1/visit/gaps/{gap}/uploads", data=content)


async def review(browser, case: str, gap: str, verdict: str, why: str = "") -> dict[str, Any]:
    """A gap is accepted or sent back."""
    path = f"/api/v1/cases/{case}/gaps/{gap}/review"
    return await browser.good("POST", path, json={"verdict": verdict, "why": why})


async def a_gap(database, clock, case_id: str) -> dict[str, str]:
    """A paper that followed in a case with its file, pledge and an operator's flag; ids by name.

    It is accepted, so it blocks nothing. Rows only: no file stands behind them.
    """
    calendar, wanted = WorkCalendar(), [Wanted("shop_front")]
    async with database.transaction() as transaction:
        case = await read_in(transaction, case_id)
        now = clock.now()
        (gap,) = named(wanted, builtin_list(), calendar, case_id=case.id, by="usr_1", now=now)
        await store.add(transaction, [gap])
        await store.add_steps(
            transaction, {gap.id: GapStep(What.NAMED, "usr_1", now, "", gap.due_at)}
        )
        step = GapStep(What.ACCEPTED, "usr_1", now, "", gap.due_at)
        await store.note(transaction, gap.id, GapState.ACCEPTED, step)
        file = ("0" * 64, "image/jpeg", 1, 1, 1, (), "applicant", now)
        await store.add_upload(transaction, Upload("up_1", gap.id, 0, *file))
        content = content_of(case, [gap], builtin_list().pledge)
        said = ("1", hash_of(content), content, Way.PHONE, "于海", "applicant", now, "0" * 64, {})
        await store.add_pledge(transaction, Pledge(case.id, *said))
        flag = Flag("flag_1", case.application.credit_code, "试", "试", None, "usr_1", now)
        await flag_store.add(transaction, flag)
    return {"gap": gap.id, "upload": "up_1", "flag": flag.id, "code": flag.credit_code}
