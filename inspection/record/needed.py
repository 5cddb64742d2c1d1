"""Whose hand a record waits for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.identity.model import User
from inspection.cases.model import Case
from inspection.findings.model import Finding
from inspection.live.model import APPLICANT
from inspection.record.signing import Record

WITNESS = "witness"
REVIEWER = "reviewer"


@dataclass(frozen=True)
class Needed:
    """Somebody whose signature is missing, or who has to witness that another one is."""

    role: str
    name: str
    id: str


def still_count(case: Case, found: Mapping[str, Finding]) -> tuple[str, ...]:
    """Inspectors who handed over and whose word still counts: they sign what they judged."""
    said = {word.by for one in found.values() for word in one.own.values() if word.verdict}
    said |= {one.reconciled.by for one in found.values() if one.reconciled}
    return tuple(one for one in case.former_ids if one in said)


def needed_signatures(
    case: Case, record: Record, users: Mapping[str, User], earlier: tuple[str, ...] = ()
) -> tuple[Needed, ...]:
    """Inspectors, departments' reviewers and the applicant, without those who have signed.

    Args:
        earlier: inspectors who handed over and whose word still counts.

    An applicant who refuses is not waited for; the second inspector's word that it was so is.
    """
    signed = {signature.signer_id for signature in record.signatures}
    inspectors = (*case.inspector_ids, *earlier)
    everybody = [Needed("inspector", users[key].name, key) for key in inspectors]
    everybody += [Needed(REVIEWER, users[key].name, key) for key in case.reviewer_ids.values()]
    if record.refusal is None:
        everybody.append(Needed(APPLICANT, case.application.applicant_name, APPLICANT))
    missing = [one for one in everybody if one.id not in signed]
    if record.refusal is not None and not record.refusal.is_witnessed:
        missing += [
            Needed(WITNESS, users[key].name, key)
            for key in case.inspector_ids
            if key != record.refusal.noted_by
        ]
    return tuple(missing)


def may_sign(signer: str, record: Record, needed: tuple[Needed, ...]) -> bool:
    """Whether this person's signature is wanted; who refused may still change their mind."""
    if signer == APPLICANT and record.refusal is not None:
        return record.completed_at is None
    return any(one.id == signer for one in needed if one.role != WITNESS)
