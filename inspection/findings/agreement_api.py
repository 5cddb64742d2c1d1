"""HTTP of the inspectors' agreement: JSON and CSV, for supervisors."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from foundation.http.operation import Media, operation
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.policies import OVERSEERS
from foundation.text import Bilingual
from inspection.findings.agreement import AgreementRow, Agreements, as_csv
from inspection.findings.period import Period, PeriodTooLong

_PERIOD = {
    "from": Bilingual(
        "从这一天起（含，YYYY-MM-DD）；默认为截止月份在内的近 12 个月",
        "from this day on (YYYY-MM-DD); else the twelve months that end with the last one",
    ),
    "to": Bilingual(
        "到这一天止（含，YYYY-MM-DD）；默认为今天",
        "up to this day, included (YYYY-MM-DD); else today",
    ),
}
# A calendar's first and last years have no year before and no day after.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]


class PeriodCommand(Command):
    """The days between which verdicts were given; both may be left out."""

    first_on: Day | None = None
    last_on: Day | None = None


class AgreementRowShape(TypedDict):
    """One item, or all together where `item_id` is `null`.

    `kappa` (Cohen 1960) is `null` where it is not defined: no pairs, or all say the same one thing.
    """

    item_id: str | None
    zh: str
    en: str
    pairs: int
    same: int
    share: float | None
    kappa: float | None


class AgreementShape(TypedDict):
    """All items together first, then each that two inspectors judged unseen by each other.

    `first` and `last`: the days that were counted, both within.
    """

    first: str
    last: str
    rows: list[AgreementRowShape]


def _row_json(row: AgreementRow) -> AgreementRowShape:
    return {
        "item_id": row.line.item_id or None,
        "zh": row.title.zh if row.title else "",
        "en": row.title.en if row.title else "",
        "pairs": row.line.pairs,
        "same": row.line.same,
        "share": row.share,
        "kappa": row.line.kappa,
    }


def routes(agreements: Agreements, door: Door) -> list[web.RouteDef]:
    """GET /agreement and /agreement.csv."""

    async def counted(request: web.Request) -> tuple[Period, list[AgreementRow]]:
        user = await door.staff(request)
        given = {"first_on": "from", "last_on": "to"}
        said = {key: request.query[name] for key, name in given.items() if request.query.get(name)}
        period = command_from(said, PeriodCommand)
        return await agreements.over(user, period.first_on, period.last_on)

    @operation(
        "两名勘验人员判定的一致性（逐项，Cohen's kappa）",
        "How far two inspectors agree, per item, with Cohen's kappa",
        OVERSEERS,
        gives=AgreementShape,
        refuses=(WrongField, PeriodTooLong),
        query=_PERIOD,
    )
    async def as_json(request: web.Request) -> web.Response:
        period, rows = await counted(request)
        shape: AgreementShape = {
            "first": period.first_on.isoformat(),
            "last": period.last_on.isoformat(),
            "rows": [_row_json(one) for one in rows],
        }
        return web.json_response(shape)

    @operation(
        "同上，CSV 表格",
        "The same as a CSV table",
        OVERSEERS,
        gives=Media("text/csv"),
        refuses=(WrongField, PeriodTooLong),
        query=_PERIOD,
    )
    async def as_table(request: web.Request) -> web.Response:
        period, rows = await counted(request)
        name = f"agreement_{period.first_on.isoformat()}_{period.last_on.isoformat()}.csv"
        return web.Response(
            body=as_csv(rows),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return [
        web.get("/api/v1/agreement", as_json),
        web.get("/api/v1/agreement.csv", as_table),
    ]
