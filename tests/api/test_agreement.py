"""Supervisors read how far two inspectors agree; what was said after seeing does not count."""

import csv
import io
from datetime import timedelta

import pytest

from foundation.clock import SHANGHAI

KEY = "EX-02"


@pytest.fixture
async def judged(bureau, wang):
    """Both judge alike but for one item, on which the second comes round afterwards."""
    zhao = await bureau.staff("zhao")
    await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    path = f"/api/v1/cases/{bureau.case_id}/findings"
    for who, item, verdict in (
        (wang, KEY, "fail"),
        (zhao, KEY, "pass"),
        (zhao, KEY, "fail"),
        (wang, "EX-03", "pass"),
        (zhao, "EX-03", "pass"),
    ):
        await who.good("PUT", f"{path}/{item}", json={"verdict": verdict, "note": "看过"})
    return await bureau.staff("chen")


async def test_the_table_tells_pairs_share_and_kappa_per_item(judged):
    rows = (await judged.good("GET", "/api/v1/agreement"))["rows"]
    total, *items = rows
    assert (total["item_id"], total["pairs"], total["same"], total["share"]) == (None, 2, 1, 0.5)
    assert total["kappa"] == pytest.approx(0.0)
    found = {one["item_id"]: (one["pairs"], one["same"], one["kappa"]) for one in items}
    assert found == {KEY: (1, 0, 0.0), "EX-03": (1, 1, None)}
    assert all(one["zh"] and one["en"] for one in rows)


async def test_a_spreadsheet_gets_the_same_rows(judged):
    table = await judged.good("GET", "/api/v1/agreement.csv")
    assert table.startswith("\ufeff".encode())
    head, total, *items = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert head[-1] == "Cohen's kappa"
    assert (total[0], total[3:6]) == ("*", ["2", "1", "0.5000"])
    assert [row[0] for row in items] == [KEY, "EX-03"]


@pytest.mark.parametrize(
    ("period", "pairs"),
    [
        ({"from": "{day}"}, 2),
        ({"to": "{day}"}, 2),
        ({"from": "{day}", "to": "{day}"}, 2),
        ({"from": "{next}"}, 0),
        ({"to": "{before}"}, 0),
    ],
)
async def test_a_period_takes_its_first_and_last_day_in(judged, clock, period, pairs):

    today = clock.now().astimezone(SHANGHAI).date()
    days = {"day": today, "next": today + timedelta(days=1), "before": today - timedelta(days=1)}
    query = {key: value.format(**days) for key, value in period.items()}
    rows = (await judged.good("GET", "/api/v1/agreement", params=query))["rows"]
    assert rows[0]["pairs"] == pairs


async def test_without_dates_the_last_twelve_months_are_counted_and_named(judged, bureau, clock):
    found = await judged.good("GET", "/api/v1/agreement")
    assert (found["first"], found["last"]) == ("2025-12-01", "2026-11-24")
    clock.move(days=365)
    chen = await bureau.staff("chen")
    assert (await chen.good("GET", "/api/v1/agreement"))["rows"][0]["pairs"] == 0
    old = {"from": "2026-11-24"}
    assert (await chen.good("GET", "/api/v1/agreement", params=old))["rows"][0]["pairs"] == 2


async def test_more_years_than_are_read_at_once_are_refused(judged):
    answer = await judged.refused("GET", "/api/v1/agreement", params={"from": "2020-01-01"})
    assert answer == (422, "findings.period_too_long")


@pytest.mark.parametrize("day", ["gestern", "0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("side", ["from", "to"])
async def test_a_day_that_is_none_is_refused(judged, side, day):
    answer = await judged.refused("GET", "/api/v1/agreement", params={side: day})
    assert answer == (422, "http.wrong_field")


@pytest.mark.parametrize("name", ["wang", "liu", "sun"])
@pytest.mark.parametrize("path", ["/api/v1/agreement", "/api/v1/agreement.csv"])
async def test_nobody_but_supervisors_reads_it(bureau, name, path):
    assert await (await bureau.staff(name)).refused("GET", path) == (404, "not_found")
