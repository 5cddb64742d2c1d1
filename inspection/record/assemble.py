"""A case's findings, evidence and conclusions put together as a record's content."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from checklists.clauses import Clause
from checklists.compose import Checklist, Entry
from checklists.readings import RESULT_TEXT, limits_text
from checklists.template import Area, Weight
from foundation.clock import shown
from foundation.identity.model import User
from inspection.cases.model import Case
from inspection.determination.computing import NOTHING_READ, Computed
from inspection.determination.model import decided
from inspection.evidence.circumstances import Circumstances, clock_zh, place_zh
from inspection.evidence.model import ORIGIN_ZH, Evidence
from inspection.evidence.notes.model import Note, said_zh
from inspection.evidence.readings import ItemReadings
from inspection.evidence.redaction.model import Redaction
from inspection.findings.model import Finding
from inspection.live.model import APPLICANT
from inspection.live.store import Consent, LiveSession
from inspection.record.departments import VERDICT_ZH, department_notes
from inspection.record.deviations import deviation_notes, verdicts
from inspection.record.handed_over import times_of
from inspection.record.interruptions import interruptions
from inspection.record.model import Line, Measured, Part, Picture, RecordContent
from inspection.record.needed import still_count
from webrtc.recording.timeline import Gap

NOTHING_KNOWN: Mapping[str, Circumstances] = MappingProxyType({})
_UNREAD = "（条号待核）"  # the clause file's own mark: the rule is known, its number was not read


def assemble(
    *,
    case: Case,
    checklist: Checklist,
    found: Mapping[str, Finding],
    pictures: Sequence[Evidence],
    computed: Computed,
    people: Mapping[str, User],
    consent: Consent | None,
    session: LiveSession | None,
    made_at: datetime,
    gaps: Sequence[Gap] = (),
    circumstances: Mapping[str, Circumstances] = NOTHING_KNOWN,
    readings: Mapping[str, ItemReadings] = NOTHING_READ,
    covers: Mapping[str, Redaction] | None = None,
    notes: Sequence[Note] = (),
) -> RecordContent:
    """The content to be signed. Every asked item must have a verdict.

    Args:
        people: everybody who judged, or had a part in a deviation, by id.
    """
    application = case.application
    names = {key: user.name for key, user in people.items()}
    conclusions = decided(computed.determination, computed.deviations)
    taken = {one.item_id for one in pictures}

    def shown_at(entry: Entry) -> tuple[str, ...]:
        """The other items of its shot that have pictures."""
        return tuple(
            other.item.id
            for other in checklist.entries
            if other.item.shot == entry.item.shot
            and other.item.id != entry.item.id
            and other.item.id in taken
        )

    names[APPLICANT] = application.applicant_name
    digests = {one.id: one.sha256 for one in pictures}
    said = [
        (one.item_id, said_zh(one, names.get(one.by, ""), digests[one.evidence_id]))
        for one in notes
    ]
    named = [
        _picture(one, names, circumstances.get(one.id), (covers or {}).get(one.id))
        for one in pictures
    ]
    return RecordContent(
        case_number=case.number,
        shop_name=application.shop_name,
        format_zh=application.format_zh,
        address=application.address,
        credit_code=application.credit_code,
        applicant=application.applicant_name,
        activities=tuple(activity.title.zh for activity in application.activities),
        area_m2=str(application.facts.get("area_m2", "")),
        stoves=int(str(application.facts.get("stoves", 0))),
        accepted=shown(case.accepted_at),
        mode_zh="远程视频勘验",
        began=shown(session.opened_at) if session else "",
        ended=shown(made_at),
        inspectors=tuple(
            names[key] for key in (*case.inspector_ids, *still_count(case, found)) if key in names
        ),
        consent_version=consent.version if consent else "",
        consent_given=shown(consent.at) if consent and consent.is_given else "",
        checklist_version=checklist.version,
        parts=tuple(
            Part(
                heading.id,
                heading.title.zh,
                heading.title.en,
                tuple(
                    _line(
                        entry,
                        found[entry.item.id],
                        named,
                        _measured(readings.get(entry.item.id), pictures, names),
                        names,
                        said,
                        shown_at(entry),
                    )
                    for entry in entries
                ),
            )
            for heading, entries in checklist.sections()
        ),
        left_out=tuple(f"{left.item_id} {left.because.zh}" for left in checklist.left_out),
        food=verdicts(conclusions[Area.FOOD]),
        fume=verdicts(conclusions[Area.FUME]),
        reasons=tuple(reason.text.zh for reason in computed.determination.reasons),
        interruptions=interruptions(gaps, made_at),
        deviations=deviation_notes(computed.deviations, names),
        departments=department_notes(case, found, conclusions, names),
        times=times_of(case, session.opened_at if session else None, made_at, names),
    )


def _line(
    entry: Entry,
    finding: Finding,
    pictures: Sequence[Picture],
    readings: tuple[Measured, ...],
    names: Mapping[str, str],
    notes: Sequence[tuple[str, str]],
    shown_at: tuple[str, ...],
) -> Line:
    verdict = finding.agreement.verdict
    if verdict is None:
        raise AssertionError(f"{entry.item.id} is not settled")  # callers have asked `open_items`
    return Line(
        item_id=entry.item.id,
        title_zh=entry.item.title.zh,
        title_en=entry.item.title.en,
        key=entry.item.weight is Weight.KEY,
        verdict=verdict.value,
        verdict_zh=VERDICT_ZH[verdict],
        note=_note(finding),
        judged_by="、".join(names.get(finding.own[seat].by, "") for seat in sorted(finding.own)),
        clauses=tuple(clause_text(clause) for clause in entry.clauses),
        pictures=tuple(one for one in pictures if one.item_id == entry.item.id),
        readings=readings,
        notes=tuple(text for item_id, text in notes if item_id == entry.item.id),
        shown_at=shown_at,
    )


def _note(finding: Finding) -> str:
    """The note that counts, with the reason where two verdicts had to be reconciled."""
    note, reconciled = finding.agreement.note, finding.reconciled
    return note if reconciled is None else f"{note}（两人合议：{reconciled.reason}）"


def clause_text(clause: Clause) -> str:
    """A clause as the record cites it: rule, edition, place, and whether its number was checked."""
    article = clause.article.replace(_UNREAD, "").strip()
    edition = f"（{clause.edition}）" if clause.edition else ""
    doubt = "" if clause.is_confirmed and _UNREAD not in clause.article else "〔条号待核〕"
    return f"{clause.title.zh}{edition}{article}{doubt}"


def _kind(evidence: Evidence) -> str:
    said = ORIGIN_ZH[evidence.origin]
    seconds = evidence.duration_ms and evidence.duration_ms / 1000
    return f"{said} {seconds:.1f} 秒" if seconds else said


def _measured(
    found: ItemReadings | None, pictures: Sequence[Evidence], names: Mapping[str, str]
) -> tuple[Measured, ...]:
    hashes = {one.id: one.sha256 for one in pictures}
    measured: list[Measured] = []
    for one in found.known if found else ():
        if one.newest.value is None or one.result is None:
            continue  # taken back; the history has it
        limits = limits_text(one.reading)
        measured.append(
            Measured(
                one.reading.quantity.zh,
                one.reading.quantity.en,
                one.newest.value,
                one.newest.unit,
                limits.zh if limits else "",
                one.result.value,
                RESULT_TEXT[one.result].zh,
                names.get(one.newest.by, ""),
                shown(one.newest.at),
                hashes[one.newest.evidence_id],
            )
        )
    return tuple(measured)


def _picture(
    evidence: Evidence,
    names: Mapping[str, str],
    around: Circumstances | None,
    cover: Redaction | None,
) -> Picture:
    return Picture(
        evidence.item_id,
        evidence.sha256,
        _kind(evidence),
        shown(evidence.captured_at),
        evidence.width_px,
        evidence.height_px,
        names.get(evidence.by, ""),
        place=place_zh(around) if around else "",
        clock=clock_zh(around) if around else "",
        challenge=around.challenge if around else "",
        codec=around.codec if around else "",
        covered=_cover_zh(cover, names) if cover else "",
        covered_sha256=evidence.covered_sha256 or "",
    )


def _cover_zh(cover: Redaction, names: Mapping[str, str]) -> str:
    who = names.get(cover.by, "")
    return f"已遮盖 {len(cover.boxes)} 处：{cover.reason}（{who} {shown(cover.at)}）"
