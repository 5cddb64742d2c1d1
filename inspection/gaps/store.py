"""SQL of gaps, their steps and files, and of pledges. Of a gap only state and deadline change."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.text import Bilingual
from inspection.cases.machine import ENDS
from inspection.cases.store import case_table
from inspection.gaps.model import (
    APPLICANT,
    APPLICANTS_TURN,
    Form,
    Gap,
    GapState,
    GapStep,
    Upload,
    What,
)
from inspection.gaps.pledge import Pledge, Way

gap_table = Table(
    "gap",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("asks_zh", Text, nullable=False),
    Column("asks_en", Text, nullable=False),
    Column("form", String(16), nullable=False),
    Column("owner", String(16), nullable=False),
    Column("working_days", Integer, nullable=False),
    Column("named_by", String(40), nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("first_due_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    UniqueConstraint("case_id", "position"),
    Index("ix_gap_due", "state", "due_at"),
)
step_table = Table(
    "gap_step",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("gap_id", String(40), ForeignKey("gap.id"), nullable=False, index=True),
    Column("what", String(16), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
)
upload_table = Table(
    "gap_upload",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("gap_id", String(40), ForeignKey("gap.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("mime", String(40), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("concerns", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("kept_at", Moment, nullable=False),
    UniqueConstraint("gap_id", "round", "sha256"),
)
pledge_table = Table(
    "gap_pledge",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("version", String(24), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("way", String(16), nullable=False),
    Column("signer", String(64), nullable=False),
    Column("by", String(40), nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("signature_sha256", String(64)),
    Column("mandate", Text, nullable=False),
)


async def add(transaction: Transaction, gaps: Sequence[Gap]) -> None:
    """New gaps of a case."""
    await transaction.execute(
        insert(gap_table),
        [
            {
                "id": gap.id,
                "case_id": gap.case_id,
                "position": gap.position,
                "kind": gap.kind,
                "title_zh": gap.title.zh,
                "title_en": gap.title.en,
                "asks_zh": gap.asks.zh,
                "asks_en": gap.asks.en,
                "form": gap.form.value,
                "owner": APPLICANT,
                "working_days": gap.working_days,
                "named_by": gap.named_by,
                "named_at": gap.named_at,
                "first_due_at": gap.first_due_at,
                "due_at": gap.due_at,
                "state": gap.state.value,
            }
            for gap in gaps
        ],
    )


async def of_case(view: Transaction, case_id: str) -> list[Gap]:
    """All of a case, in the order they were named."""
    query = select(gap_table).where(gap_table.c.case_id == case_id).order_by(gap_table.c.position)
    return [_gap(row) for row in (await view.execute(query)).mappings()]


async def by_id(view: Transaction, gap_id: str) -> Gap | None:
    """One gap, or `None`."""
    row = (await view.execute(select(gap_table).where(gap_table.c.id == gap_id))).mappings().first()
    return None if row is None else _gap(row)


async def overdue(view: Transaction, now: datetime, most: int) -> list[Gap]:
    """Gaps of cases that have not ended whose day has passed and that were not handed in."""
    rows = await view.execute(
        select(gap_table)
        .join(case_table, case_table.c.id == gap_table.c.case_id)
        .where(
            gap_table.c.state.in_([one.value for one in APPLICANTS_TURN]),
            gap_table.c.due_at < now,
            case_table.c.state.not_in([state.value for state in ENDS]),
        )
        .order_by(gap_table.c.due_at, gap_table.c.id)
        .limit(most)
    )
    return [_gap(row) for row in rows.mappings()]


async def note(transaction: Transaction, gap_id: str, state: GapState, step: GapStep) -> None:
    """What happened to a gap, and how it stands from then on."""
    await transaction.execute(
        update(gap_table)
        .where(gap_table.c.id == gap_id)
        .values(state=state.value, due_at=step.due_at)
    )
    await add_steps(transaction, {gap_id: step})


async def add_steps(transaction: Transaction, steps: Mapping[str, GapStep]) -> None:
    """One step for each of these gaps."""
    await transaction.execute(
        insert(step_table),
        [
            {
                "gap_id": gap_id,
                "what": step.what.value,
                "by": step.by,
                "at": step.at,
                "why": step.why,
                "due_at": step.due_at,
            }
            for gap_id, step in steps.items()
        ],
    )


async def steps_of(view: Transaction, gap_ids: Iterable[str]) -> dict[str, list[GapStep]]:
    """What happened to these gaps, oldest first."""
    found: dict[str, list[GapStep]] = {}
    rows = await view.execute(
        select(step_table)
        .where(step_table.c.gap_id.in_(list(gap_ids)))
        .order_by(step_table.c.number)
    )
    for row in rows.mappings():
        step = GapStep(What(row["what"]), row["by"], row["at"], row["why"], row["due_at"])
        found.setdefault(row["gap_id"], []).append(step)
    return found


async def add_upload(transaction: Transaction, upload: Upload) -> None:
    """A file for a gap."""
    await transaction.execute(
        insert(upload_table).values(
            id=upload.id,
            gap_id=upload.gap_id,
            round=upload.round,
            sha256=upload.sha256,
            mime=upload.mime,
            size_bytes=upload.size_bytes,
            width_px=upload.width_px,
            height_px=upload.height_px,
            concerns=json.dumps(upload.concerns),
            by=upload.by,
            kept_at=upload.kept_at,
        )
    )


async def uploads_of(view: Transaction, gap_ids: Iterable[str]) -> dict[str, list[Upload]]:
    """The files of these gaps, oldest first."""
    found: dict[str, list[Upload]] = {}
    rows = await view.execute(
        select(upload_table)
        .where(upload_table.c.gap_id.in_(list(gap_ids)))
        .order_by(upload_table.c.kept_at, upload_table.c.id)
    )
    for row in rows.mappings():
        found.setdefault(row["gap_id"], []).append(_upload(row))
    return found


async def upload_by_id(view: Transaction, upload_id: str) -> Upload | None:
    """One file, or `None`."""
    query = select(upload_table).where(upload_table.c.id == upload_id)
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _upload(row)


async def count_uploads(view: Transaction, gap_id: str) -> int:
    """How many files a gap has over all rounds."""
    query = select(func.count()).select_from(upload_table).where(upload_table.c.gap_id == gap_id)
    return (await view.execute(query)).scalar_one()


async def digests(view: Transaction) -> set[str]:
    """Everything in the blob store that rows here name."""
    uploads = await view.execute(select(upload_table.c.sha256))
    drawn = await view.execute(
        select(pledge_table.c.signature_sha256).where(pledge_table.c.signature_sha256.is_not(None))
    )
    return {*uploads.scalars(), *drawn.scalars()}


async def add_pledge(transaction: Transaction, pledge: Pledge) -> None:
    """The pledge of a case; a second one is refused by the database."""
    await transaction.execute(
        insert(pledge_table).values(
            case_id=pledge.case_id,
            version=pledge.version,
            sha256=pledge.sha256,
            content=pledge.content,
            way=pledge.way.value,
            signer=pledge.signer,
            by=pledge.by,
            signed_at=pledge.signed_at,
            signature_sha256=pledge.signature_sha256,
            mandate=json.dumps(dict(pledge.mandate), ensure_ascii=False),
        )
    )


async def pledge_of(view: Transaction, case_id: str) -> Pledge | None:
    """The pledge of a case, once it was given."""
    query = select(pledge_table).where(pledge_table.c.case_id == case_id)
    row = (await view.execute(query)).mappings().first()
    if row is None:
        return None
    return Pledge(
        row["case_id"],
        row["version"],
        row["sha256"],
        row["content"],
        Way(row["way"]),
        row["signer"],
        row["by"],
        row["signed_at"],
        row["signature_sha256"],
        json.loads(row["mandate"]),
    )


def _gap(row: RowMapping) -> Gap:
    return Gap(
        id=row["id"],
        case_id=row["case_id"],
        position=row["position"],
        kind=row["kind"],
        title=Bilingual(row["title_zh"], row["title_en"]),
        asks=Bilingual(row["asks_zh"], row["asks_en"]),
        form=Form(row["form"]),
        working_days=row["working_days"],
        named_by=row["named_by"],
        named_at=row["named_at"],
        first_due_at=row["first_due_at"],
        due_at=row["due_at"],
        state=GapState(row["state"]),
    )


def _upload(row: RowMapping) -> Upload:
    return Upload(
        row["id"],
        row["gap_id"],
        row["round"],
        row["sha256"],
        row["mime"],
        row["size_bytes"],
        row["width_px"],
        row["height_px"],
        tuple(json.loads(row["concerns"])),
        row["by"],
        row["kept_at"],
    )
