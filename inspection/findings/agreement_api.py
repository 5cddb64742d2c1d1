"""HTTP of the inspectors' agreement: JSON and CSV, for supervisors."""

from datetime import date

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import Media, operation
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.policies import OVERSEERS
from foundation.text import Bilingual
from inspection.findings.agreement import AgreementRow, Agreements, as_csv

_PERIOD = {
    "from": Bilingual("从这一天起（含，YYYY-MM-DD）", "from this day on (YYYY-MM-DD)"),
    "to": Bilingual("到这一天止（含，YYYY-MM-DD）", "up to this day, included (YYYY-MM-DD)"),
}


class PeriodCommand(Command):
    """The days between which verdicts were given; both may be left out."""

    first_on: date | None = None
    last_on: date | None = None


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
    """All items together first, then each that two inspectors judged unseen by each other."""

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

    async def rows(request: web.Request) -> list[AgreementRow]:
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
        refuses=(WrongField,),
        query=_PERIOD,
    )
    async def as_json(request: web.Request) -> web.Response:
        return web.json_response({"rows": [_row_json(one) for one in await rows(request)]})

    @operation(
        "同上，CSV 表格",
        "The same as a CSV table",
        OVERSEERS,
        gives=Media("text/csv"),
        refuses=(WrongField,),
        query=_PERIOD,
    )
    async def as_table(request: web.Request) -> web.Response:
        return web.Response(
            body=as_csv(await rows(request)),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": 'attachment; filename="agreement.csv"'},
        )

    return [
        web.get("/api/v1/agreement", as_json),
        web.get("/api/v1/agreement.csv", as_table),
    ]
