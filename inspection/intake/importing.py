"""Importing a file of applications: looked at first, then all or the good lines, each once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Literal, Protocol

from checklists.facts import DEFINITIONS
from checklists.siting import PreCheck
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Problem
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.cases import store as case_store
from inspection.cases.moves import Mover
from inspection.intake import store
from inspection.intake.columns import WHOLE_LINE, Headings, raw_of
from inspection.intake.errors import FileChanged, LinesWrong
from inspection.intake.fault_table import as_csv, as_excel
from inspection.intake.following import Admission
from inspection.intake.form import FilingCommand, look_through
from inspection.intake.model import Channel, Fault, Filed
from inspection.intake.reading import Reader, beginning_of, whole_of
from inspection.intake.reception import Origin
from inspection.intake.rights import must_receive
from inspection.intake.sheet import Line

ORIGIN = Origin(Channel.FILE, Channel.FILE.value)


class Standing(Enum):
    """How a line of a file stands."""

    READY = "ready"
    WRONG = "wrong"
    KNOWN = "known"  # filed by an import before: the same file again opens nothing
    FILED = "filed"


@dataclass(frozen=True)
class Row:
    """A line of a file.

    Attributes:
        number: of the line, as the spreadsheet shows it.
        doubles: open cases, or earlier lines, of the same credit code and address.
        case: id and number of the case, once there is one.
    """

    number: int
    external_number: str
    shop_name: str
    standing: Standing
    filed: Filed | None = None
    faults: tuple[Fault, ...] = ()
    doubles: tuple[str, ...] = ()
    pre_check: PreCheck | None = None
    case: tuple[str, str] | None = None


@dataclass(frozen=True)
class Report:
    """What a file says, line by line; `ignored` are headings nobody knows.

    Attributes:
        total: lines with an application; `rows` are the first of them.
    """

    sha256: str
    total: int
    rows: Sequence[Row]
    ignored: Sequence[str] = field(default_factory=tuple[str, ...])

    def count(self, standing: Standing) -> int:
        """How many lines stand so."""
        return sum(row.standing is standing for row in self.rows)


class ImportList(Protocol):
    """Where imports of an office are listed; `inspection.intake.bulk.listing` keeps it."""

    async def note(
        self,
        transaction: Transaction,
        report: Report,
        user: User,
        by: Mover,
        file_name: str,
        now: datetime,
    ) -> None:
        """A file was taken at once, in the transaction that took it."""
        ...


class Imports:
    """The use cases of the import page."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        admission: Admission,
        reader: Reader,
        listed: ImportList,
    ) -> None:
        self._database = database
        self._clock = clock
        self._admission = admission
        self._reader = reader
        self._list = listed

    async def look(self, user: User, content: bytes) -> Report:
        """What an import would do, of a long file with its first lines. Nothing is kept.

        Raises:
            FileUnreadable, FileTooLong, WrongHeadings, NotFound.
        """
        must_receive(user)
        begins = await self._reader.read(beginning_of, content)
        async with self._database.reading() as view:
            rows = await self._rows(view, begins.lines, begins.headings)
        digest = sha256(content).hexdigest()
        return Report(digest, begins.total, rows, begins.headings.ignored)

    async def faults(self, user: User, content: bytes, kind: Literal["csv", "xlsx"]) -> bytes:
        """The file with a column of what to mend in each line. Nothing is kept.

        Raises:
            FileUnreadable, FileTooLong, WrongHeadings, NotFound.
        """
        must_receive(user)
        whole = await self._reader.read(whole_of, content)
        async with self._database.reading() as view:
            rows = await self._rows(view, whole.lines, whole.headings)
        found = {row.number: row.faults for row in rows}
        made = as_csv if kind == "csv" else as_excel
        return await asyncio.to_thread(made, whole.head, whole.lines, found)

    async def take(
        self,
        user: User,
        content: bytes,
        looked_at: str,
        *,
        only_good: bool,
        file_name: str = "",
    ) -> Report:
        """Opens a case for each line that is ready, all in one transaction.

        Args:
            looked_at: SHA-256 of the file whose report was seen.
            only_good: leave wrong lines out; else one wrong line stops all.

        Raises:
            FileChanged: this is another file.
            LinesWrong: some lines are wrong and all were wanted; nothing is kept.
            FileUnreadable, FileTooLong, WrongHeadings, NothingToAsk, NotFound.
        """
        by, now = must_receive(user), self._clock.now()
        digest = sha256(content).hexdigest()
        if digest != looked_at:
            raise FileChanged
        whole = await self._reader.read(whole_of, content)
        async with self._database.transaction() as transaction:
            rows = await self._rows(transaction, whole.lines, whole.headings)
            wrong = [row for row in rows if row.standing is Standing.WRONG]
            if wrong and not only_good:
                raise LinesWrong(count=len(wrong), line=wrong[0].number)
            done: list[Row] = []
            for row in rows:
                if row.standing is not Standing.READY or row.filed is None:
                    done.append(row)
                    continue
                opened = await self._admission.take_in(
                    transaction, row.filed, ORIGIN, by=by, now=now, unit=user.unit
                )
                done.append(
                    replace(
                        row,
                        standing=Standing.FILED,
                        pre_check=opened.pre_check,
                        case=(opened.case.id, opened.case.number),
                    )
                )
            report = Report(digest, whole.total, done, whole.headings.ignored)
            await self._list.note(transaction, report, user, by, file_name, now)
            await audit.append(
                transaction,
                at=now,
                actor=by.id,
                action="intake.file_imported",
                subject=digest,
                facts={one.value: report.count(one) for one in Standing},
            )
        return report

    async def _rows(
        self, view: Transaction, lines: Sequence[Line], headings: Headings
    ) -> list[Row]:
        rows: list[Row] = []
        numbers: dict[str, int] = {}
        shops: dict[tuple[str, str], int] = {}
        for line in lines:
            row = row_of(line, headings)
            if row.filed is not None:
                first = numbers.setdefault(row.filed.external_number, line.number)
                row = same_number(row, first) if first != line.number else row
            if row.filed is not None:
                application = row.filed.application
                row = await self._looked_up(view, row, row.filed)
                shop = (application.credit_code, application.address)
                first = shops.setdefault(shop, line.number)
                if first != line.number:
                    row = replace(row, doubles=(*row.doubles, f"第 {first} 行"))
            rows.append(row)
        return rows

    async def _looked_up(self, view: Transaction, row: Row, filed: Filed) -> Row:
        if (known := await known_by_number(view, row, filed)) is not None:
            return known
        application, now = filed.application, self._clock.now()
        doubles = await store.open_doubles(view, application.credit_code, application.address)
        answers = {k: v for k, v in application.facts.items() if k in DEFINITIONS}
        check = self._admission.reception.pre_check(answers, now)
        row = replace(row, doubles=tuple(doubles), pre_check=check)
        refusal = await self._admission.papers.refusal(view, filed, check, now)
        return row if refusal is None else refused(row, refusal)


