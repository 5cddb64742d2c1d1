"""Deviations, refusals to sign, and the reviewers of departments at a case.

Follows: 0006. Made on 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("deviation_step", "refusal_step")
_TRIGGERS = {
    # What is signed concludes what was agreed: no step behind a record that stands.
    "deviation_step_frozen_by_record": "INSERT ON deviation_step WHEN EXISTS"
    " (SELECT 1 FROM record WHERE case_id = NEW.case_id AND voided_at IS NULL)",
    # Nobody confirms what they proposed, whoever writes.
    "deviation_step_by_a_second_person": "INSERT ON deviation_step WHEN NEW.step = 'confirmed'"
    " AND NEW.by = (SELECT by FROM deviation_step WHERE case_id = NEW.case_id"
    " AND area = NEW.area AND step = 'proposed' ORDER BY number DESC LIMIT 1)",
    "refusal_step_needs_a_living_record": "INSERT ON refusal_step WHEN NOT EXISTS"
    " (SELECT 1 FROM record WHERE id = NEW.record_id"
    " AND voided_at IS NULL AND completed_at IS NULL)",
    "refusal_step_by_a_second_person": "INSERT ON refusal_step WHEN NEW.step = 'witnessed'"
    " AND NEW.by = (SELECT by FROM refusal_step WHERE record_id = NEW.record_id"
    " AND step = 'noted' ORDER BY number DESC LIMIT 1)",
}


# Who signs is settled with the record.
_SETTLED = (
    "{verb} ON case_reviewer WHEN EXISTS"
    " (SELECT 1 FROM record WHERE case_id = {row}.case_id AND voided_at IS NULL)"
)


def upgrade() -> None:
    op.create_table(
        "deviation_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("computed", sa.String(length=16), nullable=False),
        sa.Column("conclusion", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deviation_step")),
    )
    op.create_index(op.f("ix_deviation_step_case_id"), "deviation_step", ["case_id"], unique=False)
    op.create_table(
        "refusal_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_refusal_step_record_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_refusal_step")),
    )
    op.create_index(op.f("ix_refusal_step_record_id"), "refusal_step", ["record_id"], unique=False)
    op.create_table(
        "case_reviewer",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_reviewer_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "department", name=op.f("pk_case_reviewer")),
    )
    op.create_index(op.f("ix_case_reviewer_user_id"), "case_reviewer", ["user_id"], unique=False)
    op.add_column(
        "user", sa.Column("reviews", sa.String(length=32), server_default="", nullable=False)
    )
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _refuse(f"{table}_no_{verb.lower()}", f"{verb} ON {table}")
    for name, when in _TRIGGERS.items():
        _refuse(name, when)
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        _refuse(
            f"case_reviewer_no_{verb.lower()}_behind_a_record", _SETTLED.format(verb=verb, row=row)
        )


def _refuse(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
