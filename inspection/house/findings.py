"""The wing of what is found: evidence with its aids, verdicts, deviations."""

from aiohttp import web

from foundation.jobs import Handler
from inspection.determination import api as determination_api
from inspection.determination.deviating import Deviations
from inspection.evidence import api as evidence_api
from inspection.evidence import credentials_api, documents_api, readings_api
from inspection.evidence.aids import api as aids_api
from inspection.evidence.aids.darkroom import Darkroom
from inspection.evidence.aids.service import Aids
from inspection.evidence.checkpoint import PROOFS
from inspection.evidence.copies import Copies
from inspection.evidence.credentials_api import Credentialed
from inspection.evidence.notes import api as notes_api
from inspection.evidence.notes.service import Notes
from inspection.evidence.reading_room import ReadingRoom
from inspection.evidence.redaction import api as redaction_api
from inspection.evidence.redaction.service import Redactions
from inspection.evidence.service import COPIES, EvidenceRoom
from inspection.evidence.witness import Witness
from inspection.findings import agreement_api
from inspection.findings import api as findings_api
from inspection.findings.agreement import Agreements
from inspection.findings.service import Findings
from inspection.house.calls import CallsWing
from inspection.house.ground import Ground
from inspection.live.phone_facts import PhoneFacts


class FindingsWing:
    """Evidence and verdicts, made once."""

    def __init__(self, ground: Ground) -> None:
        database, clock = ground.database, ground.clock
        self._ground = ground
        self.witness = Witness(database, clock, PhoneFacts(clock))
        self.evidence = EvidenceRoom(database, ground.blobs, clock, ground.bell.ring, self.witness)
        self._copies = Copies(database, ground.blobs, clock)
        self._darkroom = Darkroom()
        self.life = aids_api.life_of(self._darkroom)

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is done about a picture after it was kept."""
        return {COPIES: self._copies.handle, PROOFS: self._ground.proofs.handle}

    def routes(self, calls: CallsWing) -> list[web.RouteDef]:
        """What pages and phones ask about evidence and verdicts."""
        ground, hub, evidence = self._ground, calls.hub, self.evidence
        database, blobs, clock, door = ground.database, ground.blobs, ground.clock, ground.door
        credentialed = Credentialed(database, blobs, clock, ground.keyring)
        return [
            *findings_api.routes(
                Findings(database, clock, ground.second_verdict), hub, door, ground.second_verdict
            ),
            *agreement_api.routes(Agreements(database, clock), door),
            *determination_api.routes(Deviations(database, clock, ground.second_verdict), door),
            *credentials_api.routes(credentialed, door),  # before {form}
            *aids_api.routes(Aids(database, blobs, self._darkroom), door),
            *notes_api.routes(Notes(database, clock), door),
            *redaction_api.routes(Redactions(database, blobs, clock), hub, door),
            *evidence_api.routes(
                evidence_api.Deps(evidence, hub, door, calls.capture, calls.recordings.clip)
            ),
            *documents_api.routes(evidence, hub, door),
            *readings_api.routes(ReadingRoom(database, clock), hub, door),
        ]
