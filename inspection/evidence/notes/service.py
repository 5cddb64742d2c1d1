"""Measuring in a picture, and confirming what was measured or read in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from checklists.template import Reading
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.machine import STATE_ZH, State
from inspection.cases.model import Case
from inspection.evidence import custody
from inspection.evidence import store as evidence_store
from inspection.evidence.errors import PicturesOnly
from inspection.evidence.measuring.asked import Marked, Measured, measure
from inspection.evidence.measuring.limits import is_length
from inspection.evidence.model import Evidence
from inspection.evidence.notes import store
from inspection.evidence.notes.model import (
    MOST_NOTES,
    Kind,
    NoSuchQuantity,
    Note,
    NotNotingNow,
    TooManyNotes,
    standing,
)


@dataclass(frozen=True)
class Noted:
    """What is known of a picture: notes that count, and lengths its item asks for."""

    notes: Sequence[Note]
    people: Mapping[str, User]
    lengths: Mapping[int, Reading]  # by their place among the item's readings


class Notes:
    """The use cases of notes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, user: User, evidence_id: str) -> Noted:
        """Notes of a picture. Raises `NotFound` for foreign ones."""
        async with self._database.reading() as view:
            evidence = await evidence_store.by_id(view, evidence_id)
            if evidence is None:
                raise NotFound
            case = rights.must_see(user, await case_store.by_id(view, evidence.case_id))
            notes = [
                one
                for one in standing(await store.of_case(view, case.id))
                if one.evidence_id == evidence_id
            ]
            people = await users_by_id(view, {one.by for one in notes})
        return Noted(notes, people, _lengths(case, evidence))

    async def measure(
        self, user: User, evidence_id: str, marked: Marked, quantity: int | None
    ) -> Measured:
        """The length between two marked points; nothing is kept.

        Raises:
            NoSuchQuantity: `quantity` is none of the item's lengths.
            NotFound, PicturesOnly, NotASheet, OutOfPlane, TooUnsure.
        """
        async with self._database.reading() as view:
            case, evidence = await self._own(view, user, evidence_id)
        reading = None if quantity is None else _length_of(case, evidence, quantity)
        return measure(marked, (evidence.width_px, evidence.height_px), reading)

    async def confirm_length(
        self, user: User, evidence_id: str, marked: Marked, quantity: int, value: Decimal
    ) -> Note:
        """Keeps the value a person stands for, with all it was measured by.

        Raises:
            NotNotingNow, TooManyNotes, and what `measure` raises.
        """
        async with self._database.reading() as view:
            case, evidence = await self._own(view, user, evidence_id)
        reading = _length_of(case, evidence, quantity)
        told = measure(marked, (evidence.width_px, evidence.height_px), reading).compared
        if told is None:
            raise NoSuchQuantity
        content = {
            **asdict(marked),
            "quantity": quantity,
            "measured": str(told.value),
            "error": str(told.error),
            "standing": told.standing.value,
        }
        return await self._keep(
            user, evidence_id, Kind.LENGTH, reading.quantity.zh, str(value), reading.unit, content
        )

    async def confirm_read(
        self,
        user: User,
        evidence_id: str,
        *,
        is_code: bool,
        title: str,
        value: str,
        proposed: Mapping[str, Any],
    ) -> Note:
        """Keeps a text a person stands for; `proposed` has what was read and how surely.

        Raises `NotFound`, `PicturesOnly`, `NotNotingNow`, `TooManyNotes`.
        """
        kind = Kind.CODE if is_code else Kind.TEXT
        return await self._keep(user, evidence_id, kind, title, value, "", proposed)

    async def withdraw(self, user: User, evidence_id: str, note_id: str) -> None:
        """Takes a note back; both stay in the history. Raises `NotFound`, `NotNotingNow`."""
        async with self._database.reading() as view:
            case, _ = await self._own(view, user, evidence_id)
            notes = standing(await store.of_case(view, case.id))
        note = next(
            (one for one in notes if (one.id, one.evidence_id) == (note_id, evidence_id)), None
        )
        if note is None:
            raise NotFound
        await self._keep(
            user, evidence_id, Kind.WITHDRAWN, note.title, note.value, note.unit, {"note": note.id}
        )

    async def _keep(
        self,
        user: User,
        evidence_id: str,
        kind: Kind,
        title: str,
        value: str,
        unit: str,
        content: Mapping[str, Any],
    ) -> Note:
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case, evidence = await self._own(transaction, user, evidence_id)
            if case.state is not State.INSPECTING:
                raise NotNotingNow(state_zh=STATE_ZH[case.state], state=case.state.value)
            before = await store.of_case(transaction, case.id)
            if sum(one.evidence_id == evidence_id for one in before) >= MOST_NOTES:
                raise TooManyNotes(most=MOST_NOTES)
            place = (new_id("note", now), case.id, evidence.id, evidence.item_id)
            note = Note(*place, kind, title, value, unit, content, user.id, now)
            await store.add(transaction, note)
            facts = {"kind": kind.value, "title": title, "value": value, "unit": unit}
            await custody.note(
                transaction,
                case.id,
                who=user.id,
                act=custody.Act.NOTED,
                now=now,
                evidence_id=evidence.id,
                facts=facts,
            )
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.evidence_noted",
                subject=case.id,
                facts={"item": evidence.item_id, **facts},
            )
        return note

    async def _own(self, view: Transaction, user: User, evidence_id: str) -> tuple[Case, Evidence]:
        evidence = await evidence_store.by_id(view, evidence_id)
        if evidence is None:
            raise NotFound
        case = rights.must_judge(user, await case_store.by_id(view, evidence.case_id))
        if not evidence.is_picture:
            raise PicturesOnly
        return case, evidence


def _lengths(case: Case, evidence: Evidence) -> dict[int, Reading]:
    readings = checklist_of(case).entry(evidence.item_id).item.readings
    return {place: one for place, one in enumerate(readings) if is_length(one)}


def _length_of(case: Case, evidence: Evidence, quantity: int) -> Reading:
    found = _lengths(case, evidence).get(quantity)
    if found is None:
        raise NoSuchQuantity
    return found
