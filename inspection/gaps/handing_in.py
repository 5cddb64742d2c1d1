"""Files for a gap, from the phone or from a clerk's desk; and reading them again."""

import asyncio

from foundation import audit
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound
from foundation.identity.model import User, Visit
from foundation.ids import new_id
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case
from inspection.cases.moving import read_in
from inspection.evidence.document import inspect_document
from inspection.evidence.file_kind import JPEG, file_kind
from inspection.evidence.look import look_at
from inspection.evidence.quality import concerns
from inspection.gaps import store
from inspection.gaps.ending import must_go_on
from inspection.gaps.errors import (
    GapOverdue,
    GapSettled,
    NotAPhoto,
    PledgeMissing,
    TooManyUploads,
)
from inspection.gaps.model import (
    APPLICANT,
    MOST_UPLOADS,
    STATE_TEXT,
    TAKES_UPLOADS,
    Form,
    Gap,
    GapState,
    GapStep,
    Upload,
    What,
    round_of,
)
from inspection.gaps.news import GapNews
from inspection.gaps.words import day_in_words

MOST_OPEN = 2  # pictures looked into at once, as in `evidence.service`


class HandingIn:
    """The use cases of uploads."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock, news: GapNews) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._news = news
        self._looking = asyncio.Semaphore(MOST_OPEN)

    async def may_hand_in(self, who: User | Visit, case_id: str, gap_id: str) -> None:
        """Asks before bytes are read. Raises what `hand_in` would of case and gap."""
        async with self._database.reading() as view:
            case, gap = await self._open_gap(view, who, case_id, gap_id)
            await self._takes_one_more(view, case, gap)

    async def hand_in(self, who: User | Visit, case_id: str, gap_id: str, content: bytes) -> Upload:
        """Keeps a file; the gap is in review from now on. The same file again changes nothing.

        When this returns, bytes and row survive a power cut.

        Raises:
            NotFound: no such gap in a case of this person's.
            MoveNotAllowed: the case has ended.
            PledgeMissing, GapSettled, GapOverdue, TooManyUploads.
            NotAPhoto, NotADocument, ActiveDocument, NotAPicture, TooManyPixels, StorageFull: not a
                file we take, or keep now. Nothing is kept.
        """
        async with self._database.reading() as view:
            case, gap = await self._open_gap(view, who, case_id, gap_id)
            await self._takes_one_more(view, case, gap)
        kind = file_kind(content)
        if gap.form is Form.PHOTO and kind is not JPEG:
            raise NotAPhoto
        found: tuple[str, ...] = ()
        async with self._looking:
            size = await asyncio.to_thread(inspect_document, content)
            if kind is JPEG:
                look = await asyncio.to_thread(look_at, content)
                found = tuple(one.value for one in concerns(look))
        digest = await self._blobs.keep(content)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case, gap = await self._open_gap(transaction, who, case_id, gap_id)
            steps = (await store.steps_of(transaction, [gap.id]))[gap.id]
            turn = round_of(steps)
            before = (await store.uploads_of(transaction, [gap.id])).get(gap.id, [])
            already = [one for one in before if (one.round, one.sha256) == (turn, digest)]
            if already:
                return already[0]
            await self._takes_one_more(transaction, case, gap)
            upload = Upload(
                new_id("up", now),
                gap.id,
                turn,
                digest,
                kind.mime,
                len(content),
                size.width_px,
                size.height_px,
                found,
                who.id if isinstance(who, User) else APPLICANT,
                now,
            )
            await store.add_upload(transaction, upload)
            step = GapStep(What.UPLOADED, upload.by, now, "", gap.due_at)
            await store.note(transaction, gap.id, GapState.IN_REVIEW, step)
            await audit.append(
                transaction,
                at=now,
                actor=upload.by,
                action="case.gap_uploaded",
                subject=case.id,
                facts={
                    "gap": gap.id,
                    "zh": gap.title.zh,
                    "en": gap.title.en,
                    "sha256": digest,
                    "mime": kind.mime,
                },
            )
            await self._news.handed_in(transaction, case, gap)
        return upload

    async def read(
        self, who: User | Visit, case_id: str, gap_id: str, upload_id: str
    ) -> tuple[Upload, bytes]:
        """A file as it came. Raises `NotFound`, `Damaged`."""
        async with self._database.reading() as view:
            case, gap = await _gap_of(view, who, case_id, gap_id)
            upload = await store.upload_by_id(view, upload_id)
        if upload is None or upload.gap_id != gap.id or gap.case_id != case.id:
            raise NotFound
        return upload, await self._blobs.read(upload.sha256)

    async def _open_gap(
        self, view: Transaction, who: User | Visit, case_id: str, gap_id: str
    ) -> tuple[Case, Gap]:
        case, gap = await _gap_of(view, who, case_id, gap_id)
        if isinstance(who, User):
            rights.must_keep(who, case)
        must_go_on(case)
        return case, gap

    async def _takes_one_more(self, view: Transaction, case: Case, gap: Gap) -> None:
        if await store.pledge_of(view, case.id) is None:
            raise PledgeMissing
        titles = {"title_zh": gap.title.zh, "title_en": gap.title.en}
        if gap.state not in TAKES_UPLOADS:
            state = STATE_TEXT[gap.state]
            raise GapSettled(**titles, state_zh=state.zh, state=state.en.lower())
        if gap.is_over(self._clock.now()):
            due = day_in_words(gap.due_at)
            raise GapOverdue(**titles, due_zh=due.zh, due_en=due.en)
        if await store.count_uploads(view, gap.id) >= MOST_UPLOADS:
            raise TooManyUploads(most=MOST_UPLOADS)


async def _gap_of(
    view: Transaction, who: User | Visit, case_id: str, gap_id: str
) -> tuple[Case, Gap]:
    if isinstance(who, User):
        case = rights.must_see(who, await case_store.by_id(view, case_id))
    else:
        case = await read_in(view, who.case_id)
    gap = await store.by_id(view, gap_id)
    if gap is None or gap.case_id != case.id:
        raise NotFound
    return case, gap
