"""The wing of the office: the case file, its people, its dossier."""

from aiohttp import web

from inspection.cases import api as cases_api
from inspection.cases import departments_api
from inspection.cases.departments import Assignments
from inspection.cases.service import Cases
from inspection.dossier import api as dossier_api
from inspection.dossier import status_api
from inspection.dossier.service import Dossiers
from inspection.dossier.status import Statuses
from inspection.house.ground import Ground
from inspection.intake.visits import Visits
from inspection.live.hub import Hub
from inspection.ratings import api as ratings_api
from inspection.ratings.service import Ratings


class OfficeWing:
    """Cases and who works on them, made once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.cases = Cases(ground.database, ground.clock, ground.rules, ground.calendar)

    def routes(self, hub: Hub) -> list[web.RouteDef]:
        """What pages ask about cases."""
        ground = self._ground
        database, clock, door = ground.database, ground.clock, ground.door
        return [
            *cases_api.routes(self.cases, door, ground.settings.origin),
            *departments_api.routes(Assignments(database, clock), door),
            *dossier_api.routes(
                Dossiers(database, clock, ground.second_verdict),
                self.cases,
                Visits(database, clock),
                hub,
                door,
                clock,
                ground.calendar,
                ground.second_verdict,
            ),
            *status_api.routes(Statuses(database, clock), door, clock),
            *ratings_api.routes(Ratings(database, clock, ground.calendar), door),
        ]
