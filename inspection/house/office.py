"""The wing of the office: the case file, its people, its dossier."""

from aiohttp import web

from checklists.intake_file import (
    builtin_site_rules,
    builtin_triage,
    load_site_rules,
    load_triage,
)
from foundation.jobs import Handler
from inspection.cases import api as cases_api
from inspection.cases import departments_api, steps_api
from inspection.cases.departments import Assignments
from inspection.cases.holding import Holding
from inspection.cases.service import Cases
from inspection.cases.steps import Steps
from inspection.cases.steps_api import Moved
from inspection.dossier import api as dossier_api
from inspection.dossier.service import Dossiers
from inspection.house.ground import Ground
from inspection.house.notices import NoticeParts
from inspection.intake import api as intake_api
from inspection.intake import importing_api, senders_api
from inspection.intake.importing import Imports
from inspection.intake.reception import Reception
from inspection.intake.senders import Senders
from inspection.intake.service import Window
from inspection.intake.visits import Visits
from inspection.live.hub import Hub
from inspection.supplement import api as supplement_api
from inspection.supplement.service import SecondLooks


class OfficeWing:
    """Cases and who works on them, made once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.notices = NoticeParts(ground)
        self.cases = Cases(
            ground.database,
            ground.clock,
            ground.rules,
            ground.calendar,
            self.notices.invitations,
        )
        self.holding = Holding(ground.database, ground.clock, ground.calendar)
        settings = ground.settings
        self.reception = Reception(
            ground.calendar,
            ground.rules,
            load_site_rules(settings.site_rules) if settings.site_rules else builtin_site_rules(),
            load_triage(settings.triage_rules) if settings.triage_rules else builtin_triage(),
        )

    @property
    def handlers(self) -> dict[str, Handler]:
        """What is done after something was told."""
        return self.notices.handlers

    def routes(self, hub: Hub, moved: Moved) -> list[web.RouteDef]:
        """What pages ask about cases."""
        ground = self._ground
        database, clock, door = ground.database, ground.clock, ground.door
        senders = Senders(database, clock, self.reception, ground.settings.intake_senders)
        return [
            *senders_api.routes(senders),
            *importing_api.routes(Imports(database, clock, self.reception), door),
            *intake_api.routes(
                Window(database, clock, self.reception), self.reception, door, clock, moved
            ),
            *cases_api.routes(self.cases, door, ground.settings.origin),
            *steps_api.routes(Steps(database, clock), self.holding, door, moved),
            *supplement_api.routes(SecondLooks(database, clock, ground.calendar), door),
            *self.notices.routes(),
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
        ]
