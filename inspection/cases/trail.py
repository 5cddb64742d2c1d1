"""The audit log as an auditor reads it: newest first, page by page.

An auditor of an office reads what is about its cases, and these may be a few lines among
millions. Of an office with few cases all that is about them is gone through, whatever else
happened; of one with many, a bounded stretch of the log at a time, and a page that is not full
says where to go on. So each page costs the same, and following them finds every line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation import audit
from foundation.database import Database, Transaction
from foundation.identity import policies
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from inspection.cases import store

A_PAGE = 100
FEW_CASES = 2000  # chosen: with twenty lines each they are gone through in 40 ms (measured)
A_STRETCH = 20_000  # entries; gone through in 50 ms among a million (measured)


@dataclass(frozen=True)
class Page:
    """Some entries, and the names behind their ids.

    Attributes:
        next: older ones have smaller numbers than this; `None`: there are none.
    """

    entries: Sequence[audit.Entry]
    names: Mapping[str, str]
    next: int | None


class Trail:
    """The use case of reading the log; for others than auditors there is none.

    Args:
        few_cases: an office with more of them is looked for in the log by stretches.
        a_stretch: how many entries are looked at for a page of such an office.
    """

    def __init__(
        self, database: Database, few_cases: int = FEW_CASES, a_stretch: int = A_STRETCH
    ) -> None:
        self._database = database
        self._few_cases = few_cases
        self._a_stretch = a_stretch

    async def page(
        self, user: User, *, subject: str = "", actor: str = "", before: int | None = None
    ) -> Page:
        """The newest entries before a number; an auditor of an office reads of its cases.

        Args:
            subject: id of a case, a person or an office: only what is about it.
            actor: id of a person: only what they did.

        Raises:
            NotFound: not an auditor.
        """
        policies.must_be(user, policies.AUDITORS)
        async with self._database.reading() as view:
            if user.reach is None:
                found = await audit.latest(
                    view, A_PAGE + 1, subject=subject, actor=actor, before=before
                )
                looked_to = None
            else:
                found, looked_to = await self._of_offices(
                    view, user.reach, subject=subject, actor=actor, before=before
                )
            shown = found[:A_PAGE]
            people = {one.actor for one in shown} | {one.subject for one in shown}
            users = await users_by_id(view, people)
            cases = await store.numbers(view, {one.subject for one in shown})
        names = {key: user.name for key, user in users.items()} | cases
        return Page(shown, names, shown[-1].number if len(found) > A_PAGE else looked_to)

    async def _of_offices(
        self,
        view: Transaction,
        units: frozenset[str],
        *,
        subject: str,
        actor: str,
        before: int | None,
    ) -> tuple[list[audit.Entry], int | None]:
        """What is about cases of these offices, and how far down it was looked for."""
        cases = (
            await store.those_of_units(view, [subject], units)
            if subject
            else await store.ids_of_units(view, units, self._few_cases + 1)
        )
        if len(cases) <= self._few_cases:
            found = await audit.latest_about(view, A_PAGE + 1, cases, actor=actor, before=before)
            return found, None
        return await audit.latest_among(
            view,
            A_PAGE + 1,
            self._a_stretch,
            lambda of: store.of_units(of, units)[0],
            actor=actor,
            before=before,
        )
