"""The audit log as an auditor reads it: newest first, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation import audit
from foundation.database import Database
from foundation.identity import policies
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from inspection.cases import store

A_PAGE = 100


@dataclass(frozen=True)
class Page:
    """Some entries, the names behind their ids, and whether there are older ones."""

    entries: list[audit.Entry]
    names: Mapping[str, str]
    has_older: bool


class Trail:
    """The use case of reading the log; for others than auditors there is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, user: User, *, subject: str = "", actor: str = "", before: int | None = None
    ) -> Page:
        """The newest entries before a number. An auditor of an office reads of its cases.

        Args:
            subject: id of a case, a person or an office: only what is about it.
            actor: id of a person: only what they did.

        Raises:
            NotFound: not an auditor.
        """
        policies.must_be(user, policies.AUDITORS)
        async with self._database.reading() as view:
            found = await audit.latest(
                view,
                A_PAGE + 1,
                subject=subject,
                actor=actor,
                before=before,
                within=store.of_units(audit.audit_entry.c.subject, user.reach),
            )
            shown = found[:A_PAGE]
            people = {one.actor for one in shown} | {one.subject for one in shown}
            users = await users_by_id(view, people)
            cases = await store.numbers(view, {one.subject for one in shown})
        names = {key: user.name for key, user in users.items()} | cases
        return Page(shown, names, len(found) > A_PAGE)
