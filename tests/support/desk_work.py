"""What a person at the desk does past its pages, with that page's own sign-in."""

from playwright.async_api import Page

from tests.support.pages import keep_picture

NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}


async def ask(page: Page, path: str, method: str = "GET", body: object = None) -> dict:
    """Status and content of what the page's own session gets from the service."""
    return await page.evaluate(
        """async ([path, method, body]) => {
            const headers = body ? { 'Content-Type': 'application/json' } : {}
            const sent = { method, headers, body: body && JSON.stringify(body) }
            const answer = await fetch(path, sent)
            return { status: answer.status, content: await answer.json() }
        }""",
        [path, method, body],
    )


async def case_of(page: Page, shop: str) -> dict:
    """The whole case of a shop."""
    cases = (await ask(page, "/api/v1/cases"))["content"]["cases"]
    case_id = next(one["id"] for one in cases if one["shop_name"] == shop)
    return (await ask(page, f"/api/v1/cases/{case_id}"))["content"]


async def judge_own(page: Page, shop: str, **verdicts: str) -> str:
    """Every item of one's own part complies, noted, but those named (`KL_01="fail"`)."""
    case = await case_of(page, shop)
    own = {one["id"] for one in case["departments"] if one["is_yours"]}
    for section in case["checklist"]["sections"]:
        for item in section["items"]:
            if item["department"] not in own:
                continue
            verdict = verdicts.get(item["id"].replace("-", "_"), "pass")
            done = await ask(
                page,
                f"/api/v1/cases/{case['id']}/findings/{item['id']}",
                "PUT",
                {"verdict": verdict, "note": "视频查看，符合要求"},
            )
            assert done["status"] == 200, done
    return case["id"]


async def pictured(page: Page, name: str) -> None:
    """The page as it is on a desk and on a narrow screen, kept for a look."""
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        await page.set_viewport_size(size)
        await page.wait_for_timeout(150)  # a transition of the new layout
        overflow = await page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        await keep_picture(page, f"{name}-{width}")
        assert overflow <= 0, f"{name} is wider than {size['width']} px by {overflow} px"
    await page.set_viewport_size(WIDE)
