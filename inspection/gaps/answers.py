"""What is answered about gaps, as types and their making."""

import json
from typing import Any

from typing_extensions import TypedDict

from foundation.identity.model import User
from foundation.text import Bilingual, TextShape
from inspection.evidence.quality import CONCERN_TEXT, Concern
from inspection.gaps.flag_store import Flag
from inspection.gaps.listing import OTHER, GapList
from inspection.gaps.model import STATE_TEXT, GapState, Upload, What, round_of
from inspection.gaps.pledge import Pledge, hash_of
from inspection.gaps.sheet import Kept, Sheet


class KindShape(TypedDict):
    """A usual paper; `form`: `photo` or `document` (a PDF, or photos of its pages)."""

    id: str
    title: TextShape
    asks: TextShape
    form: str
    working_days: int


class ListShape(TypedDict):
    """Which papers may follow an acceptance. `is_confirmed`: the bureau has confirmed the list."""

    version: str
    source: TextShape
    is_confirmed: bool
    kinds: list[KindShape]
    never: list[TextShape]
    free_text: bool
    default_working_days: int
    most_working_days: int
    most_gaps: int


class UploadShape(TypedDict):
    """A file; `round` grows with each sending back; `concerns` are hints, never a refusal."""

    id: str
    round: int
    mime: str
    size_bytes: int
    kept_at: str
    by: str
    concerns: list[TextShape]


class GapStepShape(TypedDict):
    """What happened: `named uploaded accepted sent_back extended lapsed`."""

    what: str
    who: str
    at: str
    why: str


class GapShape(TypedDict):
    """A paper that follows. `state`: `open in_review accepted sent_back lapsed`.

    `round`: uploads of it are those that count now. `why`: why it was sent back, while it is.
    """

    id: str
    kind: str
    title: TextShape
    asks: TextShape
    form: str
    state: str
    state_text: TextShape
    working_days: int
    first_due_at: str
    due_at: str
    round: int
    why: str
    uploads: list[UploadShape]
    steps: list[GapStepShape]


class SignedShape(TypedDict):
    """How a pledge was given: `phone` (drawn) or `clerk` (recorded on the applicant's word)."""

    way: str
    signer: str
    by: str
    at: str


class PledgeGapShape(TypedDict):
    """A paper as the pledge names it."""

    id: str
    zh: str
    en: str
    form: str
    due_at: str


class PledgeShape(TypedDict):
    """The pledge as it is signed; `sha256` names exactly these words, `signed` once it was."""

    version: str
    sha256: str
    zh: list[str]
    en: list[str]
    gaps: list[PledgeGapShape]
    signed: SignedShape | None


class FlagShape(TypedDict):
    """That an operator broke its word; it holds while `lifted_at` is `null`."""

    id: str
    source: str
    reason: str
    set_by: str
    set_at: str
    lifted_by: str | None
    lifted_at: str | None
    lift_reason: str | None


class FlagsShape(TypedDict):
    """An operator's flags, newest first."""

    credit_code: str
    is_flagged: bool
    flags: list[FlagShape]


class VisitGapsShape(TypedDict):
    """Papers the applicant brings later; empty and without a pledge where there are none."""

    gaps: list[GapShape]
    pledge: PledgeShape | None
    is_closed: bool


class GapSheetShape(VisitGapsShape):
    """The same for the desk, with what this person may do now."""

    is_flagged: bool
    flags: list[FlagShape]
    may_accept: bool
    may_review: bool
    may_end: bool


def text_json(text: Bilingual) -> TextShape:
    """Both languages."""
    return {"zh": text.zh, "en": text.en}


def list_json(listed: GapList) -> ListShape:
    """The shape of a list; the kind `other` is not among its kinds."""
    return {
        "version": listed.version,
        "source": text_json(listed.source),
        "is_confirmed": listed.is_confirmed,
        "kinds": [
            {
                "id": kind.id,
                "title": text_json(kind.title),
                "asks": text_json(kind.asks),
                "form": kind.form.value,
                "working_days": kind.working_days,
            }
            for kind in listed.kinds
            if kind.id != OTHER
        ],
        "never": [text_json(one) for one in listed.never],
        "free_text": listed.is_free,
        "default_working_days": listed.default_working_days,
        "most_working_days": listed.most_working_days,
        "most_gaps": listed.most_gaps,
    }


def upload_json(upload: Upload, names: dict[str, str]) -> UploadShape:
    """The shape of a file."""
    return {
        "id": upload.id,
        "round": upload.round,
        "mime": upload.mime,
        "size_bytes": upload.size_bytes,
        "kept_at": upload.kept_at.isoformat(),
        "by": names.get(upload.by, upload.by),
        "concerns": [text_json(CONCERN_TEXT[Concern(one)]) for one in upload.concerns],
    }


def visit_json(sheet: Sheet) -> VisitGapsShape:
    """The shape of a sheet for its applicant."""
    names = dict(sheet.names)
    return {
        "gaps": [_gap(one, names) for one in sheet.kept],
        "pledge": _pledge(sheet.content, sheet.pledge, names) if sheet.content else None,
        "is_closed": sheet.is_closed,
    }


def sheet_json(sheet: Sheet, user: User) -> GapSheetShape:
    """The shape of a sheet for somebody at the desk."""
    return {
        **visit_json(sheet),
        "is_flagged": any(one.lifted_at is None for one in sheet.flags),
        "flags": [flag_json(one, dict(sheet.names)) for one in sheet.flags],
        "may_accept": sheet.may_accept(user),
        "may_review": sheet.may_review(user),
        "may_end": sheet.may_end(user),
    }


def flag_json(flag: Flag, names: dict[str, str]) -> FlagShape:
    """The shape of a flag."""
    return {
        "id": flag.id,
        "source": flag.source,
        "reason": flag.reason,
        "set_by": names.get(flag.set_by, flag.set_by),
        "set_at": flag.set_at.isoformat(),
        "lifted_by": names.get(flag.lifted_by, flag.lifted_by) if flag.lifted_by else None,
        "lifted_at": flag.lifted_at.isoformat() if flag.lifted_at else None,
        "lift_reason": flag.lift_reason,
    }


def _gap(kept: Kept, names: dict[str, str]) -> GapShape:
    gap, steps = kept.gap, kept.steps
    returned = [step.why for step in steps if step.what is What.SENT_BACK]
    return {
        "id": gap.id,
        "kind": gap.kind,
        "title": text_json(gap.title),
        "asks": text_json(gap.asks),
        "form": gap.form.value,
        "state": gap.state.value,
        "state_text": text_json(STATE_TEXT[gap.state]),
        "working_days": gap.working_days,
        "first_due_at": gap.first_due_at.isoformat(),
        "due_at": gap.due_at.isoformat(),
        "round": round_of(steps),
        "why": returned[-1] if returned and gap.state is GapState.SENT_BACK else "",
        "uploads": [upload_json(one, names) for one in kept.uploads],
        "steps": [
            {
                "what": step.what.value,
                "who": names.get(step.by, step.by),
                "at": step.at.isoformat(),
                "why": step.why,
            }
            for step in steps
        ],
    }


def _pledge(content: str, pledge: Pledge | None, names: dict[str, str]) -> PledgeShape:
    said: dict[str, Any] = json.loads(content)
    return {
        "version": said["version"],
        "sha256": hash_of(content),
        "zh": said["zh"],
        "en": said["en"],
        "gaps": said["gaps"],
        "signed": None
        if pledge is None
        else {
            "way": pledge.way.value,
            "signer": pledge.signer,
            "by": names.get(pledge.by, pledge.by),
            "at": pledge.signed_at.isoformat(),
        },
    }
