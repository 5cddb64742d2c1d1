"""Each move of a case leaves a row; an application is received before it is accepted.

Follows: 0015. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# What the audit log of earlier versions calls the moves, and where each led. Fixed here for ever.
_TARGETS = {
    "case.accepted": "accepted",
    "case.invited": "preparing",
    "case.call_opened": "inspecting",
    "case.record_made": "reviewing",
    "case.record_reopened": "inspecting",
    "case.determined": "determined",
    "case.pushed": "pushed",
}
_STAYS = {
    "no_update": "UPDATE ON case_move",
    "no_delete": "DELETE ON case_move",
    "no_replace_0": (
        "INSERT ON case_move WHEN EXISTS (SELECT 1 FROM case_move"
        " WHERE case_id = NEW.case_id AND position = NEW.position)"
    ),
}


def upgrade() -> None:
    moves = op.create_table(
        "case_move",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_move")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_move_case_id_case_file")
        ),
    )
    op.create_index(op.f("ix_case_move_act"), "case_move", ["act"])
    op.create_index(op.f("ix_case_move_at"), "case_move", ["at"])
    op.add_column(
        "case_file",
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default="1970-01-01 00:00:00.000000",
        ),
    )
    op.execute("UPDATE case_file SET received_at = accepted_at")
    _take_from_the_log(moves)
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _STAYS.items():
        op.execute(
            f"CREATE TRIGGER case_move_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'case_move: no row is replaced'); END"
        )


def downgrade() -> None:
    op.drop_table("case_move")
    op.drop_column("case_file", "received_at")


def _take_from_the_log(moves: sa.Table) -> None:
    """What earlier versions moved. Who that was towards the case their log does not say: a person
    counts as an inspector, `system` and `applicant` as themselves.
    """
    log = sa.table(
        "audit_entry",
        *(sa.column(name) for name in ("number", "actor", "action", "subject")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    cases = sa.table("case_file", sa.column("id"))
    query = (
        sa.select(log.c.subject, log.c.action, log.c.actor, log.c.at)
        .where(log.c.action.in_(_TARGETS), log.c.subject.in_(sa.select(cases.c.id)))
        .order_by(log.c.number)
    )
    stands: dict[str, tuple[int, str]] = {}
    rows: list[dict[str, object]] = []
    for subject, action, actor, at in op.get_bind().execute(query):
        position, source = stands.get(subject, (0, "pre_check"))
        target = _TARGETS[action]
        stands[subject] = (position + 1, target)
        rows.append(
            {
                "case_id": subject,
                "position": position + 1,
                "act": action,
                "source": source,
                "target": target,
                "actor": actor if actor in ("system", "applicant") else "inspector",
                "actor_id": actor,
                "at": at,
                "why": "",
            }
        )
    if rows:
        op.bulk_insert(moves, rows)
