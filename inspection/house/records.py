"""The wing of what is put on paper and sent on: record, refusal, notice, pack, licensing."""

from collections.abc import AsyncGenerator
from datetime import datetime
from functools import cache, partial

from aiohttp import web

from foundation.database import Transaction
from foundation.jobs import AfterDelivery, Handler
from inspection.cases.model import Case
from inspection.dossier.api import SAMPLE_ROOM
from inspection.figures import api as figures_api
from inspection.figures import field_api
from inspection.figures.field_service import FieldChecks
from inspection.figures.noting import Outcomes
from inspection.figures.service import FigureDesk
from inspection.gaps.holding import hold_result
from inspection.house.calls import CallsWing
from inspection.house.ground import Ground
from inspection.house.notices import NoticeParts
from inspection.licensing import api as licensing_api
from inspection.licensing import callbacks_api, reconciliation_api
from inspection.licensing.callbacks import Callbacks
from inspection.licensing.opening import line_of
from inspection.licensing.push import Push
from inspection.licensing.reconciling import Reconciling
from inspection.record import api as record_api
from inspection.record import pack_api, public_api, refusal_api, sheets_api
from inspection.record.completing import PDF
from inspection.record.export import Exports
from inspection.record.one_time_notice import api as notice_api
from inspection.record.one_time_notice.places import places_of
from inspection.record.one_time_notice.right_views import RightViews
from inspection.record.one_time_notice.service import NOTICE_PDF, Notices
from inspection.record.papers import Papers
from inspection.record.public import PublicRecords
from inspection.record.refusing import Refusals
from inspection.record.service import Records
from inspection.record.sheets_service import Sheets
from inspection.record.signing import Record
from panorama.service import SampleRooms


class RecordsWing:
    """Papers and deliveries, made once."""

    def __init__(
        self, ground: Ground, calls: CallsWing, rooms: SampleRooms, told: NoticeParts
    ) -> None:
        settings, database, blobs, clock = (
            ground.settings,
            ground.database,
            ground.blobs,
            ground.clock,
        )
        self._ground, self._hub = ground, calls.hub
        timestamps = ground.proofs.timestamps
        self.papers = Papers(
            database, blobs, clock, ground.press, ground.keyring, settings.origin, timestamps
        )
        self._right_views = RightViews(rooms)
        layout = ground.checkout / "panorama" / "data" / f"{SAMPLE_ROOM}.yaml"
        targets = ground.targets
        self._told = told.results
        self._callbacks = Callbacks(database, clock, targets, told.results)
        self.push = Push(
            database,
            clock,
            [line_of(one, clock) for one in targets],
            self.papers.kept_pdf,
            self._callbacks.after_push,
        )
        self._notices = Notices(
            database,
            blobs,
            clock,
            ground.press,
            ground.keyring,
            timestamps,
            # read with the first notice: a third of a second is much for a restart in a call
            cache(partial(places_of, layout)),
            settings.origin,
            settings.rectify_working_days,
            ground.calendar,
            self._right_views.view,
        )
        self.outcomes = Outcomes(database, ground.calendar)
        self._records = Records(
            database,
            blobs,
            clock,
            ground.keyring,
            ground.bell.ring,
            calls.recordings.gaps,
            ground.second_verdict,
            self._determined,
            self.push.recipients,
            each_department_judges=settings.departments == "each",
        )

    async def _determined(
        self, transaction: Transaction, case: Case, record: Record, now: datetime
    ) -> None:
        notice = await self._notices.make(transaction, case, record, now)
        if notice is not None:
            until = notice.deadline_at
            await self._told.to_mend(transaction, case, notice.fault_count, until, now)
        await hold_result(transaction, case.id)
        await self.outcomes.note(transaction, case, record, now)

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is done after a record was made."""
        return {
            PDF: self.papers.keep_pdf,
            NOTICE_PDF: self._notices.keep_pdf,
            **self.push.handlers,
        }

    @property
    def after(self) -> dict[str, AfterDelivery]:
        """What a delivery changes, in the transaction that notes it."""
        return self.push.after

    def routes(self) -> list[web.RouteDef]:
        """What pages ask about papers and deliveries."""
        ground, hub, records = self._ground, self._hub, self._records
        database, blobs, clock, door = ground.database, ground.blobs, ground.clock, ground.door
        refusals = Refusals(
            database,
            clock,
            ground.keyring,
            ground.bell.ring,
            self._determined,
            self.push.recipients,
        )
        exports = Exports(database, blobs, clock, ground.keyring, ground.proofs)
        return [
            *record_api.routes(records, self.papers, hub, door),
            *public_api.routes(PublicRecords(database, clock)),
            *sheets_api.routes(Sheets(database, ground.second_verdict), door),
            *refusal_api.routes(refusals, records, hub, door),
            *figures_api.routes(FigureDesk(database, clock), door),
            *field_api.routes(FieldChecks(database, clock), door),
            *pack_api.routes(exports, door),
            *notice_api.routes(self._notices, self._right_views, door),
            *licensing_api.routes(self.push, door, ground.bell.ring),
            *reconciliation_api.routes(Reconciling(database, clock, self.push.targets), door),
            *callbacks_api.routes(self._callbacks, self._tell_state),
        ]

    def _tell_state(self, case: Case) -> None:
        self._hub.announce(case.id, "state", {"state": case.state.value})

    async def life(self, app: web.Application) -> AsyncGenerator[None, None]:
        """The press ends with the house."""
        yield
        self._ground.press.close()
