"""A case as an evidence pack: its rows collected, the export noted, everything signed."""

import asyncio
from typing import Any

import structlog

from foundation import audit
from foundation.blobs import Blobs
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind, Problem
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.signing import Signer
from foundation.timestamps import NotStamped
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.cases.model import Case, masked
from inspection.evidence import circumstances_store, custody, custody_store, pack, reading_store
from inspection.evidence import store as evidence_store
from inspection.evidence.checkpoint import checkpoints_of, sign_checkpoint
from inspection.evidence.notes import store as note_store
from inspection.evidence.pack import Member, Pack, json_member, lines_member, plain
from inspection.evidence.proofs import Proofs
from inspection.evidence.redaction import store as redaction_store
from inspection.evidence.verifier.form import canonical
from inspection.findings import store as finding_store
from inspection.live import challenge_store
from inspection.record import store as record_store
from inspection.record.one_time_notice import store as notice_store
from inspection.record.one_time_notice.model import Notice
from inspection.record.signing import Record


class HoldsCovered(Problem):
    """A pack proves originals, so it has them; covered ones are not for everybody."""

    kind = Kind.CONFLICT
    code = "pack.holds_covered"
    zh = "本办件有照片做了遮盖，证据包含其原图，只能由本办件的勘验人员或督办人员导出。"
    en = "This case has covered pictures; packs hold originals: inspectors and supervisors only."


log = structlog.get_logger("export")
PROOF_WAIT_S = 10  # people wait for the download


class Exports:
    """The use case of handing a case's evidence to somebody outside."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, signer: Signer, proofs: Proofs
    ) -> None:
        self._proofs = proofs
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._signer = signer

    async def export(self, user: User, case_id: str) -> tuple[Case, Pack]:
        """The pack of a case, for somebody who may see it; the custody log says who took it.

        Raises:
            CustodyBroken: the log is not what was signed earlier; nothing is exported.
            HoldsCovered: originals are in it that are covered for this person.
            Damaged: a kept file is not what its name says.
        """
        async with self._database.reading() as view:
            case = rights.must_see(user, await case_store.by_id(view, case_id))
            await _must_hold_no_cover(view, user, case)
            members = await self._contents(view, case)
        contents = await pack.measured(members, self._blobs)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            await custody.note(
                transaction,
                case.id,
                who=user.id,
                act=custody.Act.EXPORTED,
                now=now,
                facts={"sums": pack.digest_of_sums(contents)},
            )
            checkpoint = await sign_checkpoint(transaction, self._signer, case.id, now)
        await self._prove(case.id, checkpoint.size)
        async with self._database.reading() as view:
            proof = pack.custody_members(
                (await custody.entries_of(view, case.id))[: checkpoint.size],
                [one for one in await checkpoints_of(view, case.id) if one.size <= checkpoint.size],
                await custody_store.proofs_of(view, case.id),
            )
        proof += pack.certificate_members(self._signer.certificates, self._proofs.certificates)
        return case, await pack.sealed(
            contents,
            proof,
            case={"id": case.id, "number": case.number},
            checkpoint=checkpoint,
            signer=self._signer,
            sm2=self._proofs.sm2,
            blobs=self._blobs,
        )

    async def _prove(self, case_id: str, size: int) -> None:
        """The stamp of this export, if it comes in time; the job asks on for it otherwise."""
        try:
            async with asyncio.timeout(PROOF_WAIT_S):
                await self._proofs.prove(case_id, size)
        except (TimeoutError, NotStamped) as error:
            log.warning("exported without a time stamp of its own", case=case_id, why=str(error))

    async def _contents(self, view: Transaction, case: Case) -> list[Member]:
        evidence = await evidence_store.of_case(view, case.id)
        around = await circumstances_store.of_case(view, case.id)
        findings = await finding_store.history(view, case.id)
        lines = await audit.lines_about(view, case.id)
        covers = await redaction_store.of_case(view, case.id)
        notes = await note_store.of_case(view, case.id)
        record = await record_store.current(view, case.id)
        people = {str(line["actor"]) for line in lines} | set(case.everybody)
        users = await users_by_id(view, people)
        files = [file for one in evidence for file in await pack.evidence_members(one, self._blobs)]
        typed = await reading_store.of_case(view, case.id)
        codes = await challenge_store.of_case(view, case.id)
        notice = await notice_store.newest(view, case.id)
        rows = [pack.evidence_row(one, around.get(one.id)) for one in evidence]
        return [
            json_member("case.json", _case_json(case, users)),
            *(_record_members(record) if record else ()),
            json_member("findings.json", plain(findings)),
            json_member("evidence.json", rows),
            *([json_member("readings.json", plain(typed))] if typed else ()),
            *([json_member("redactions.json", plain(covers))] if covers else ()),
            *([json_member("notes.json", plain(notes))] if notes else ()),
            *([json_member("challenges.json", plain(codes))] if codes else ()),
            *(_notice_members(notice) if notice else ()),
            *files,
            lines_member("audit.jsonl", [canonical(line) for line in lines]),
        ]


async def _must_hold_no_cover(view: Transaction, user: User, case: Case) -> None:
    covers = redaction_store.standing(await redaction_store.of_case(view, case.id))
    if covers and not rights.may_uncover(user, case):
        raise HoldsCovered


def _case_json(case: Case, users: dict[str, User]) -> dict[str, Any]:
    application = case.application
    return {
        "id": case.id,
        "number": case.number,
        "shop_name": application.shop_name,
        "format_zh": application.format_zh,
        "address": application.address,
        "credit_code": application.credit_code,
        "applicant": application.applicant_name,
        "phone": masked(application.applicant_phone),
        "activities": [activity.title.zh for activity in application.activities],
        "facts": plain(application.facts),
        "state": case.state.value,
        "accepted_at": plain(case.accepted_at),
        "checklist_version": case.checklist_version,
        "inspectors": list(case.inspector_ids),
        "reviewers": dict(case.reviewer_ids),
        "people": {
            user.id: {"name": user.name, "role": user.role.value, "department": user.department}
            for user in users.values()
        },
    }


def _record_members(record: Record) -> list[Member]:
    members = [
        Member("record/content.json", record.content.encode()),
        json_member(
            "record/signatures.json",
            {
                "record_sha256": record.sha256,
                "made_at": plain(record.made_at),
                "completed_at": plain(record.completed_at),
                "pdf_sha256": record.pdf_sha256,
                "signatures": plain(record.signatures),
                "refusal": plain(record.refusal),
            },
        ),
    ]
    if record.pdf_sha256 is not None:
        members.append(Member("record/record.pdf", blob=record.pdf_sha256))
    members += [
        Member(f"record/signatures/{number}.png", blob=one.png_sha256)
        for number, one in enumerate(record.signatures, 1)
    ]
    return members


def _notice_members(notice: Notice) -> list[Member]:
    """The one-time notice as it was determined with, and its paper once there is one."""
    members = [
        Member("notice/content.json", notice.content.encode()),
        json_member(
            "notice/notice.json",
            {
                "id": notice.id,
                "sha256": notice.sha256,
                "made_at": plain(notice.made_at),
                "deadline_at": plain(notice.deadline_at),
                "pdf_sha256": notice.pdf_sha256,
            },
        ),
    ]
    if notice.pdf_sha256 is not None:
        members.append(Member("notice/notice.pdf", blob=notice.pdf_sha256))
    return members
