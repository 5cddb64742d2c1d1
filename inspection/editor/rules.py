"""Determination rules as editors see them: what is in force, what a text says, publishing it."""

from dataclasses import dataclass
from datetime import date

from checklists.errors import TemplateMalformed
from checklists.rule_file import parse_rules
from checklists.rule_words import Said, SaidOtherwise, differences, words_of
from checklists.rules import RuleSet
from checklists.source import read_source
from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.editor.errors import InThePast, NotReady
from inspection.editor.rights import must_edit, must_read
from inspection.templates import store
from inspection.templates.model import Edition, Kind, Origin, in_force

_FILE = "rules.yaml"


@dataclass(frozen=True)
class RuleFamily:
    """Rules with their versions, newest first. `is_used`: the bureau's setting names them."""

    id: str
    title: Bilingual
    versions: tuple[Edition, ...]
    in_force: str  # of today; "" while none is
    is_used: bool


@dataclass(frozen=True)
class RulesChecked:
    """What a text says, and otherwise than the version in force of its family; what is wrong.

    A text that can not be read says nothing.
    """

    fault: TemplateMalformed | None
    family: str = ""
    version: str = ""
    words: tuple[Said, ...] = ()
    changes: tuple[SaidOtherwise, ...] = ()


class RuleDesk:
    """The use cases; every one raises `NotFound` for people who edit nothing."""

    def __init__(self, database: Database, clock: Clock, used: str) -> None:
        self._database = database
        self._clock = clock
        self._used = used

    async def families(self, user: User) -> list[RuleFamily]:
        """All rules, those in use first."""
        must_read(user)
        async with self._database.reading() as view:
            editions = await store.editions(view, Kind.RULES)
            named = [(Kind.RULES.value, one.family, one.version) for one in editions]
            texts = await store.editions_with_text(view, named)
        held = {one.family: one.version for one in in_force(editions, self._today())}
        titles = {one.family: parse_rules(_FILE, one.text).title for one in texts}
        found = [
            RuleFamily(
                family,
                titles[family] or Bilingual(family, family),
                tuple(one for one in reversed(editions) if one.family == family),
                held.get(family, ""),
                family == self._used,
            )
            for family in dict.fromkeys(one.family for one in editions)
        ]
        return sorted(found, key=lambda one: not one.is_used)

    async def version(self, user: User, family: str, version: str) -> Edition:
        """A published version with its text."""
        must_read(user)
        async with self._database.reading() as view:
            found = await store.edition(view, Kind.RULES, family, version)
        if found is None:
            raise NotFound
        return found

    async def check(self, user: User, text: str) -> RulesChecked:
        """What a text says and changes, or the first thing that is wrong, with its place."""
        must_edit(user)
        async with self._database.reading() as view:
            try:
                rules = parse_rules(_FILE, text)
            except TemplateMalformed as fault:
                return RulesChecked(fault)
            taken = await _taken(view, rules, text)
            held = in_force(await store.editions(view, Kind.RULES), self._today())
            base = next((one for one in held if one.family == rules.id), None)
            old = base and await store.edition(view, Kind.RULES, base.family, base.version)
        changes = differences(parse_rules(_FILE, old.text), rules) if old else ()
        return RulesChecked(taken, rules.id, rules.version, words_of(rules), changes)

    async def publish(self, user: User, text: str, effective_from: date) -> Edition:
        """Publishes a text for cases accepted from a day on; it is never changed again.

        Raises:
            NotReady: something is wrong with it, or its version is published already.
            InThePast: the day has gone by.
        """
        must_edit(user)
        now, today = self._clock.now(), self._today()
        if effective_from < today:
            raise InThePast(day=effective_from.isoformat(), today=today.isoformat())
        async with self._database.transaction() as transaction:
            try:
                rules = parse_rules(_FILE, text)
            except TemplateMalformed as fault:
                raise _not_ready(fault) from fault
            taken = await _taken(transaction, rules, text)
            if taken is not None:
                raise _not_ready(taken)
            edition = await store.add(
                transaction,
                kind=Kind.RULES,
                family=rules.id,
                version=rules.version,
                origin=Origin.BUREAU,
                effective_from=effective_from,
                text=text,
                by=user.id,
                now=now,
            )
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="rules.published",
                subject=rules.id,
                facts={
                    "version": edition.version,
                    "sha256": edition.sha256,
                    "effective_from": effective_from.isoformat(),
                },
            )
        return edition

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


async def _taken(view: Transaction, rules: RuleSet, text: str) -> TemplateMalformed | None:
    """What is wrong with a version that is published already."""
    if await store.edition(view, Kind.RULES, rules.id, rules.version) is None:
        return None
    what = Bilingual(
        f"版本 {rules.version} 已经发布过", f"version {rules.version} is published already"
    )
    remedy = Bilingual("请换一个新的版本号。", "Give it a new version.")
    return read_source(_FILE, text).malformed(("version",), what, remedy)


def _not_ready(fault: TemplateMalformed) -> NotReady:
    return NotReady(first_zh=fault.sentence_zh, first_en=fault.sentence_en)
