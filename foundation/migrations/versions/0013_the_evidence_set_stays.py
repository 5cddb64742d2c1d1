"""Readings, covers, notes and clips stay behind a record and a determination, whoever writes.

Follows: 0012. Made on 2026-11-25.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_RECORD = "EXISTS (SELECT 1 FROM record WHERE case_id = {} AND voided_at IS NULL)"
_FROZEN = "EXISTS (SELECT 1 FROM custody_entry WHERE case_id = {} AND act = 'frozen')"
_CASE_OF_COVER = "(SELECT case_id FROM evidence WHERE id = NEW.evidence_id)"
_TRIGGERS = {
    # The columns that came with clips.
    "evidence_clip_no_update": "UPDATE OF duration_ms, poster_sha256 ON evidence",
    "reading_frozen_by_record": f"INSERT ON reading WHEN {_RECORD.format('NEW.case_id')}",
    "evidence_note_frozen": f"INSERT ON evidence_note WHEN {_FROZEN.format('NEW.case_id')}",
    "evidence_redaction_frozen_by_record": "INSERT ON evidence_redaction"
    f" WHEN {_RECORD.format(_CASE_OF_COVER)}",
    "evidence_redaction_frozen": "INSERT ON evidence_redaction"
    f" WHEN {_FROZEN.format(_CASE_OF_COVER)}",
}


def upgrade() -> None:
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")