async def known_by_number(view: Transaction, row: Row, filed: Filed) -> Row | None:
    """The row with its case if an import filed this number before; else `None`."""
    before = await store.filed_before(view, ORIGIN.sender, filed.external_number)
    if before is None:
        return None
    case = await case_store.by_id(view, before)
    return replace(row, standing=Standing.KNOWN, case=(before, case.number if case else ""))


def row_of(line: Line, headings: Headings) -> Row:
    """A line by itself: ready, or wrong with every fault in it."""
    raw, unread = raw_of(line, headings)
    filed, faults = look_through(raw, FilingCommand)
    named = {one.path.partition(".")[0] if one.path == "activities" else one.path for one in unread}
    faults = [*unread, *(one for one in faults if one.path not in named)]
    named_as = str(raw.get("external_number", "")), str(raw.get("shop_name", ""))
    if filed is None or faults:
        return Row(line.number, *named_as, Standing.WRONG, faults=tuple(faults))
    return Row(line.number, *named_as, Standing.READY, filed)


def refused(row: Row, problem: Problem) -> Row:
    """The row, which the intake does not take; what stands behind `gaps.` is said of that cell."""
    fault = Fault(place_of(problem), Bilingual(problem.sentence_zh, problem.sentence_en))
    return replace(row, standing=Standing.WRONG, filed=None, faults=(fault,))


def place_of(problem: Problem) -> str:
    """The path of the cell that a problem is about."""
    return "gaps" if problem.code.startswith("gaps.") else WHOLE_LINE


def same_number(row: Row, first: int) -> Row:
    """The row, refused because an earlier line has its number."""
    what = Bilingual(
        f"申请编号与第 {first} 行相同。请改正，或者删掉其中一行",
        f"line {first} has the same number; correct it or remove one of them",
    )
    fault = Fault("external_number", what)
    return replace(row, standing=Standing.WRONG, filed=None, faults=(fault,))
