"""What every gateway can do, and how it says that it could not.

A gateway sorts its failures into three: `WillNeverWork` (refused for good), `NotSent` (surely not
sent, later may work), anything else (nobody knows; the message is not repeated on this way).
"""

from dataclasses import dataclass, field
from typing import Protocol

from foundation.text import Bilingual
from inspection.notices.model import Channel, Kind

DEADLINE_S = 8  # three channels one after the other stay below the worker's deadline (30 s)


class NotSent(Exception):
    """The service surely did not take the message; later may work."""


@dataclass(frozen=True)
class Message:
    """One message on one way.

    Attributes:
        id: of the attempt; gateways that can hand it back with their receipt.
        to: telephone number or e-mail address; empty where the gateway knows its addressee.
        to_shown: the telephone number masked.
        text: whole, with secrets; only for the person it is for.
        shown: without them.
        filed: names and values for a template filed with an operator, in order.
    """

    id: str
    kind: Kind
    case_number: str
    to: str = field(repr=False)
    to_shown: str
    subject: Bilingual
    text: Bilingual = field(repr=False)
    shown: Bilingual
    filed: tuple[tuple[str, str], ...] = field(repr=False)


class Gateway(Protocol):
    """One way to people."""

    @property
    def name(self) -> str:
        """What rows and receipts call it."""
        ...

    @property
    def channel(self) -> Channel:
        """What kind of way it is."""
        ...

    async def send(self, message: Message) -> str:
        """Returns the service's id of the message when it took it, "" where it gives none.

        Raises:
            WillNeverWork: refused for good.
            NotSent: surely not sent; later may work.
        """
        ...
