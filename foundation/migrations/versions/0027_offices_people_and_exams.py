"""Offices as a tree, whom people belong to, one-time passwords, exams that count.

Follows: 0026. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ROOT = "bureau"
_FINISHED = "'closed', 'determined', 'licensed', 'pushed', 'withdrawn'"


def upgrade() -> None:
    _offices()
    _people()
    _exams()
    if op.get_bind().dialect.name == "sqlite":
        _keep_rows("exam_result", "id")


def _offices() -> None:
    unit = op.create_table(
        "unit",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.String(40), nullable=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"])
    op.bulk_insert(unit, [{"id": _ROOT, "parent_id": None, "name": "本局"}])
    for table in ("user", "case_file", "outcome"):  # all there is belongs to the bureau
        op.add_column(
            table, sa.Column("unit_id", sa.String(40), nullable=False, server_default=_ROOT)
        )
    for name, word in (("open", "NOT IN"), ("done", "IN")):
        which = sa.text(f"case_file.state {word} ({_FINISHED})")
        op.create_index(
            f"ix_case_file_unit_{name}",
            "case_file",
            ["unit_id", "due_at", "id", "state"],
            sqlite_where=which,
            postgresql_where=which,
        )
    op.create_index("ix_outcome_unit", "outcome", ["unit_id", "month"])


def _people() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("user", sa.Column("one_time_until", moment, nullable=True))
    op.add_column("user", sa.Column("signed_in_at", moment, nullable=True))
    op.execute(
        'UPDATE "user" SET signed_in_at = '
        '(SELECT max(created_at) FROM sign_in WHERE sign_in.user_id = "user".id)'
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"])
    op.create_index(op.f("ix_audit_entry_actor"), "audit_entry", ["actor"])


def _exams() -> None:
    op.create_table(
        "exam_result",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("exam", sa.String(64), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.String(40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_result")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_exam_result_user_id_user")),
    )
    op.create_index(op.f("ix_exam_result_user_id"), "exam_result", ["user_id"])


def _keep_rows(table: str, key: str) -> None:
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of ours
    for name, when in {
        "no_update": f"UPDATE ON {table}",
        "no_delete": f"DELETE ON {table}",
        "no_replace_0": f"INSERT ON {table} WHEN {there}",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_table("exam_result")
    op.drop_index(op.f("ix_audit_entry_actor"), "audit_entry")
    op.drop_index(op.f("ix_sign_in_user_id"), "sign_in")
    op.drop_index("ix_outcome_unit", "outcome")
    for name in ("open", "done"):
        op.drop_index(f"ix_case_file_unit_{name}", "case_file")
    for column in ("signed_in_at", "one_time_until"):
        op.drop_column("user", column)
    for table in ("outcome", "case_file", "user"):
        op.drop_column(table, "unit_id")
    op.drop_table("unit")
