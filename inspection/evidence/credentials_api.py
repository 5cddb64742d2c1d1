"""HTTP of a picture with content credentials: one download, noted in the custody log."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from foundation.blobs import Blobs, Damaged
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.http.operation import Media, operation
from foundation.identity.door import Door
from foundation.identity.model import User
from foundation.signing import Signer
from inspection.cases import rights
from inspection.cases.moving import read_in
from inspection.evidence import custody, store
from inspection.evidence.credentials import (
    Claim,
    NoCredentials,
    NoCredentialsForFiles,
    with_credentials,
)
from inspection.evidence.model import ORIGIN_ZH, Evidence, Origin


@dataclass(frozen=True)
class Credentialed:
    """The use case of handing one picture to somebody who checks it without our programs."""

    database: Database
    blobs: Blobs
    clock: Clock
    signer: Signer

    async def export(self, user: User, evidence_id: str) -> bytes:
        """A copy that carries its origin.

        Raises:
            NotFound: the picture is foreign, or covered for this person.
            NoCredentialsForFiles: it is a clip or a document.
            NoCredentials, Damaged.
        """
        async with self.database.reading() as view:
            evidence = await store.by_id(view, evidence_id)
            if evidence is None:
                raise NotFound
            case = rights.must_see(user, await read_in(view, evidence.case_id))
            if evidence.covered_sha256 and not rights.may_uncover(user, case):
                raise NotFound  # what it would carry is the original
        if evidence.origin is Origin.DOCUMENT or not evidence.is_picture:
            raise NoCredentialsForFiles(
                kind_zh=ORIGIN_ZH[evidence.origin], kind=evidence.origin.value
            )
        original = await self.blobs.read(evidence.sha256)
        claim = _claim(case.number, evidence)
        made = await asyncio.to_thread(with_credentials, original, claim, self.signer)
        async with self.database.transaction() as transaction:
            await custody.note(
                transaction,
                case.id,
                who=user.id,
                act=custody.Act.EXPORTED,
                now=self.clock.now(),
                evidence_id=evidence.id,
                facts={"form": "c2pa"},
            )
        return made


def _claim(case_number: str, evidence: Evidence) -> Claim:
    return Claim(
        f"{case_number} {evidence.item_id}",
        {
            "case": case_number,
            "item": evidence.item_id,
            "source": evidence.origin.value,
            "sha256": evidence.sha256,
            "captured_at": evidence.captured_at.isoformat(),
            "kept_at": evidence.kept_at.isoformat(),
        },
    )


def routes(credentialed: Credentialed, door: Door) -> list[web.RouteDef]:
    """GET /evidence/{id}/credentialed."""

    @operation(
        "下载带内容凭证（C2PA）的图片副本（记入保管链）",
        "A copy with content credentials (C2PA); taking it is noted in the custody log",
        rights.READERS,
        gives=Media("image/jpeg"),
        refuses=(NoCredentials, NoCredentialsForFiles, Damaged),
    )
    async def credentialed_copy(request: web.Request) -> web.Response:
        user = await door.staff(request)
        evidence_id = request.match_info["evidence"]
        return web.Response(
            body=await credentialed.export(user, evidence_id),
            content_type="image/jpeg",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'attachment; filename="{evidence_id}-c2pa.jpg"',
            },
        )

    path = "/api/v1/evidence/{evidence}/credentialed"
    # Not for HEAD: a look at the headers would stand in the log as an export.
    return [web.get(path, credentialed_copy, allow_head=False)]
