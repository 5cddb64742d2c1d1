"""Whose duty somebody keeps: that of the people of their office and of those below it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.errors import NotFound
from foundation.identity.model import User
from inspection.dispatch.model import Absence, Closure, Pair


@dataclass(frozen=True)
class Keeping:
    """What a person may see and change of the roster.

    Attributes:
        offices: the office of everybody the roster names, those who left included.
        pairs: pairs by id, as far as closed days name them; those off the roster included.
    """

    user: User
    offices: Mapping[str, str]
    pairs: Mapping[str, Pair]

    def reaches(self, inspector_id: str) -> bool:
        """Whether somebody belongs to an office this person reaches."""
        office = self.offices.get(inspector_id)
        return office is not None and self.user.reaches(office)

    def sees_pair(self, pair: Pair) -> bool:
        """It stands on their roster, or one of the two is theirs and on duty then."""
        return self.user.reaches(pair.unit) or any(self.reaches(one) for one in pair.inspector_ids)

    def keeps_pair(self, pair: Pair) -> bool:
        """Both are theirs; a pair of two offices is kept by whoever is above both.

        Who lends a pair to the roster of an office below goes on keeping it.
        """
        return all(self.reaches(one) for one in pair.inspector_ids)

    def keeps_whole(self) -> bool:
        """Whether a day closes for everybody by their word."""
        return self.user.reach is None

    def sees_closure(self, closure: Closure) -> bool:
        """A day that is closed for everybody is closed for their people too."""
        if closure.pair_id is None:
            return True
        pair = self.pairs.get(closure.pair_id)
        return pair is not None and self.sees_pair(pair)

    def keeps_closure(self, closure: Closure) -> bool:
        """Whether they could have closed that day."""
        if closure.pair_id is None:
            return self.keeps_whole()
        pair = self.pairs.get(closure.pair_id)
        return pair is not None and self.keeps_pair(pair)

    def must_keep_pair(self, pair: Pair | None) -> Pair:
        """The pair, or `NotFound` - the same answer whether it is foreign or does not exist."""
        if pair is None or not self.keeps_pair(pair):
            raise NotFound
        return pair

    def must_keep_exception(self, found: Closure | Absence | None) -> None:
        """Raises `NotFound`: there is no such entry, or another office made it for its people."""
        if isinstance(found, Closure) and self.keeps_closure(found):
            return
        if isinstance(found, Absence) and self.reaches(found.inspector_id):
            return
        raise NotFound
