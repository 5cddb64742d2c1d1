"""What editors do: begin, save, throw away, publish."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from checklists.errors import TemplateMalformed
from checklists.load import parse_template
from checklists.source import MAX_BYTES, read_source, refused
from checklists.write import yaml_of
from foundation import audit
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User
from foundation.ids import new_id
from foundation.text import Bilingual
from inspection.editor import store
from inspection.editor.checking import Checked, check_draft, next_version, with_version
from inspection.editor.errors import (
    DraftOutdated,
    InThePast,
    NotReady,
    TemplateTooLarge,
    TooManyDrafts,
)
from inspection.editor.looks import around_of, draft_in, edition_in, file_name, versions_of
from inspection.editor.model import Draft
from inspection.editor.rights import must_edit
from inspection.templates import store as shelf_store
from inspection.templates.model import Edition, Kind, Origin
from inspection.templates.shelf import DEFAULT

MOST_DRAFTS = 200  # chosen: a bureau has a dozen templates


class Editor:
    """The use cases of editors; every one raises `NotFound` for people who are none."""

    def __init__(self, database: Database, clock: Clock, rules: str = DEFAULT) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules

    async def begin(self, user: User, family: str, version: str) -> Draft:
        """A draft from a version, with the next free number."""
        must_edit(user)
        async with self._database.reading() as view:
            edition = await edition_in(view, family, version)
            published = await versions_of(view, family)
        number = next_version(published, self._today())
        text = with_version(f"{family}.yaml", edition.text, number)
        return await self._keep_new(user, family, version, text)

    async def bring(self, user: User, content: bytes) -> Draft:
        """A draft from a file. Raises `TemplateMalformed` where it is no text that can be read."""
        must_edit(user)
        text = text_from(content)
        family = await asyncio.to_thread(_family_in, text, "")
        if not family:
            read_source("template.yaml", text)  # says what is wrong, if that is why
            what = Bilingual("缺少 id", "id is missing")
            raise refused("template.yaml", 1, what, Bilingual("请补上 id。", "Add id."))
        return await self._keep_new(user, family, "", text)

    async def save(self, user: User, draft_id: str, content: bytes, revision: int) -> None:
        """Keeps a text, with its faults if it has any.

        Raises:
            DraftOutdated: `revision` is not the newest one. Nothing was saved.
            TemplateTooLarge, TemplateMalformed: not a text we keep.
        """
        must_edit(user)
        text = text_from(content)
        _must_fit(text)
        async with self._database.transaction() as transaction:
            draft = await self._newest(transaction, draft_id, revision)
            draft = replace(
                draft,
                text=text,
                family=await asyncio.to_thread(_family_in, text, draft.family),
                revision=revision + 1,
                changed_by=user.id,
                changed_at=self._clock.now(),
            )
            await store.save(transaction, draft)

    async def save_tree(
        self, user: User, draft_id: str, tree: Mapping[str, object], revision: int
    ) -> None:
        """As `save`, of the tree a page edits. Raises `TreeMalformed` too."""
        must_edit(user)
        text = await asyncio.to_thread(yaml_of, tree)
        await self.save(user, draft_id, text.encode(), revision)

    async def remove(self, user: User, draft_id: str, revision: int) -> None:
        """Throws a draft away. Raises `DraftOutdated`."""
        must_edit(user)
        async with self._database.transaction() as transaction:
            await self._newest(transaction, draft_id, revision)
            await store.remove(transaction, draft_id)

    async def publish(
        self, user: User, draft_id: str, revision: int, effective_from: date
    ) -> Edition:
        """Publishes a draft for cases accepted from a day on; the draft is gone then.

        Raises:
            NotReady: it has faults, a vector does not hold, or none expects a failure.
            InThePast: the day has gone by.
            DraftOutdated: somebody saved it, or published something, in between.
        """
        must_edit(user)
        today = self._today()
        if effective_from < today:
            raise InThePast(day=effective_from.isoformat(), today=today.isoformat())
        async with self._database.reading() as view:
            draft = await self._newest(view, draft_id, revision)
            seen = len(await shelf_store.editions(view))
            around = await around_of(view, draft.family, effective_from, self._rules)
        checked = await asyncio.to_thread(check_draft, file_name(draft), draft.text, around)
        if not checked.is_ready:
            raise NotReady(**_not_ready(checked))
        template = parse_template(file_name(draft), draft.text, around.pin.clauses)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            draft = await self._newest(transaction, draft_id, revision)
            if len(await shelf_store.editions(transaction)) != seen:
                raise DraftOutdated
            edition = await shelf_store.add(
                transaction,
                kind=Kind.TEMPLATE,
                family=draft.family,
                version=template.version,
                origin=Origin.BUREAU,
                effective_from=effective_from,
                text=draft.text,
                by=user.id,
                now=now,
            )
            await store.remove(transaction, draft_id)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="template.published",
                subject=draft.family,
                facts={
                    "version": edition.version,
                    "sha256": edition.sha256,
                    "effective_from": effective_from.isoformat(),
                    "base": draft.base,
                    "vectors": len(checked.vectors),
                },
            )
        return edition

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()

    async def _keep_new(self, user: User, family: str, base: str, text: str) -> Draft:
        _must_fit(text)
        now = self._clock.now()
        draft = Draft(new_id("draft", now), family, base, text, 1, user.id, now, user.id, now)
        async with self._database.transaction() as transaction:
            if await store.count(transaction) >= MOST_DRAFTS:
                raise TooManyDrafts(most=MOST_DRAFTS)
            await store.add(transaction, draft)
        return draft

    async def _newest(self, view: Transaction, draft_id: str, revision: int) -> Draft:
        draft = await draft_in(view, draft_id)
        if draft.revision != revision:
            raise DraftOutdated
        return draft


def text_from(content: bytes) -> str:
    """The text of a file, byte for byte. Raises `TemplateMalformed`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        what = Bilingual("文件不是 UTF-8 文字", "the file is no UTF-8 text")
        remedy = Bilingual("请另存为 UTF-8。", "Save it as UTF-8.")
        raise refused("template.yaml", 1, what, remedy)
    return text


def _must_fit(text: str) -> None:
    if len(text.encode()) > MAX_BYTES:
        raise TemplateTooLarge(most_kb=MAX_BYTES // 1024)


def _family_in(text: str, otherwise: str) -> str:
    """The id a text gives itself, where it can be read and is one."""
    try:
        family = read_source("template.yaml", text).at(("id",))
    except TemplateMalformed:
        return otherwise
    is_id = isinstance(family, str) and family.isascii() and 0 < len(family) <= 40
    return family if is_id and family.replace("-", "").isalnum() else otherwise


def _not_ready(checked: Checked) -> dict[str, object]:
    return {
        "first_zh": checked.first.zh,
        "first_en": checked.first.en,
        "faults": [one.sentence_zh for one in checked.faults],
        "misses": [f"{one.vector}：{one.what.zh}" for one in checked.misses],
        "lacks": checked.lacks.zh if checked.lacks else "",
    }
