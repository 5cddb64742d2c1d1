"""A house that tells people, with gateways that do as they are told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from foundation.jobs import Worker
from foundation.sealing import Seal
from inspection.cases.machine import Act, Actor
from inspection.cases.moves import Mover
from inspection.cases.moving import move, read_in
from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT
from inspection.notices import store
from inspection.notices.model import Channel, Kind
from inspection.notices.plan import QuietHours
from inspection.notices.sending import Sending
from inspection.notices.service import NOTICE, Notices
from inspection.notices.texts import builtin_texts

QUIET = QuietHours(time(21), time(8))
START = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)  # Friday, 10:00 in Shanghai


@dataclass
class ScriptedGateway:
    """Raises what its script says, one entry per message; afterwards takes every message."""

    channel: Channel
    script: list[BaseException] = field(default_factory=list)
    sent: list = field(default_factory=list)
    asked: int = 0

    @property
    def name(self):
        return f"test-{self.channel.value}"

    async def send(self, message):
        self.asked += 1
        if self.script:
            raise self.script.pop(0)
        self.sent.append(message)
        return f"receipt-{self.channel.value}-{len(self.sent)}"


class TellingHouse:
    """Notices, the worker and two ways out, over a real database."""

    def __init__(self, database, clock):
        self._seal = Seal(b"k" * 32, "notices")
        self.database, self.clock = database, clock
        self.sms, self.wecom = ScriptedGateway(Channel.SMS), ScriptedGateway(Channel.WECOM)
        self.notices = Notices(database, clock, self._seal, builtin_texts(), QUIET)
        self.use({Channel.SMS: self.sms, Channel.WECOM: self.wecom})

    def use(self, gateways, texts=None):
        """Sends by these from now on, with these texts."""
        said = texts or builtin_texts()
        self.sending = Sending(self.database, self.clock, self._seal, said, gateways)
        self.worker = Worker(self.database, self.clock, {NOTICE: self.sending.handle})

    async def booked_case(self):
        """A case with an appointment at `START`."""
        case = await Cases(self.database, self.clock).accept(RESTAURANT, ())
        clerk = Mover(Actor.CLERK, "usr_clerk")
        async with self.database.transaction() as transaction:
            return await move(transaction, case, Act.BOOK, by=clerk, now=self.clock.now())

    async def tell(self, case, kind, variables, at=None, occasion="first", **more):
        async with self.database.transaction() as transaction:
            await self.notices.tell(transaction, case, kind, occasion, variables, at, **more)

    async def work(self):
        """Hands over what is due and works until nothing is."""
        await self.sending.queue_due()
        while await self.worker.step():
            pass

    async def of(self, case):
        """The notices of a case and what happened to each."""
        async with self.database.reading() as view:
            found = await store.of_case(view, case.id)
            happened = await store.happened_to(view, [one.id for one in found])
        return [(one, happened.get(one.id, [])) for one in found]

    async def only(self, case):
        """The state of the only notice, and what happened to it in words."""
        ((notice, happened),) = await self.of(case)
        return notice.state, [one.what.value for one in happened]


async def a_notice(database, clock, case_id):
    """The id of something the case's applicant was told."""
    house = TellingHouse(database, clock)
    async with database.transaction() as transaction:
        case = await read_in(transaction, case_id)
        said = {"paper": "许可证", "place": "一楼大厅"}
        await house.notices.tell(transaction, case, Kind.COLLECT, "first", said)
        (notice,) = await store.of_case(transaction, case_id)
    return notice.id
