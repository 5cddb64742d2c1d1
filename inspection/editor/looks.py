"""What editors look at: families, versions, a draft with its faults, what it would ask.

Texts are judged beside the loop, not within it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklists.clauses import Clause
from checklists.compose import Checklist, compose
from checklists.conditions import Reasoned, parse
from checklists.diff import ItemChange, changes
from checklists.errors import TemplateMalformed
from checklists.facts import facts_from
from checklists.load import faults_in, parse_template, published_template
from checklists.source import read_source
from checklists.template import Template
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.editor import store
from inspection.editor.checking import Around, Checked, among, check_draft
from inspection.editor.model import Draft
from inspection.editor.rights import must_edit, must_read
from inspection.templates import store as shelf_store
from inspection.templates.model import Edition, Kind, Pin, in_force
from inspection.templates.shelf import DEFAULT, pin_in_force


@dataclass(frozen=True)
class Family:
    """A template with all its versions, oldest first, and the drafts somebody works on."""

    id: str
    title: Bilingual
    versions: tuple[Edition, ...]
    in_force: str  # the version a case accepted today gets; "" while none holds
    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class Read:
    """A draft with its tree, None while the text is no YAML, and what is wrong with it."""

    draft: Draft
    tree: object
    faults: tuple[TemplateMalformed, ...]


class Looks:
    """The looks of editors; auditors read; every one raises `NotFound` for others."""

    def __init__(self, database: Database, clock: Clock, rules: str = DEFAULT) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules

    @property
    def today(self) -> date:
        """The day in the bureau's time."""
        return self._clock.now().astimezone(SHANGHAI).date()

    async def families(self, user: User) -> list[Family]:
        """What is published and what is worked on, in the order of the walk; new ones last."""
        must_read(user)
        async with self._database.reading() as view:
            editions = await shelf_store.editions(view, Kind.TEMPLATE)
            drafts = await store.drafts(view)
            named = {one.family: one for one in editions}
            texts = await shelf_store.editions_with_text(
                view, [(Kind.TEMPLATE.value, one.family, one.version) for one in named.values()]
            )
        titles = {one.family: published_template(one.family, one.text, {}).title for one in texts}
        held = {one.family: one.version for one in in_force(editions, self.today)}
        return [
            Family(
                family,
                titles.get(family, Bilingual(family, family)),
                tuple(one for one in editions if one.family == family),
                held.get(family, ""),
                tuple(one for one in drafts if one.family == family),
            )
            for family in dict.fromkeys([*named, *(one.family for one in drafts)])
        ]

    def must_edit(self, user: User) -> None:
        """Before a body is read, so that a stranger learns nothing from how it is refused."""
        must_edit(user)

    async def language(self, user: User) -> Pin:
        """What is in force today: its clauses are those a template may name."""
        must_read(user)
        async with self._database.reading() as view:
            return await pin_in_force(view, self.today, self._rules)

    def condition(self, user: User, text: str, facts: Mapping[str, object]) -> Reasoned:
        """What a condition says of a shop with these facts.

        Raises:
            MalformedCondition: it can not be read; `column` says where.
            UnknownFact, FactWrong.
        """
        must_edit(user)
        return parse(text).judge(facts_from(facts))

    async def version(self, user: User, family: str, version: str) -> Edition:
        """A published version with its text."""
        must_read(user)
        async with self._database.reading() as view:
            return await edition_in(view, family, version)

    async def changes_of_version(
        self, user: User, family: str, version: str, since: str
    ) -> tuple[str, tuple[ItemChange, ...]]:
        """What a version changed since another one ("": the one before), with that one's name."""
        must_read(user)
        async with self._database.reading() as view:
            known = await versions_of(view, family)
            if not since and version in known:
                since = known[max(known.index(version) - 1, 0)]
            before = await edition_in(view, family, since)
            after = await edition_in(view, family, version)
        return since, await asyncio.to_thread(_between, before.text, after.text)

    async def draft(self, user: User, draft_id: str) -> Read:
        """A draft as it stands, with its faults."""
        must_read(user)
        async with self._database.reading() as view:
            draft = await draft_in(view, draft_id)
            pin = await pin_in_force(view, self.today, self._rules)
        tree, faults = await asyncio.to_thread(_read, draft, pin.clauses)
        return Read(draft, tree, faults)

    async def check(self, user: User, draft_id: str, on: date | None = None) -> Checked:
        """Whether the draft may be published to hold from a day (today unless given)."""
        must_edit(user)
        async with self._database.reading() as view:
            draft = await draft_in(view, draft_id)
            around = await around_of(view, draft.family, on or self.today, self._rules)
        return await asyncio.to_thread(check_draft, file_name(draft), draft.text, around)

    async def preview(
        self,
        user: User,
        draft_id: str,
        facts: Mapping[str, object],
        *,
        alone: bool,
        on: date | None = None,
    ) -> Checklist:
        """What a shop with these facts would be asked, and why.

        Args:
            alone: by the draft only, not by the other templates in force as well.

        Raises:
            TemplateMalformed: the draft has faults; the first is named.
            UnknownFact, FactWrong, DuplicateItem.
        """
        must_edit(user)
        day, shop = on or self.today, facts_from(facts)
        async with self._database.reading() as view:
            draft = await draft_in(view, draft_id)
            pin = await pin_in_force(view, day, self._rules)

        def composed() -> Checklist:
            template = parse_template(file_name(draft), draft.text, pin.clauses)
            templates = (template,) if alone else among(pin, template)
            return compose(templates, shop, day, pin.rules)

        return await asyncio.to_thread(composed)

    async def changes(
        self, user: User, draft_id: str, since: str
    ) -> tuple[str, tuple[ItemChange, ...]]:
        """What the draft changes since a version of its family ("": the one it began as).

        Raises `TemplateMalformed`.
        """
        must_read(user)
        async with self._database.reading() as view:
            draft = await draft_in(view, draft_id)
            since = since or draft.base
            before = await edition_in(view, draft.family, since)
            pin = await pin_in_force(view, self.today, self._rules)

        def found() -> tuple[ItemChange, ...]:
            after = parse_template(file_name(draft), draft.text, pin.clauses)
            return changes(published_template(draft.family, before.text, {}), after)

        return since, await asyncio.to_thread(found)


