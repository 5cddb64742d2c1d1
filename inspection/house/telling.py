"""What open pages are told when a job is done."""

from collections.abc import Mapping
from typing import Any

from foundation.outbox import Row
from inspection.determination.recipients import target_of
from inspection.evidence import api as evidence_api
from inspection.evidence.service import COPIES, EvidenceRoom
from inspection.licensing import api as licensing_api
from inspection.licensing.push import Push
from inspection.live.hub import Hub


async def tell_pages(row: Row, hub: Hub, push: Push, evidence: EvidenceRoom) -> None:
    """Of copies that exist now, and of how a delivery stands."""
    if target_of(row.receiver) is not None:
        shapes: list[Mapping[str, Any]] = [
            licensing_api.delivery_json(one) for one in await push.deliveries(row.lane)
        ]
        hub.announce(row.lane, "deliveries", {"deliveries": shapes})
        hub.announce(row.lane, "state", {"state": await push.state_of(row.lane)})
    elif row.receiver == COPIES:
        picture = await evidence.by_id(str(row.body["evidence"]))
        if picture is not None:
            shape = evidence_api.evidence_json(picture)
            hub.announce(picture.case_id, "evidence", {"evidence": shape})
            concerns = evidence_api.concerns_json(await evidence.look_of(picture.id))
            hub.announce(
                picture.case_id, "look", {"evidence": picture.id, "concerns": concerns or []}
            )
