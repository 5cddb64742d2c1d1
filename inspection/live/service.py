"""Opening, joining and ending a call; the applicant's consent; who may use the media plane."""

from dataclasses import dataclass, replace
from datetime import datetime

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import SignIn, User, Visit
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.moving import move, read_in
from inspection.live import consent, store, tokens
from inspection.live.attendance import Attendance
from inspection.live.errors import CallNotOpen, ConsentMissing, OldConsentText
from inspection.live.model import APPLICANT
from inspection.live.store import Consent, LiveSession

_IN_CALL = frozenset({State.INSPECTING, State.REVIEWING})


@dataclass(frozen=True)
class Seat:
    """A place in a room: who sits there and the token for the media plane."""

    case_id: str
    room: str
    participant: str
    token: str


class Calls:
    """The use cases of the call. Implements the media plane's `Gate`."""

    def __init__(
        self, database: Database, clock: Clock, key: bytes, attendance: Attendance
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._attendance = attendance

    async def open_or_join(
        self, sign_in: SignIn, case_id: str, *, is_observer: bool = False
    ) -> tuple[Seat, State]:
        """An inspector opens the call, or somebody who may attend it joins the open one.

        Args:
            is_observer: the seat is a silent one: its token sees and hears, and sends nothing.

        Returns:
            The seat, and where the case stands now.
        """
        user, now = sign_in.user, self._clock.now()
        async with self._database.transaction() as transaction:
            case = rights.must_attend(user, await case_store.by_id(transaction, case_id))
            is_observer = is_observer or user.id in case.former_ids  # whose seat is another's now
            session = await store.latest(transaction, case.id)
            if case.state in _IN_CALL and session is not None and session.closed_at is None:
                await audit.append(
                    transaction, at=now, actor=user.id, action="case.call_joined", subject=case.id
                )
            else:
                rights.must_judge(user, case)
                if case.state not in _IN_CALL:
                    by = rights.mover(user, case)
                    case = await move(transaction, case, Act.OPEN_CALL, by=by, now=now)
                session = await store.open_session(
                    transaction,
                    room=new_id("room", now),
                    case_id=case.id,
                    opened_by=user.id,
                    now=now,
                )
        return self._seat(session, user.id, sign_in.id, is_observer=is_observer), case.state

    async def join_as_applicant(self, visit: Visit) -> Seat:
        """The applicant joins. Raises `ConsentMissing`, `CallNotOpen`."""
        async with self._database.reading() as view:
            given = await store.latest_consent(view, visit.case_id)
            session = await store.latest(view, visit.case_id)
        if given is None or not given.is_given or given.version != consent.VERSION:
            raise ConsentMissing  # an older notice did not say all that is done today
        if session is None or session.closed_at is not None:
            raise CallNotOpen
        return self._seat(session, APPLICANT, visit.link_id)

    async def end(self, user: User, case_id: str) -> LiveSession:
        """An inspector ends the call. Ending an ended call changes nothing."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            rights.must_judge(user, await case_store.by_id(transaction, case_id))
            session = await store.latest(transaction, case_id)
            if session is None:
                raise CallNotOpen
            await _close(transaction, session, user.id, now)
        return session

    async def end_open(self, case_id: str, by: str) -> LiveSession | None:
        """The case's call ends with what it was for; `None`: none is open."""
        async with self._database.transaction() as transaction:
            session = await store.latest(transaction, case_id)
            if session is None or session.closed_at is not None:
                return None
            await _close(transaction, session, by, self._clock.now())
        return session

    async def answer_consent(self, visit: Visit, version: str, *, is_given: bool) -> Consent:
        """Keeps the applicant's answer with the hash of the text that was shown.

        Taking the consent back ends the picture at once (PIPL art. 15).
        """
        if version != consent.VERSION:
            raise OldConsentText
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            await store.add_consent(
                transaction,
                case_id=visit.case_id,
                link_id=visit.link_id,
                version=version,
                text_sha256=consent.TEXT_SHA256,
                is_given=is_given,
                now=now,
            )
            await audit.append(
                transaction,
                at=now,
                actor=APPLICANT,
                subject=visit.case_id,
                action="case.consent_given" if is_given else "case.consent_refused",
                facts={"version": version, "text_sha256": consent.TEXT_SHA256},
            )
        room = None if is_given else await self.open_room(visit.case_id)
        if room is not None:
            await self._attendance.cut(room, APPLICANT)
        return Consent(version, is_given, now)

    async def open_room(self, case_id: str) -> str | None:
        """The room of the case's open call, or `None`."""
        async with self._database.reading() as view:
            session = await store.latest(view, case_id)
        return None if session is None or session.closed_at is not None else session.room

    async def case_of_room(self, room: str) -> str:
        """The case whose call uses this room. Raises `NotFound`."""
        async with self._database.reading() as view:
            session = await store.by_room(view, room)
        if session is None:
            raise NotFound
        return session.case_id

    async def publisher(self, room: str, token: str) -> str:
        """`webrtc` asks who may publish with this token: everybody but silent observers."""
        ticket = await self._admitted(room, token)
        if ticket.is_observer:
            raise NotFound
        return ticket.participant

    async def viewer(self, room: str, token: str, publisher: str) -> str:
        """`webrtc` asks who may watch with this token; everybody in a room may see each other."""
        return await self.member(room, token)

    async def member(self, room: str, token: str) -> str:
        """`webrtc` asks whose token this is."""
        return (await self._admitted(room, token)).participant

    async def _admitted(self, room: str, token: str) -> tokens.Pass:
        ticket = tokens.read(self._key, token, self._clock.now())
        if ticket.room != room:
            raise NotFound
        async with self._database.reading() as view:
            session = await store.by_room(view, room)
            case = await read_in(view, ticket.case_id)
            given = await store.latest_consent(view, ticket.case_id)
        if session is None or session.closed_at is not None:
            raise NotFound
        if ticket.participant == APPLICANT and (given is None or not given.is_given):
            raise NotFound
        if not await self._attendance.admits(room, ticket.participant, ticket.proof):
            raise NotFound
        if ticket.participant in case.former_ids:  # an older pass does not speak again
            return replace(ticket, is_observer=True)
        return ticket

    def _seat(
        self, session: LiveSession, participant: str, proof: str, *, is_observer: bool = False
    ) -> Seat:
        ticket = tokens.Pass(session.room, participant, session.case_id, proof, is_observer)
        token = tokens.issue(self._key, ticket, self._clock.now())
        return Seat(session.case_id, session.room, participant, token)


async def _close(transaction: Transaction, session: LiveSession, by: str, now: datetime) -> None:
    if session.closed_at is None:
        await store.close_session(transaction, session.room, now)
        await audit.append(
            transaction, at=now, actor=by, action="case.call_ended", subject=session.case_id
        )
