"""Which pair inspects a case (分件): who may, who has the least to do, a draw among equals. Pure.

The draw can be done again by anybody from what is kept: among those with the least to do the pair
wins whose SHA-256 over `seed:pair` is the smallest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from types import MappingProxyType

from foundation.identity.tree import ROOT
from foundation.text import Bilingual
from inspection.dispatch.model import Pair, Roster


class Standing(Enum):
    """How a pair came out of the draw."""

    CHOSEN = "chosen"
    DRAWN_AGAINST = "drawn_against"
    BUSIER = "busier"
    AWAY = "away"
    BOOKED = "booked"
    OFF_DUTY = "off_duty"
    NOT_TRAINED = "not_trained"
    NOT_EXAMINED = "not_examined"
    RELATED = "related"
    JUDGED_BEFORE = "judged_before"


STANDING_TEXT = {
    Standing.CHOSEN: Bilingual("抽中", "drawn"),
    Standing.DRAWN_AGAINST: Bilingual("同样空闲，未抽中", "as free, not drawn"),
    Standing.BUSIER: Bilingual("手上办件较多", "has more cases"),
    Standing.AWAY: Bilingual("不在岗且无人替班", "away, nobody stands in"),
    Standing.BOOKED: Bilingual("该时间已有其他预约", "booked at that time"),
    Standing.OFF_DUTY: Bilingual("该时间不在开放时间内", "not on duty at that time"),
    Standing.NOT_TRAINED: Bilingual("未培训该业态", "not trained for this kind of shop"),
    Standing.NOT_EXAMINED: Bilingual(
        "未通过规定的考核或考核已过期", "the exam that is asked is not passed or has lapsed"
    ),
    Standing.RELATED: Bilingual("与申请人有关系，回避", "related to the applicant, recused"),
    Standing.JUDGED_BEFORE: Bilingual(
        "原办件勘验人员，回避", "inspected the earlier case, recused"
    ),
}


NOT_HINDERED: Mapping[str, Standing] = MappingProxyType({})


@dataclass(frozen=True)
class Need:
    """What a case asks of its pair.

    `judged_before`: who inspected the case this one takes up again, after an appeal.
    `office`: the one it belongs to, whose pairs are asked first.
    """

    format_zh: str
    credit_code: str
    on: date
    judged_before: frozenset[str] = frozenset()
    office: str = ROOT

    def on_day(self, on: date) -> "Need":
        """The same on another day."""
        return replace(self, on=on)


@dataclass(frozen=True)
class Candidate:
    """A pair in the draw.

    Attributes:
        team: who of it would inspect, substitutes included; of a pair that is away, the pair.
        load: open cases of the two together.
        unit: the office on whose roster the pair stands.
    """

    pair_id: str
    team: tuple[str, str]
    load: int
    standing: Standing
    unit: str = ROOT


@dataclass(frozen=True)
class Draw:
    """How it came out, with all that is needed to do it again."""

    seed: str
    candidates: tuple[Candidate, ...]

    @property
    def chosen(self) -> Candidate | None:
        """Who inspects; `None`: nobody may."""
        return next((one for one in self.candidates if one.standing is Standing.CHOSEN), None)


@dataclass(frozen=True)
class KeptDraw:
    """A draw as it stays: when and for what."""

    at: datetime
    need: Need
    draw: Draw


def standing_of(need: Need, pair: Pair, roster: Roster) -> tuple[tuple[str, str], Standing | None]:
    """Who of the pair would come, and what speaks against them; `None`: nothing."""
    team = roster.team_on(pair, need.on)
    if team is None:
        return pair.inspector_ids, Standing.AWAY
    return team, _against(need, team, roster)


def standing_of_one(need: Need, inspector_id: str, roster: Roster) -> Standing | None:
    """What speaks against one inspector; `None`: nothing."""
    if roster.is_away(inspector_id, need.on):
        return Standing.AWAY
    return _against(need, (inspector_id,), roster)


def _against(need: Need, team: tuple[str, ...], roster: Roster) -> Standing | None:
    people = [roster.colleague(one) for one in team]
    if need.judged_before & set(team):
        return Standing.JUDGED_BEFORE
    if any(need.credit_code in one.relations for one in people):
        return Standing.RELATED
    if any(one.formats and need.format_zh not in one.formats for one in people):
        return Standing.NOT_TRAINED
    if not all(roster.has_passed(one, need.on) for one in team):
        return Standing.NOT_EXAMINED
    return None


def draw(
    need: Need,
    pairs: Iterable[Pair],
    roster: Roster,
    loads: Mapping[str, int],
    seed: str,
    hindered: Mapping[str, Standing] = NOT_HINDERED,
) -> Draw:
    """Chooses one of these pairs.

    Args:
        loads: open cases by inspector; nobody named has none.
        hindered: what the calendar has against pairs at the time in question, by id.
        seed: fresh and unguessable for each draw, so that nobody can wait for a good one.
    """
    found = ((pair, *standing_of(need, pair, roster)) for pair in pairs)
    judged = [(pair, team, against or hindered.get(pair.id)) for pair, team, against in found]
    load_of = {pair.id: sum(loads.get(one, 0) for one in team) for pair, team, _ in judged}
    least = min((load_of[pair.id] for pair, _, against in judged if against is None), default=0)
    equals = [
        pair.id for pair, _, against in judged if against is None and load_of[pair.id] == least
    ]
    won = min(equals, key=lambda pair_id: lot(seed, pair_id), default=None)

    def outcome(pair_id: str) -> Standing:
        if load_of[pair_id] > least:
            return Standing.BUSIER
        return Standing.CHOSEN if pair_id == won else Standing.DRAWN_AGAINST

    return Draw(
        seed,
        tuple(
            Candidate(pair.id, team, load_of[pair.id], against or outcome(pair.id), pair.unit)
            for pair, team, against in judged
        ),
    )


def draw_by_office(
    need: Need,
    tiers: Iterable[tuple[Pair, ...]],
    roster: Roster,
    loads: Mapping[str, int],
    seed: str,
    hindered: Mapping[str, Standing] = NOT_HINDERED,
) -> Draw:
    """Draws among the first of these; where nobody of them may, among the next, and so on.

    Args:
        tiers: as `Roster.tiers` gives them, the nearest office first.

    Returns:
        With everybody who was asked: why nobody of a nearer office inspects stays in the draw.
    """
    asked: tuple[Pair, ...] = ()
    for tier in tiers:
        asked += tier
        drawn = draw(need, asked, roster, loads, seed, hindered)
        if drawn.chosen is not None:
            return drawn
    return draw(need, asked, roster, loads, seed, hindered)


def lot(seed: str, pair_id: str) -> str:
    """What is compared in the draw; the smallest wins."""
    return sha256(f"{seed}:{pair_id}".encode()).hexdigest()
