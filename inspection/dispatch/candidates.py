"""Who could inspect a case at its time, and what speaks against the others. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from foundation.identity.model import User
from foundation.identity.tree import Tree
from inspection.cases.model import Case
from inspection.dispatch.assigning import Need, Standing, standing_of, standing_of_one
from inspection.dispatch.following import BookedTime, Team
from inspection.dispatch.model import Roster


@dataclass(frozen=True)
class PairSeen:
    """A pair on the roster. `team`: who of it would come; `against`: `None`: nothing.

    `unit`: the office on whose roster it stands.
    """

    pair_id: str
    team: Team
    load: int
    against: Standing | None
    unit: str


@dataclass(frozen=True)
class PersonSeen:
    """An inspector. `stands_in`: who stands in for them (AB岗); `load`: open cases."""

    user: User
    load: int
    against: Standing | None
    stands_in: str | None


@dataclass(frozen=True)
class Choice:
    """Everybody who could inspect a case.

    Attributes:
        on: the day it is looked at for: the appointment's, else today.
        may_change: whether the case is in a state in which its inspectors can change.
        is_running: the inspection runs: a change is a transfer.
        pairs, people: whom this person may send; pairs of the case's office first, then of those
            above it.
        names: of those, and of who inspects now, by id.
        offices: all of them, because pairs stand on their rosters.
    """

    case: Case
    on: date
    booked: BookedTime | None
    may_change: bool
    is_running: bool
    pairs: tuple[PairSeen, ...]
    people: tuple[PersonSeen, ...]
    names: Mapping[str, str]
    offices: Tree


def pairs_seen(
    need: Need,
    roster: Roster,
    loads: Mapping[str, int],
    busy: frozenset[str],
    sendable: Collection[str],
) -> Iterator[PairSeen]:
    """The pairs a draw would ask, nearest office first.

    Args:
        busy: who has another case at the time.
        sendable: whom the reader may send; pairs with others, also as substitutes, are left out.
    """
    for pair in (one for tier in roster.tiers(need.office) for one in tier):
        team, against = standing_of(need, pair, roster)
        if not set(team) <= set(sendable):
            continue
        if against is None and busy & set(team):
            against = Standing.BOOKED
        yield PairSeen(pair.id, team, sum(loads.get(one, 0) for one in team), against, pair.unit)


def people_seen(
    need: Need,
    inspectors: Iterable[User],
    roster: Roster,
    loads: Mapping[str, int],
    busy: frozenset[str],
) -> Iterator[PersonSeen]:
    """Inspectors one by one, in their order."""
    for user in inspectors:
        against = standing_of_one(need, user.id, roster)
        if against is None and user.id in busy:
            against = Standing.BOOKED
        yield PersonSeen(
            user, loads.get(user.id, 0), against, roster.colleague(user.id).substitute_id
        )
