"""大气污染防治法 ends, 生态环境法典 begins on 2026-08-15: a record cites the law of its own day."""

import pytest

from foundation.clock import SHANGHAI
from tests.support.house import open_bureau
from tests.support.outputs import said_everywhere
from tests.support.signing import collected, signed_by

OLD, NEW = "大气污染防治法", "生态环境法典"
ITEM = "OF-01"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    """Its cases are accepted on 13 August, two days before the code."""
    clock.move(days=-103)
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


@pytest.mark.parametrize(
    ("days", "concluded", "cited", "other"),
    [(1, "2026-08-14", OLD, NEW), (2, "2026-08-15", NEW, OLD)],
)
async def test_a_record_cites_the_law_of_the_day_it_concludes_on_wherever_it_is_read(
    bureau, clock, days, concluded, cited, other
):
    assert clock.now().astimezone(SHANGHAI).date().isoformat() == "2026-08-13"
    clock.move(days=days)
    wang, zhao = await bureau.staff("wang"), await bureau.staff("zhao")
    phone = await collected(bureau, wang)
    for browser in (wang, zhao):
        body = {"verdict": "fail", "note": "没有安装油烟净化设施"}
        await browser.good("PUT", f"/api/v1/cases/{bureau.case_id}/findings/{ITEM}", json=body)
    await signed_by(bureau, wang, phone)
    said = await said_everywhere(wang, phone, bureau.case_id)
    assert concluded in said["record"]
    for where, text in said.items():
        assert cited in text, where
        assert other not in text, where
