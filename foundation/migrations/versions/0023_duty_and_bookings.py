"""Who is on duty, how pairs were drawn, and the time of inspectors that bookings take.

Follows: 0022. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_STAYS = {
    "no_update": "UPDATE ON assignment_draw",
    "no_delete": "DELETE ON assignment_draw",
    "no_replace_0": (
        "INSERT ON assignment_draw WHEN EXISTS (SELECT 1 FROM assignment_draw WHERE id = NEW.id)"
    ),
}


def _person(table: str, column: str, *, is_needed: bool = True) -> tuple[object, object]:
    return (
        sa.Column(column, sa.String(40), nullable=not is_needed),
        sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_{table}_{column}_user")),
    )


def _case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case_id"], ["case_file.id"], name=op.f(f"fk_{table}_case_id_case_file")
    )


def upgrade() -> None:
    op.create_table(
        "duty_pair",
        sa.Column("id", sa.String(40), nullable=False),
        *_person("duty_pair", "first_inspector_id"),
        *_person("duty_pair", "second_inspector_id"),
        sa.Column("openings", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_pair")),
    )
    op.create_table(
        "duty_closure",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("pair_id", sa.String(40)),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_closure")),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["duty_pair.id"], name=op.f("fk_duty_closure_pair_id_duty_pair")
        ),
    )
    op.create_table(
        "duty_absence",
        sa.Column("id", sa.String(40), nullable=False),
        *_person("duty_absence", "inspector_id"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_absence")),
    )
    op.create_table(
        "duty_colleague",
        *_person("duty_colleague", "inspector_id"),
        sa.Column("formats", sa.Text(), nullable=False),
        sa.Column("qualified_until", sa.Date()),
        *_person("duty_colleague", "substitute_id", is_needed=False),
        sa.Column("relations", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("inspector_id", name=op.f("pk_duty_colleague")),
    )
    op.create_table(
        "assignment_draw",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_draw")),
        _case("assignment_draw"),
    )
    op.create_index(op.f("ix_assignment_draw_case_id"), "assignment_draw", ["case_id"])
    op.create_table(
        "booking",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("first_inspector_id", sa.String(40), nullable=False),
        sa.Column("second_inspector_id", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_booking")),
        _case("booking"),
    )
    for column in ("first_inspector_id", "second_inspector_id", "starts_at", "state"):
        op.create_index(op.f(f"ix_booking_{column}"), "booking", [column])
    op.create_table(
        "booking_time",
        sa.Column("inspector_id", sa.String(40), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("inspector_id", "cell", name=op.f("pk_booking_time")),
        _case("booking_time"),
    )
    op.create_index(op.f("ix_booking_time_case_id"), "booking_time", ["case_id"])
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _STAYS.items():
        op.execute(
            f"CREATE TRIGGER assignment_draw_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'assignment_draw: no row is replaced'); END"
        )


def downgrade() -> None:
    for table in (
        "booking_time",
        "booking",
        "assignment_draw",
        "duty_colleague",
        "duty_absence",
        "duty_closure",
        "duty_pair",
    ):
        op.drop_table(table)
