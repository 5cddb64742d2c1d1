"""What a long import is, and how it goes on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from inspection.intake.model import Fault

# Lines in one transaction. 22 ms each (measured, two busy cores): the one writer is held for about
# half a second, so whoever files a picture meanwhile hardly notices.
BATCH: Final = 25
MOST_NAME_LETTERS: Final = 120
SHOWN: Final = 50  # imports in a list, and refused lines with an import
# Lines hold telephones of people; what was filed is in the cases. Chosen: a month to mend the rest.
KEPT: Final = timedelta(days=30)


class RunState(Enum):
    """How an import stands."""

    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Outcome(Enum):
    """What came of a line."""

    FILED = "filed"
    KNOWN = "known"  # an import filed this number before; nothing was opened
    REFUSED = "refused"


@dataclass(frozen=True)
class Run:
    """An import.

    Attributes:
        unit: the office that takes the cases in.
        by: who began it, an actor id; `actor` as what they move cases.
        head: the cells of the first line; `ignored`: those nobody knows.
        total: lines with an application. The first `done` of them have their outcome.
        has_lines: they are kept, so that what to mend can be said.
    """

    id: str
    unit: str
    by: str
    actor: str
    file_name: str
    sha256: str
    head: tuple[str, ...]
    ignored: tuple[str, ...]
    total: int
    began_at: datetime
    done: int = 0
    filed: int = 0
    known: int = 0
    refused: int = 0
    state: RunState = RunState.RUNNING
    ended_at: datetime | None = None
    ended_by: str = ""
    has_lines: bool = True

    def after(self, outcomes: Sequence[Outcome], now: datetime) -> "Run":
        """With these outcomes more; finished once all lines have one."""
        done = self.done + len(outcomes)
        is_over = done >= self.total
        return replace(
            self,
            done=done,
            filed=self.filed + outcomes.count(Outcome.FILED),
            known=self.known + outcomes.count(Outcome.KNOWN),
            refused=self.refused + outcomes.count(Outcome.REFUSED),
            state=RunState.FINISHED if is_over else RunState.RUNNING,
            ended_at=now if is_over else None,
        )


def shown_name(name: str) -> str:
    """A file's name as a list shows it: one line, not longer than a list is wide."""
    shown = "".join(letter for letter in name if letter.isprintable()).strip()
    return shown[:MOST_NAME_LETTERS] or "—"


@dataclass(frozen=True)
class Packed:
    """A line of a file on its way into the database.

    Attributes:
        number: of the line, as the spreadsheet shows it.
        cells: JSON, as `packing` writes it.
    """

    number: int
    external_number: str
    shop_name: str
    cells: str


@dataclass(frozen=True)
class RunLine:
    """A line of an import; `position` counts from 1."""

    position: int
    packed: Packed
    outcome: Outcome | None = None
    faults: tuple[Fault, ...] = ()
    case_id: str = ""
