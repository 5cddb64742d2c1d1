"""A made record freezes its case in the database itself, whoever writes (scorecard E8).

Follows: 0001. Made on 2026-11-25.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_TRIGGERS = {
    # Pictures never change; copies of them may be noted, once they are made.
    "evidence_no_delete": "DELETE ON evidence",
    "evidence_no_update": "UPDATE OF id, case_id, item_id, origin, sha256, width_px, height_px,"
    " size_bytes, captured_at, kept_at, by, commitment_id ON evidence",
    "record_no_delete": "DELETE ON record",
    "record_no_update": "UPDATE OF id, case_id, sha256, content, made_at, made_by,"
    " food_conclusion, fume_conclusion ON record",
    "record_completed_once": "UPDATE OF completed_at ON record WHEN OLD.completed_at IS NOT NULL",
    "record_pdf_once": "UPDATE OF pdf_sha256 ON record WHEN OLD.pdf_sha256 IS NOT NULL",
    "record_signed_stays": "UPDATE OF voided_at ON record WHEN"
    " EXISTS (SELECT 1 FROM signature WHERE record_id = OLD.id)",
    "signature_needs_a_living_record": "INSERT ON signature WHEN NOT EXISTS"
    " (SELECT 1 FROM record WHERE id = NEW.record_id"
    " AND voided_at IS NULL AND completed_at IS NULL)",
}
_BEHIND_A_RECORD = (
    "INSERT ON {table} WHEN EXISTS"
    " (SELECT 1 FROM record WHERE case_id = NEW.case_id AND voided_at IS NULL)"
)
_FROZEN = ("finding_change", "evidence", "commitment")


def upgrade() -> None:
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    rules = dict(_TRIGGERS)
    for table in _FROZEN:
        rules[f"{table}_frozen_by_record"] = _BEHIND_A_RECORD.format(table=table)
    for name, when in rules.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
