"""The use case of taking a judged checklist away as an Excel file."""

import asyncio

from checklists.agreement import SecondVerdict
from checklists.load import builtin_departments
from foundation.database import Database
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.model import Case
from inspection.evidence import store as evidence_store
from inspection.findings.service import findings_in
from inspection.record import store
from inspection.record.errors import NoRecord
from inspection.record.model import content_from_json
from inspection.record.sheets import Judging, sheets
from inspection.record.workbook import excel


class Sheets:
    """Exports checklists."""

    def __init__(self, database: Database, second_verdict: SecondVerdict) -> None:
        self._database = database
        self._second_verdict = second_verdict

    async def export(self, user: User, case_id: str) -> tuple[Case, bytes]:
        """The workbook of a case, for somebody who may see it.

        Raises:
            NoRecord: verdicts are still being set, and one inspector may not see the other's.
        """
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            record = await store.current(view, case.id)
            if record is None:
                raise NoRecord
            users = await users_by_id(view, {*case.inspector_ids, *case.former_ids})
            judging = Judging(
                content=content_from_json(record.content),
                checklist=checklist_of(case, record.made_at),
                found=await findings_in(view, case, self._second_verdict),
                pictures=await evidence_store.of_case(view, case.id),
                inspector_ids=case.inspector_ids,
                names={key: one.name for key, one in users.items()},
            )
        made = await asyncio.to_thread(lambda: excel(sheets(judging, builtin_departments())))
        return case, made
