"""Short-lived credentials for our own TURN relay (coturn: `use-auth-secret`). Pure."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from webrtc.engine import IceServer

LIFE = timedelta(seconds=600)  # scorecard M8: at most this long


@dataclass(frozen=True)
class IceServers:
    """The STUN and TURN servers of our own, and the secret shared with the TURN server.

    `open_urls` need no password. A secret opens the relay to whoever knows it; it is not shown.
    """

    open_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)

    def ice_servers_for(self, room: str, participant: str, now: datetime) -> Sequence[IceServer]:
        """What a participant's browser may use from now on, credentials for `LIFE`.

        The relay counts allocations by the name behind the colon, so it must be one per person and
        call ("applicant" sits in every room); it travels in clear and names nobody.
        """
        servers = [IceServer(urls=(url,)) for url in self.open_urls]
        if self.turn_urls:
            who = sha256(f"{room}\0{participant}".encode()).hexdigest()[:16]
            username = f"{int((now + LIFE).timestamp())}:{who}"
            servers.append(IceServer(self.turn_urls, username, self._credential(username)))
        return servers

    def _credential(self, username: str) -> str:
        # SHA-1 is what draft-uberti-behave-turn-rest-00 says and coturn expects
        mac = hmac.digest(self.turn_secret.encode(), username.encode(), "sha1")
        return base64.b64encode(mac).decode()
