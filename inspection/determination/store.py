"""SQL of deviations: every step, in the order they were made."""

from sqlalchemy import Column, Integer, RowMapping, String, Table, Text, insert, select

from checklists.schemes import Conclusion
from checklists.template import Area
from foundation.database import Moment, Transaction, metadata
from inspection.determination.model import DeviationStep, Step

step_table = Table(
    "deviation_step",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("area", String(8), nullable=False),
    Column("step", String(12), nullable=False),
    Column("computed", String(16), nullable=False),
    Column("conclusion", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("basis", String(64), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(transaction: Transaction, case_id: str, step: DeviationStep) -> None:
    """A new step; its `number` is given by the database. Nothing is overwritten."""
    await transaction.execute(
        insert(step_table).values(
            case_id=case_id,
            area=step.area.value,
            step=step.step.value,
            computed=step.computed.value,
            conclusion=step.conclusion.value,
            reason=step.reason,
            basis=step.basis,
            by=step.by,
            at=step.at,
        )
    )


async def steps(view: Transaction, case_id: str) -> list[DeviationStep]:
    """Every step of a case, oldest first."""
    rows = await view.execute(
        select(step_table).where(step_table.c.case_id == case_id).order_by(step_table.c.number)
    )
    return [_step(row) for row in rows.mappings()]


def _step(row: RowMapping) -> DeviationStep:
    return DeviationStep(
        row["number"],
        Area(row["area"]),
        Step(row["step"]),
        Conclusion(row["computed"]),
        Conclusion(row["conclusion"]),
        row["reason"],
        row["basis"],
        row["by"],
        row["at"],
    )
