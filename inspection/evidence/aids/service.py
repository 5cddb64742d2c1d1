"""Asking the helper process about a kept picture. Nothing of the answer is kept."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from foundation.blobs import Blobs
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.model import User
from inspection.cases import rights
from inspection.cases import store as case_store
from inspection.evidence import store
from inspection.evidence.aids.darkroom import Darkroom
from inspection.evidence.errors import PicturesOnly

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Aids:
    """What a machine sees in a picture, for the inspectors of its case."""

    def __init__(self, database: Database, blobs: Blobs, darkroom: Darkroom) -> None:
        self._database = database
        self._blobs = blobs
        self._darkroom = darkroom

    async def see(
        self,
        user: User,
        evidence_id: str,
        job: Callable[Concatenate[bytes, Given], Result],
        *args: Given.args,
        **more: Given.kwargs,
    ) -> Result:
        """The answer of a job of this package about a picture's original.

        Raises:
            NotFound: the picture's case is not this inspector's.
            PicturesOnly: it is a clip or a PDF.
            DarkroomBusy, NothingSeen: from `Darkroom.run`.
        """
        async with self._database.reading() as view:
            evidence = await store.by_id(view, evidence_id)
            if evidence is None:
                raise NotFound
            rights.must_judge(user, await case_store.by_id(view, evidence.case_id))
        if not evidence.is_picture:
            raise PicturesOnly
        original = await self._blobs.read(evidence.sha256)
        return await self._darkroom.run(job, original, *args, **more)
