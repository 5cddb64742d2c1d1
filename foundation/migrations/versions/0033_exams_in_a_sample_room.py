"""Exams in a sample room: attempts, answers, results that stay, certificates that stay.

Follows: 0032. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_STAYS = {"exam_outcome": ("attempt_id",), "exam_certificate": ("number", "attempt_id")}


def upgrade() -> None:
    op.create_table(
        "exam_attempt",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("room_zh", sa.String(200), nullable=False),
        sa.Column("room_en", sa.String(200), nullable=False),
        sa.Column("pictures", sa.String(64), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column(
            "user_id",
            sa.String(40),
            sa.ForeignKey("user.id", name=op.f("fk_exam_attempt_user_id_user")),
        ),
        sa.Column("case_id", sa.String(40)),
        sa.Column("unit_id", sa.String(40)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("begun_at", _MOMENT),
        sa.Column("ends_at", _MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_attempt")),
    )
    for column in ("browser_hash", "user_id", "case_id", "made_at"):
        op.create_index(op.f(f"ix_exam_attempt_{column}"), "exam_attempt", [column])
    op.create_index("ix_exam_attempt_open", "exam_attempt", ["ends_at"])
    op.create_table(
        "exam_tap",
        _attempt("exam_tap"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("spot", sa.Text, nullable=False),
        sa.Column("choice", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("rule_id", sa.String(16)),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_exam_tap")),
    )
    op.create_table(
        "exam_outcome",
        _attempt("exam_outcome"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("of", sa.Integer, nullable=False),
        sa.Column("mistakes", sa.Integer, nullable=False),
        sa.Column("is_passed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_exam_outcome")),
    )
    op.create_index(op.f("ix_exam_outcome_at"), "exam_outcome", ["at"])
    op.create_table(
        "exam_certificate",
        sa.Column("number", sa.String(24), nullable=False),
        _attempt("exam_certificate"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("passed_on", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_exam_certificate")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_exam_certificate_attempt_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in _STAYS.items():
            _keep_rows(table, keys)


def _attempt(table: str) -> sa.Column[str]:
    name = op.f(f"fk_{table}_attempt_id_exam_attempt")
    return sa.Column(
        "attempt_id", sa.String(40), sa.ForeignKey("exam_attempt.id", name=name), nullable=False
    )


def _keep_rows(table: str, keys: tuple[str, ...]) -> None:
    whens = {"no_update": f"UPDATE ON {table}", "no_delete": f"DELETE ON {table}"}
    for number, key in enumerate(keys):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - ours
        whens[f"no_replace_{number}"] = f"INSERT ON {table} WHEN {there}"
    for name, when in whens.items():
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: no row is replaced'); END"
        )


def downgrade() -> None:
    for table in ("exam_certificate", "exam_outcome", "exam_tap", "exam_attempt"):
        op.drop_table(table)
