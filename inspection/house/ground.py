"""What every wing of the house stands on: settings, data, time, keys, the door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checklists.agreement import SecondVerdict
from foundation.blobs import FolderBlobs
from foundation.clock import Clock
from foundation.database import Database
from foundation.holidays import read_holidays
from foundation.identity.door import Door
from foundation.identity.signin import SignIns
from foundation.keyring import Keyring, open_keyring
from foundation.settings import Settings
from foundation.workdays import WorkCalendar
from inspection.evidence.proofs import Proofs, proofs_of
from inspection.licensing.opening import configured
from inspection.licensing.places import Configured
from inspection.record.pdf import Press


class Bell:
    """Rung when there may be something to deliver; whoever delivers is made later and listens."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def ring(self) -> None:
        for listener in self._listeners:
            listener()

    def heard_by(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)


@dataclass(frozen=True)
class Ground:
    """Made once for these settings, handed to each wing.

    Attributes:
        rules: the family of determination rules that new cases go by.
        checkout: the project's folder; pages are in `static/dist`, layouts in `panorama/data`.
        targets: systems that are told of results.
    """

    settings: Settings
    database: Database
    clock: Clock
    checkout: Path
    rules: str
    blobs: FolderBlobs
    calendar: WorkCalendar
    second_verdict: SecondVerdict
    sign_ins: SignIns
    door: Door
    keyring: Keyring
    proofs: Proofs
    targets: Sequence[Configured]
    press: Press = field(default_factory=Press)
    bell: Bell = field(default_factory=Bell)

    @classmethod
    def of(
        cls, settings: Settings, database: Database, clock: Clock, checkout: Path, rules: str
    ) -> "Ground":
        sign_ins = SignIns(database, clock)
        return cls(
            settings=settings,
            database=database,
            clock=clock,
            checkout=checkout,
            rules=rules,
            blobs=FolderBlobs(settings.data / "blobs"),
            calendar=WorkCalendar(read_holidays(settings.holidays) if settings.holidays else {}),
            second_verdict=SecondVerdict(settings.second_verdict),
            sign_ins=sign_ins,
            door=Door(database, clock, sign_ins, is_secure=settings.origin.startswith("https:")),
            keyring=open_keyring(settings.data, clock.now()),
            proofs=proofs_of(settings, database, clock),
            targets=configured(settings),
        )
