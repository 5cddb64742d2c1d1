"""How an applicant wants to get the licence. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from foundation.errors import Kind, Problem
from inspection.cases.machine import State


class Way(Enum):
    """The three ways a licence reaches an applicant."""

    DOWNLOAD = "download"
    COLLECT = "collect"  # at the window
    MAIL = "mail"


@dataclass(frozen=True)
class Wish:
    """A way, and where to for a parcel.

    Attributes:
        version: counts from 1 in each case, the highest holds; 0 until it is kept.
    """

    way: Way
    recipient: str
    phone: str
    address: str
    at: datetime
    version: int = 0

    def says_the_same(self, other: "Wish") -> bool:
        """Whether nothing is different but the moment."""
        return replace(self, at=other.at, version=other.version) == other


class NoLicenceToWishFor(Problem):
    """Not yet, or not any more."""

    kind = Kind.CONFLICT
    code = "licence.no_wish_now"
    zh = "现在不能选择领证方式：要在勘验结果送达审批系统之后、证件寄出之前选择。"
    en = "Choose between the arrival of the result at licensing and the sending of the licence."


class ParcelNeedsAddress(Problem):
    """A parcel without a place to go."""

    code = "licence.parcel_needs_address"
    zh = "邮寄需要填写收件人、手机号和详细地址，请补全后再提交。"
    en = "A parcel needs recipient, phone and full address. Fill them in and send it again."


WISHES = frozenset({State.PUSHED, State.LICENSED})


def must_be_possible(wish: Wish, state: State) -> None:
    """Raises `NoLicenceToWishFor`, `ParcelNeedsAddress`."""
    if state not in WISHES:
        raise NoLicenceToWishFor
    if wish.way is Way.MAIL and not (wish.recipient and wish.phone and wish.address):
        raise ParcelNeedsAddress
