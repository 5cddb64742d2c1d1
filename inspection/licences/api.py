"""HTTP of the ledger and of renewals at the desk."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from checklists.errors import FactWrong
from foundation.http.operation import Media, operation
from foundation.http.validation import Command, WrongField, command_from, read_command
from foundation.identity.door import Door
from foundation.text import Bilingual
from inspection.intake.answers import HandledShape, handled_json
from inspection.intake.errors import WrongApplication
from inspection.intake.form import read_mandate
from inspection.intake.rights import RECEIVERS, must_receive
from inspection.licences.errors import LedgerTooLong, LicenceExpired, NoLicence, RenewalUnderWay
from inspection.licences.ledger import PAGE, Ledger
from inspection.licences.model import Query, Sort
from inspection.licences.renewing import Renewals
from inspection.licences.shapes import (
    ChangesCommand,
    LedgerShape,
    RenewShape,
    line_json,
    renew_json,
    terms_json,
)
from inspection.licences.table import as_csv
from inspection.templates.errors import NothingToAsk

_QUERY = {
    "within": Bilingual("几个月内到期（0 至 120）", "ends within so many months (0 to 120)"),
    "words": Bilingual(
        "证件或办件编号、店名、负责人的一部分，或信用代码",
        "part of a number, shop or person, or a credit code",
    ),
    "sort": Bilingual(
        "valid_until（默认）、issued_on、number、shop_name；前加 - 为倒序",
        "valid_until (default), issued_on, number, shop_name; - before it: the other way round",
    ),
    "page": Bilingual("第几页，从 1 起", "which page, from 1"),
}


class QueryCommand(Command):
    """How the ledger is asked."""

    within: Annotated[int, Field(ge=0, le=120)] | None = None
    words: Annotated[str, Field(max_length=100)] = ""
    sort: Literal[
        "valid_until",
        "issued_on",
        "number",
        "shop_name",
        "-valid_until",
        "-issued_on",
        "-number",
        "-shop_name",
    ] = "valid_until"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    def query(self) -> Query:
        """As the model has it."""
        return Query(
            within=self.within,
            words=self.words.strip(),
            sort=Sort(self.sort.removeprefix("-")),
            is_descending=self.sort.startswith("-"),
            page=self.page,
        )


class RenewCommand(ChangesCommand):
    """What changed, and on whose word a clerk files; the mandate as in POST /api/v1/cases."""

    mandate: dict[str, object]


def routes(ledger: Ledger, renewals: Renewals, door: Door, telephone: str) -> list[web.RouteDef]:
    """GET /licences, /licences.csv; GET and POST /cases/{id}/renewal."""

    @operation(
        "证件台账",
        "The ledger of licences",
        RECEIVERS,
        gives=LedgerShape,
        refuses=(WrongField,),
        query=_QUERY,
    )
    async def page(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        query = _asked(request)
        found, count = await ledger.page(user, query)
        shape: LedgerShape = {
            "today": ledger.today.isoformat(),
            "count": count,
            "page": query.page,
            "pages": max(1, -(-count // PAGE)),
            "terms": terms_json(ledger.rules, ledger),
            "licences": [line_json(one) for one in found],
        }
        return web.json_response(shape)

    @operation(
        "同上，CSV 表格（全部页）",
        "The same as a CSV table, all pages",
        RECEIVERS,
        gives=Media("text/csv"),
        refuses=(WrongField, LedgerTooLong),
        query={name: text for name, text in _QUERY.items() if name != "page"},
    )
    async def table(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        lines = await ledger.whole(user, _asked(request, but="page"))
        name = f"licences-{ledger.today.isoformat()}.csv"
        return web.Response(
            body=as_csv(lines),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @operation(
        "延续申请的原信息",
        "What a renewal begins with",
        RECEIVERS,
        gives=RenewShape,
        refuses=(NoLicence,),
    )
    async def before(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await renewals.seen(user, request.match_info["case"])
        return web.json_response(renew_json(found, ledger, telephone))

    @operation(
        "帮办延续（新立一件，承接原办件）",
        "Renew a licence for somebody: a new case behind the old one",
        RECEIVERS,
        takes=RenewCommand,
        gives=HandledShape,
        status=201,
        refuses=(
            FactWrong,
            WrongApplication,
            NoLicence,
            RenewalUnderWay,
            LicenceExpired,
            NothingToAsk,
        ),
    )
    async def renew(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        command = await read_command(request, RenewCommand)
        opened = await renewals.file_for(
            user,
            request.match_info["case"],
            command.changes(),
            read_mandate(command.mandate),
        )
        return web.json_response(handled_json(opened), status=201)

    return [
        web.get("/api/v1/licences", page),
        web.get("/api/v1/licences.csv", table),
        web.get("/api/v1/cases/{case}/renewal", before),
        web.post("/api/v1/cases/{case}/renewal", renew),
    ]


def _asked(request: web.Request, but: str = "") -> Query:
    said: dict[str, object] = {
        name: value for name in _QUERY if name != but and (value := request.query.get(name, ""))
    }
    return command_from(said, QueryCommand).query()
