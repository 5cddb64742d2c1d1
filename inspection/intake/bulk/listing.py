"""Files that were taken at once stand in the list of imports as well; their lines are not kept."""

from datetime import datetime

from foundation.database import Transaction
from foundation.identity.model import User
from foundation.ids import new_id
from inspection.cases.moves import Mover
from inspection.intake.bulk import store
from inspection.intake.bulk.model import Run, RunState, shown_name
from inspection.intake.importing import Report, Standing


class Listed:
    """What `inspection.intake.importing` tells."""

    async def note(
        self,
        transaction: Transaction,
        report: Report,
        user: User,
        by: Mover,
        file_name: str,
        now: datetime,
    ) -> None:
        """A file was taken at once."""
        run = Run(
            id=new_id("imp", now),
            unit=user.unit,
            by=user.id,
            actor=by.actor.value,
            file_name=shown_name(file_name),
            sha256=report.sha256,
            head=(),
            ignored=tuple(report.ignored),
            total=report.total,
            began_at=now,
            done=report.total,
            filed=report.count(Standing.FILED),
            known=report.count(Standing.KNOWN),
            refused=report.count(Standing.WRONG),
            state=RunState.FINISHED,
            ended_at=now,
            has_lines=False,
        )
        await store.add(transaction, run, ())
