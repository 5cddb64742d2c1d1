"""Papers that follow an acceptance (容缺后补): gaps, pledges, uploads, operators' flags.

Follows: 0024. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
# What may change of a row; everything else, and whole tables without an entry, stays as written.
_MAY_CHANGE = {
    "gap": ("state", "due_at"),
    "operator_flag": ("lifted_by", "lifted_at", "lift_reason"),
}
_KEYS = {
    "gap": "id",
    "gap_step": "number",
    "gap_upload": "id",
    "gap_pledge": "case_id",
    "operator_flag": "id",
}


def upgrade() -> None:
    made = [_gaps(), _steps(), _uploads(), _pledges(), _flags()]
    if op.get_bind().dialect.name == "sqlite":
        for table in made:
            _keep_rows(table)


def _gaps() -> sa.Table:
    table = op.create_table(
        "gap",
        sa.Column("id", sa.String(40), nullable=False),
        _reference("gap", "case_id", "case_file"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("asks_zh", sa.Text(), nullable=False),
        sa.Column("asks_en", sa.Text(), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.String(40), nullable=False),
        sa.Column("named_at", _MOMENT, nullable=False),
        sa.Column("first_due_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_gap_case_id")),
    )
    op.create_index("ix_gap_due", "gap", ["state", "due_at"])
    return table


def _steps() -> sa.Table:
    table = op.create_table(
        "gap_step",
        sa.Column("number", sa.Integer(), nullable=False),
        _reference("gap_step", "gap_id", "gap"),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_gap_step")),
    )
    op.create_index(op.f("ix_gap_step_gap_id"), "gap_step", ["gap_id"])
    return table


def _uploads() -> sa.Table:
    table = op.create_table(
        "gap_upload",
        sa.Column("id", sa.String(40), nullable=False),
        _reference("gap_upload", "gap_id", "gap"),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("mime", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("kept_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_upload")),
        sa.UniqueConstraint("gap_id", "round", "sha256", name=op.f("uq_gap_upload_gap_id")),
    )
    op.create_index(op.f("ix_gap_upload_sha256"), "gap_upload", ["sha256"])
    return table


def _pledges() -> sa.Table:
    return op.create_table(
        "gap_pledge",
        _reference("gap_pledge", "case_id", "case_file"),
        sa.Column("version", sa.String(24), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("signer", sa.String(64), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("signed_at", _MOMENT, nullable=False),
        sa.Column("signature_sha256", sa.String(64), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_gap_pledge")),
    )


def _flags() -> sa.Table:
    table = op.create_table(
        "operator_flag",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _reference("operator_flag", "case_id", "case_file", is_needed=False),
        sa.Column("set_by", sa.String(40), nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(40), nullable=True),
        sa.Column("lifted_at", _MOMENT, nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_flag")),
    )
    op.create_index(op.f("ix_operator_flag_credit_code"), "operator_flag", ["credit_code"])
    return table


def _reference(table: str, column: str, to: str, *, is_needed: bool = True) -> sa.Column[str]:
    key = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{column}_{to}"))
    return sa.Column(column, sa.String(40), key, nullable=not is_needed)


def _keep_rows(made: sa.Table) -> None:
    table, key = made.name, _KEYS[made.name]
    fixed = [f'"{one.name}"' for one in made.columns if one.name not in _MAY_CHANGE.get(table, ())]
    of = f" OF {', '.join(fixed)}" if table in _MAY_CHANGE else ""
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of ours
    for name, when in {
        "no_update": f"UPDATE{of} ON {table}",
        "no_delete": f"DELETE ON {table}",
        "no_replace_0": f"INSERT ON {table} WHEN {there}",
    }.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    for table in reversed(_KEYS):
        op.drop_table(table)