async def around_of(view: Transaction, family: str, on: date, rules: str) -> Around:
    """What a draft of a family would stand among on a day."""
    pin = await pin_in_force(view, on, rules)
    return Around(pin, frozenset(await versions_of(view, family)), on)


async def draft_in(view: Transaction, draft_id: str) -> Draft:
    """A draft with its text. Raises `NotFound`."""
    draft = await store.by_id(view, draft_id)
    if draft is None:
        raise NotFound
    return draft


async def edition_in(view: Transaction, family: str, version: str) -> Edition:
    """A published version with its text. Raises `NotFound`."""
    edition = await shelf_store.edition(view, Kind.TEMPLATE, family, version)
    if edition is None:
        raise NotFound
    return edition


async def versions_of(view: Transaction, family: str) -> list[str]:
    """The published versions of a family."""
    editions = await shelf_store.editions(view, Kind.TEMPLATE)
    return [one.version for one in editions if one.family == family]


def file_name(draft: Draft) -> str:
    """How faults name the text of a draft."""
    return f"{draft.family}.yaml"


def _read(
    draft: Draft, clauses: Mapping[str, Clause]
) -> tuple[object, tuple[TemplateMalformed, ...]]:
    try:
        tree = read_source(file_name(draft), draft.text).values
    except TemplateMalformed as fault:
        return None, (fault,)
    return tree, faults_in(file_name(draft), draft.text, clauses)


def _between(before: str, after: str) -> tuple[ItemChange, ...]:
    def read(text: str) -> Template:
        return published_template("template.yaml", text, {})

    return changes(read(before), read(after))
