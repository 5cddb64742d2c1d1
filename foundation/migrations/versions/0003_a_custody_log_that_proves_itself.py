"""A hash-linked custody log per case, its signed checkpoints, and what was proved of them later.

Follows: 0002. Made on 2026-11-25. Lines of the earlier table are taken over in their order.
"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("custody_entry", "custody_checkpoint", "custody_proof")
_FROZEN = "EXISTS (SELECT 1 FROM custody_entry WHERE case_id = {}.case_id AND act = 'frozen')"
_IS_COPIED = (
    "EXISTS (SELECT 1 FROM custody_entry WHERE case_id = NEW.case_id AND act = 'copied'"
    " AND evidence_id = NEW.evidence_id)"
)
_TRIGGERS = {
    # The next number, linked to the line before.
    "custody_entry_in_order": "INSERT ON custody_entry WHEN NEW.number <> 1 + coalesce("
    "(SELECT max(number) FROM custody_entry WHERE case_id = NEW.case_id), 0)"
    " OR NEW.previous <> coalesce((SELECT hash FROM custody_entry"
    " WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1), '" + "0" * 64 + "')",
    # After the determination: looks and exports. The first copies of a picture may still come,
    # when the job that makes them was behind.
    "custody_entry_frozen": "INSERT ON custody_entry WHEN NEW.act NOT IN ('viewed', 'exported')"
    f" AND {_FROZEN.format('NEW')} AND (NEW.act <> 'copied' OR {_IS_COPIED})",
    "evidence_frozen": f"INSERT ON evidence WHEN {_FROZEN.format('NEW')}",
    "evidence_copies_frozen": "UPDATE OF thumbnail_sha256, watermarked_sha256 ON evidence"
    f" WHEN OLD.watermarked_sha256 IS NOT NULL AND {_FROZEN.format('OLD')}",
}
_ACTS = {"kept": "captured"}


def upgrade() -> None:
    op.create_table(
        "custody_entry",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("evidence_id", sa.String(length=40), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_custody_entry")),
    )
    op.create_table(
        "custody_checkpoint",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cms", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "size", name=op.f("pk_custody_checkpoint")),
    )
    op.create_table(
        "custody_proof",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("valid_until", Moment(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "size"],
            ["custody_checkpoint.case_id", "custody_checkpoint.size"],
            name=op.f("fk_custody_proof_checkpoint"),
        ),
        sa.PrimaryKeyConstraint("case_id", "size", "number", name=op.f("pk_custody_proof")),
    )
    _take_over()
    op.drop_table("custody")  # its triggers go with it
    # PostgreSQL gets its triggers with the change that adds PostgreSQL
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _refuse(f"{table}_no_{verb.lower()}", f"{verb} ON {table}")
    for name, when in _TRIGGERS.items():
        _refuse(name, when)


def _refuse(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{name}'); END")


def _take_over() -> None:
    """Links the old lines as `inspection/evidence/custody.py` did when this was written."""
    connection = op.get_bind()
    old = sa.text(
        "SELECT custody.at, custody.who, custody.act, evidence.id AS evidence, evidence.case_id,"
        " evidence.item_id, evidence.sha256 FROM custody JOIN evidence"
        " ON evidence.id = custody.evidence_id ORDER BY custody.number"
    ).columns(at=Moment())
    ends: dict[str, tuple[int, str]] = {}
    for row in connection.execute(old).mappings().all():
        number, previous = ends.get(row["case_id"], (0, "0" * 64))
        act = _ACTS.get(row["act"], row["act"])
        content = {
            "act": act,
            "at": row["at"].isoformat(timespec="microseconds"),
            "case": row["case_id"],
            "evidence": row["evidence"],
            "facts": {"item": row["item_id"], "sha256": row["sha256"]} if act == "captured" else {},
            "number": number + 1,
            "previous": previous,
            "who": row["who"],
        }
        line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        found = sha256(b"\x00" + line.encode()).hexdigest()
        connection.execute(
            sa.text(
                "INSERT INTO custody_entry VALUES"
                " (:case, :number, :act, :evidence, :line, :previous, :hash)"
            ),
            {
                "case": row["case_id"],
                "number": number + 1,
                "act": act,
                "evidence": row["evidence"],
                "line": line,
                "previous": previous,
                "hash": found,
            },
        )
        ends[row["case_id"]] = (number + 1, found)
