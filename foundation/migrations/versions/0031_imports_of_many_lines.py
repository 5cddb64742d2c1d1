"""Files of many applications are kept line by line and worked on in batches.

Follows: 0030. Made on 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(40), nullable=False),
        sa.Column("began_by", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("ignored", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("total", "done", "filed", "known", "refused")
        ),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("has_lines", sa.Boolean(), nullable=False),
        sa.Column("began_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("ended_by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_unit_id", "import_run", ["unit_id", "began_at"])
    op.create_table(
        "import_line",
        sa.Column("import_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("external_number", sa.String(64), nullable=False),
        sa.Column("shop_name", sa.String(200), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(40)),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_import_line")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_import_line_import_id_import_run")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_import_line_case_id_case_file")
        ),
    )
    op.create_index(op.f("ix_import_line_case_id"), "import_line", ["case_id"])
    op.create_index(
        "ix_import_line_external_number", "import_line", ["import_id", "external_number"]
    )
    op.create_index("ix_import_line_outcome", "import_line", ["import_id", "outcome", "position"])


def downgrade() -> None:
    op.drop_table("import_line")
    op.drop_table("import_run")
