"""A case taken through its life by the services themselves, and its evidence pack."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.blobs import FolderBlobs
from foundation.database import Database, open_database
from foundation.identity.model import Role, User, Visit
from foundation.identity.signin import SignIns
from foundation.keyring import open_keyring
from foundation.migrations import upgrade
from foundation.outbox import rows_of_lane
from foundation.signing import Signer
from inspection.cases.checklist import checklist_of
from inspection.cases.machine import Act, Actor
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.cases.service import Cases
from inspection.determination.recipients import LICENSING
from inspection.evidence import store as evidence_store
from inspection.evidence.copies import Copies
from inspection.evidence.proofs import Proofs
from inspection.evidence.service import EvidenceRoom
from inspection.evidence.verifier.bundle import single_file
from inspection.findings import store as finding_store
from inspection.findings.model import Judged
from inspection.intake.demo import RESTAURANT
from inspection.record.export import Exports
from inspection.record.one_time_notice.service import Notices
from inspection.record.papers import Papers
from inspection.record.pdf import Press
from inspection.record.service import Records
from inspection.templates.stock import stock
from tests.support.clock import FrozenClock
from tests.support.pictures import drawn_signature, jpeg

_SMALL = (400, 300)
ITEMS = ("KL-01", "EX-01", "OF-01")


@dataclass
class Archive:
    """One case in a database and a blob folder of its own."""

    folder: Path
    clock: FrozenClock
    database: Database
    blobs: FolderBlobs
    signer: Signer
    case: Case
    wang: User
    zhao: User

    @classmethod
    async def opened(cls, folder: Path, clock: FrozenClock) -> "Archive":
        url = f"sqlite+aiosqlite:///{folder / 'yunkan.db'}"
        upgrade(url)
        database = open_database(url)
        await stock(database, clock)
        (folder / "blobs").mkdir()
        people = [
            await SignIns(database, clock).add_user(
                *(),
                username=name,
                name=zh,
                role=Role.INSPECTOR,
                department="云州",
                password="x" * 12,
            )
            for name, zh in (("wang", "王建国"), ("zhao", "赵晓燕"))
        ]
        case = await Cases(database, clock).accept(RESTAURANT, tuple(people))
        wang = Mover(Actor.INSPECTOR, people[0].id)
        async with database.transaction() as transaction:
            case = await move(transaction, case, Act.OPEN_CALL, by=wang, now=clock.now())
        keyring = open_keyring(folder, clock.now())
        blobs = FolderBlobs(folder / "blobs")
        return cls(folder, clock, database, blobs, keyring, case, *people)

    async def capture(
        self, count: int, picture: Callable[[int], bytes] = lambda number: jpeg(str(number), _SMALL)
    ) -> None:
        """Pictures of the items in turn, and their copies."""
        room = EvidenceRoom(self.database, self.blobs, self.clock, lambda: None)
        copies = Copies(self.database, self.blobs, self.clock)
        for number in range(count):
            self.clock.move(seconds=1)
            item, content = ITEMS[number % len(ITEMS)], picture(number)
            kept = await room.keep_frame(self.wang, self.case.id, item, content, self.clock.now())
            await copies.handle(Row({"evidence": kept.id}))

    async def determine(
        self,
        *,
        on_paper: bool = True,
        fail: Sequence[str] = (),
        noticed: Callable[["Archive", Press], Notices] | None = None,
    ) -> None:
        """Verdicts, record, three hands, and the paper.

        Args:
            noticed: gives what makes the one-time notice that a failed item asks for.
        """
        async with self.database.transaction() as transaction:
            for entry in checklist_of(self.case).entries:
                verdict = "fail" if entry.item.id in fail else "pass"
                for who in (self.wang, self.zhao):
                    said = (verdict, "视频查看", who.id, self.clock.now())
                    word = Judged(entry.item.id, *said)
                    await finding_store.add(transaction, self.case.id, word)
        press = Press()
        notices = noticed(self, press) if noticed else None
        records = Records(
            *(self.database, self.blobs, self.clock, self.signer, lambda: None, _no_gaps),
            determined=notices.make if notices else None,
        )
        papers = Papers(self.database, self.blobs, self.clock, press, self.signer)
        try:
            record = await records.make(self.wang, self.case.id)
            for who in (self.wang, self.zhao, Visit("link", self.case.id)):
                name = getattr(who, "name", "applicant")
                await records.sign(who, self.case.id, drawn_signature(name), record.sha256)
            if on_paper:
                await papers.keep_pdf(Row({"case": self.case.id}))
                if notices:
                    await notices.keep_pdf(Row({"case": self.case.id}))
        finally:
            press.close()

    async def export(self, proofs: Proofs | None = None) -> bytes:
        """The pack's bytes. `proofs`: none of them, when left out."""
        proofs = proofs or Proofs(self.database, self.clock, None, None)
        exports = Exports(self.database, self.blobs, self.clock, self.signer, proofs)
        _, pack = await exports.export(self.wang, self.case.id)
        out = io.BytesIO()
        async for piece in pack.pieces():
            out.write(piece)
        assert out.tell() == pack.size_bytes
        return out.getvalue()

    async def pushed(self) -> dict[str, Any]:
        """What the licensing system was sent."""
        async with self.database.reading() as view:
            (row,) = await rows_of_lane(view, LICENSING, self.case.id)
        return row.body

    async def pictures(self) -> list[Any]:
        async with self.database.reading() as view:
            return await evidence_store.of_case(view, self.case.id)


class Row:
    """Stands for an outbox row of which only the body is read."""

    def __init__(self, body: dict[str, str]) -> None:
        self.body = body


def verify_alone(pack: Path, *more: str | Path) -> tuple[int, str]:
    """Status and words of `verify.py`, alone in a folder, isolated, without a network."""
    alone = pack.parent / "verify.py"
    alone.write_bytes(single_file())
    command = [sys.executable, "-I", "-S", alone, pack, *more]
    done = subprocess.run(
        ["unshare", "-rn", *map(str, command)],  # no network at all
        capture_output=True,
        timeout=120,
        cwd=pack.parent,
        env={"PATH": os.environ["PATH"]},
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


async def _no_gaps(_case_id):
    """The picture was never away."""
    return ()
