"""Typing a value that was read off a picture, changing it, taking it back."""

from checklists.readings import limits_text
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import Kind, Problem
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.machine import State
from inspection.evidence import reading_store, store
from inspection.evidence.errors import NotCollecting
from inspection.evidence.readings import ItemReadings, Typed, readings_of


class NoSuchQuantity(Problem):
    """The item measures nothing, or not that."""

    code = "reading.no_such_quantity"
    zh = "检查项 {item} 没有这个测量项目。请刷新页面后重试。"
    en = "Item {item} has no such quantity. Reload the page and try again."


class NotReadFromPicture(Problem):
    """A value without the picture it was read from can not be checked by anybody."""

    kind = Kind.CONFLICT
    code = "reading.without_picture"
    zh = "请先为 {item} 取证，拍清量具、两端和数字，再填读数。"
    en = "Keep a picture of {item} first, with the instrument, both ends and the number in it."


class ReadingRoom:
    """The use case of readings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def type_in(
        self,
        user: User,
        case_id: str,
        item_id: str,
        quantity: int,
        *,
        value: str | None,
        evidence_id: str,
        reason: str,
    ) -> ItemReadings:
        """Sets a quantity's value; `None` takes it back. What was before stays in the history.

        As with pictures, whoever takes part may: what it comes to is judged by the item's own.

        Args:
            value: a decimal number as text, in the unit of the template.
            evidence_id: a picture of the same item, or of one in the same shot.

        Raises:
            NotFound: this person has no part in the case.
            UnknownItem, NoSuchQuantity: the shop's checklist does not ask for that.
            NotReadFromPicture: the case has no such picture of this item or its shot.
            NotCollecting: the inspection is not open.
        """
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_take_part(user, await case_store.by_id(transaction, case_id))
            checklist = checklist_of(case)
            item = checklist.entry(item_id).item
            if quantity >= len(item.readings):
                raise NoSuchQuantity(item=item_id)
            if case.state is not State.INSPECTING:
                raise NotCollecting
            picture = await store.by_id(transaction, evidence_id)
            shot = {one.item.id for one in checklist.entries if one.item.shot == item.shot}
            if picture is None or picture.case_id != case_id or picture.item_id not in shot:
                raise NotReadFromPicture(item=item_id)
            reading = item.readings[quantity]
            before = readings_of(await reading_store.of_case(transaction, case_id), checklist)
            said = (value, reading.unit, evidence_id, reason, user.id, now)
            await reading_store.add(transaction, case_id, Typed(item_id, quantity, *said))
            limits = limits_text(reading)
            await audit.append(
                transaction,
                at=now,
                actor=user.id,
                action="case.reading_typed" if value is not None else "case.reading_withdrawn",
                subject=case_id,
                facts={
                    "item": item_id,
                    "quantity": reading.quantity.zh,
                    "unit": reading.unit,
                    "limits": limits.zh if limits else "",
                    "before": _value_before(before.get(item_id), quantity),
                    "after": value,
                    "evidence": evidence_id,
                    "reason": reason,
                },
            )
            after = readings_of(await reading_store.of_case(transaction, case_id), checklist)
        return after[item_id]


def _value_before(known: ItemReadings | None, quantity: int) -> str | None:
    found = [one for one in known.known if one.quantity == quantity] if known else []
    return found[0].newest.value if found else None
