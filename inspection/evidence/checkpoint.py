"""Signed checkpoints of custody logs: how long a log is and what its root is, at a moment.

A checkpoint leaves the machine with every push and stands on every record. Whoever rewrites a
database afterwards can not make the log fit a checkpoint that others hold.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from foundation import outbox
from foundation.database import Transaction
from foundation.errors import Kind, Problem
from foundation.signing import Signer
from inspection.evidence import custody
from inspection.evidence import custody_store as store

PROOFS = "custody-proofs"  # the outbox receiver that adds time stamp and SM2 signature


class CustodyBroken(Problem):
    """The log is not the one that was signed earlier; somebody wrote past the service."""

    kind = Kind.UNAVAILABLE
    code = "evidence.custody_broken"
    zh = "本办件的证据保管链第 {number} 条与已签名的检查点不符，未再签名。请立即通知管理员。"
    en = "Line {number} of this case's custody log is not what was signed. Tell the administrator."


@dataclass(frozen=True)
class Checkpoint:
    """`text` is exactly what `cms` signs: canonical JSON of at, case, root and size."""

    case_id: str
    size: int
    root: str
    at: datetime
    text: str
    cms: bytes


def checkpoint_text(case_id: str, size: int, root: str, at: datetime) -> str:
    """The canonical JSON of a checkpoint."""
    content = {
        "at": at.isoformat(timespec="microseconds"),
        "case": case_id,
        "root": root,
        "size": size,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


async def sign_checkpoint(
    transaction: Transaction, signer: Signer, case_id: str, now: datetime
) -> Checkpoint:
    """The checkpoint of the log as it is now; the one there is, if nothing was added since.

    Raises:
        CustodyBroken: the log does not go on from what was signed before. Nothing is signed.
    """
    entries = await custody.entries_of(transaction, case_id)
    earlier = await checkpoints_of(transaction, case_id)
    must_fit(entries, earlier)
    if earlier and earlier[-1].size == len(entries):
        return earlier[-1]
    size, root = len(entries), custody.root_of(entries)
    text = checkpoint_text(case_id, size, root, now)
    made = Checkpoint(case_id, size, root, now, text, signer.sign(text.encode(), now))
    await store.add_checkpoint(transaction, store.CheckpointRow(case_id, size, now, text, made.cms))
    await outbox.add(
        transaction, receiver=PROOFS, lane=case_id, body={"case": case_id, "size": size}, now=now
    )
    return made


async def checkpoints_of(view: Transaction, case_id: str) -> list[Checkpoint]:
    """All checkpoints of a case, the smallest first."""
    return [
        Checkpoint(row.case_id, row.size, json.loads(row.text)["root"], row.at, row.text, row.cms)
        for row in await store.checkpoints_of(view, case_id)
    ]


def must_fit(entries: list[custody.Entry], checkpoints: list[Checkpoint]) -> None:
    """Raises `CustodyBroken` unless the log is whole and goes on from every checkpoint."""
    broken = custody.first_broken(entries)
    if broken is not None:
        raise CustodyBroken(number=broken)
    for one in checkpoints:
        if one.size > len(entries) or custody.root_of(entries[: one.size]) != one.root:
            raise CustodyBroken(number=min(one.size, len(entries)))
