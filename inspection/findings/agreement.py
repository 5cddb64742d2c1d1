"""How far inspectors agree over a period: for supervisors, who train and mend templates."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from checklists.load import builtin_templates
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from foundation.identity import policies
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.findings import store
from inspection.findings.blind import AgreementLine, BlindPair, agreement_of, blind_pairs
from inspection.findings.period import Period, period_of

_HEAD = (
    "检查项 item",
    "名称 title",
    "title (en)",
    "双人判定数 pairs",
    "一致数 same",
    "一致率 share",
    "Cohen's kappa",
)
_ALL = Bilingual("全部检查项", "All items")


@dataclass(frozen=True)
class AgreementRow:
    """A line with the item's title; `share` of pairs that agree, None without a pair."""

    line: AgreementLine
    title: Bilingual | None
    share: float | None


class Agreements:
    """The use case of looking at agreement."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def over(
        self, user: User, first_on: date | None, last_on: date | None
    ) -> tuple[Period, list[AgreementRow]]:
        """All items together, then each, by pairs whose second verdict came in the period.

        Args:
            first_on, last_on: days in Asia/Shanghai, both within; None: as `period_of` takes it.

        Raises:
            NotFound: this person neither supervises nor audits.
            PeriodTooLong: it is not read at once.
        """
        policies.must_be(user, policies.OVERSEERS)
        period = period_of(first_on, last_on, self._clock.now().astimezone(SHANGHAI).date())
        began, ended = period.begins, period.ends
        async with self._database.reading() as view:
            words = await store.inspectors_words(view, began, ended, user.reach)
        pairs: list[BlindPair] = []
        for _, said in groupby(words, key=lambda one: one.case_id):
            case = list(said)
            pairs += blind_pairs((one.judged for one in case), case[0].inspectors)
        titles = item_titles()
        lines = agreement_of([one for one in pairs if began <= one.at < ended])
        return period, [_row(line, titles) for line in lines]


def as_csv(rows: Sequence[AgreementRow]) -> bytes:
    """The same as a table that a spreadsheet opens: UTF-8 with a byte-order mark, CRLF."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEAD)
    for row in rows:
        line = row.line
        table.writerow(
            (
                line.item_id or "*",
                row.title.zh if row.title else "",
                row.title.en if row.title else "",
                line.pairs,
                line.same,
                "" if row.share is None else f"{row.share:.4f}",
                "" if line.kappa is None else f"{line.kappa:.4f}",
            )
        )
    return out.getvalue().encode("utf-8-sig")


def _row(line: AgreementLine, titles: Mapping[str, Bilingual]) -> AgreementRow:
    share = line.same / line.pairs if line.pairs else None
    return AgreementRow(line, titles.get(line.item_id) if line.item_id else _ALL, share)


def item_titles() -> dict[str, Bilingual]:
    """Titles of the items of all templates that ship, by id."""
    return {
        item.id: item.title
        for template in builtin_templates()
        for section in template.sections
        for item in section.items
    }
