"""Many applicants at once, each with a case of their own and a phone that claimed its link."""

from dataclasses import dataclass, replace

from foundation.identity import links
from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from foundation.workdays import WorkCalendar
from inspection.cases.machine import Act
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move
from inspection.cases.opening import accept, receive
from inspection.dispatch import store as duty
from inspection.dispatch.model import Pair, openings_of
from inspection.intake.demo import PASSWORD, RESTAURANT


@dataclass(frozen=True)
class Applicant:
    """A phone's cookie and the case it is for."""

    case_id: str
    cookie: str


async def applicants(database, clock, count) -> list[Applicant]:
    """So many accepted cases without inspectors, each with a claimed link."""
    found = []
    calendar, now = WorkCalendar(), clock.now()
    async with database.transaction() as transaction:
        for number in range(count):
            application = replace(RESTAURANT, shop_name=f"第 {number} 家餐馆")
            basics = {"by": SYSTEM, "now": now, "calendar": calendar}
            case = await receive(transaction, application, (), **basics)
            case = await move(transaction, case, Act.START_PRE_CHECK, by=SYSTEM, now=now)
            case = await accept(transaction, case, **basics)
            secret, _ = await links.make(
                transaction, case_id=case.id, made_by="system", clock=clock
            )
            _, device = await links.claim(transaction, secret, None, clock)
            found.append(Applicant(case.id, f"yunkan-visit={device}"))
    return found


async def pairs_on_duty(database, clock, count, hours) -> list[str]:
    """So many pairs of inspectors nobody knew before; their ids."""
    sign_ins, found = SignIns(database, clock), []
    for number in range(count):
        both = [
            await sign_ins.add_user(
                username=f"duty-{number}-{place}",
                name=f"勘验员{number}{place}",
                role=Role.INSPECTOR,
                department="勘验科",
                password=PASSWORD,
            )
            for place in "ab"
        ]
        pair = Pair(f"pair_{number}", (both[0].id, both[1].id), openings_of(hours))
        async with database.transaction() as transaction:
            await duty.add_pair(transaction, pair)
        found.append(pair.id)
    return found
