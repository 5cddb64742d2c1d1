"""Candidates that follow an offer: what a PATCH says and whether it may (RFC 9725, 4.3). Pure.

The library under the engine takes candidates at any time, and ignores an ICE restart. So a fragment
of the same ICE session adds candidates; one with new credentials is a restart and gets the answer
the RFC has for servers without (422), upon which a client publishes or plays anew.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from foundation.errors import Kind, Problem
from webrtc.engine import MalformedOffer
from webrtc.offer import IceSession, ice_session
from webrtc.sdp import MOST_CANDIDATES, lines_of

TYPE = "application/trickle-ice-sdpfrag"
_LINE = re.compile(r"^[a-z]=\S")


class MalformedFragment(Problem):
    """What came with the PATCH is no SDP fragment."""

    kind = Kind.UNREADABLE
    code = "media.fragment_malformed"
    zh = "网络候选地址的格式不正确（{reason}）。请刷新页面重试。"
    en = "The ICE candidates can not be read ({reason}). Reload the page."


class SessionNotNamed(Problem):
    """A PATCH must say to which ICE session it belongs (RFC 6585, 3)."""

    kind = Kind.UNCONDITIONAL
    code = "media.if_match_missing"
    zh = "缺少 If-Match，无法确定候选地址属于哪一次连接。"
    en = "If-Match is missing: these candidates could belong to an earlier connection."


class SessionOutdated(Problem):
    """The PATCH is about another ICE session than the present one."""

    kind = Kind.OUTDATED
    code = "media.if_match_failed"
    zh = "候选地址属于另一次连接，请重新连接。"
    en = "These candidates belong to another connection. Connect anew."


class RestartNotSupported(Problem):
    """An ICE restart; RFC 9725, 4.3.1: 422 from who supports trickle only."""

    code = "media.ice_restart"
    zh = "不支持 ICE 重启，请重新发起连接；房间和对方的画面不受影响。"
    en = "ICE restarts are not supported. Publish or play anew: the room goes on meanwhile."


class TooManyCandidates(Problem):
    """More addresses than a device has."""

    code = "media.too_many_candidates"
    zh = "候选地址过多，请重新发起连接。"
    en = "More candidates than one connection may have. Connect anew."


@dataclass(frozen=True)
class Fragment:
    """An SDP fragment (RFC 8840, 9): whose ICE session it is, and its `a=candidate:` lines."""

    ice: IceSession
    candidates: tuple[str, ...]


@dataclass
class Negotiation:
    """What is remembered of an offer: its ICE session and the candidates it has named."""

    ice: IceSession
    named: set[str]
    tag: str = field(init=False)  # strong, quotes included

    def __post_init__(self) -> None:
        """The tag shows nothing of the credentials it stands for."""
        secret = f"{self.ice.ufrag}\0{self.ice.password}".encode()
        self.tag = f'"{sha256(secret).hexdigest()[:24]}"'

    @classmethod
    def of_offer(cls, offer: str) -> "Negotiation":
        """Raises `MalformedOffer` when the offer has no ICE credentials."""
        return cls(ice_session(offer), set(_candidates(offer)))

    def admit(self, if_match: str | None, fragment: Fragment) -> tuple[str, ...]:
        """The candidates to add; those named before are left out (a client may repeat itself).

        Raises:
            SessionNotNamed, SessionOutdated: by the rules of If-Match (RFC 9110, 13.1.1).
            RestartNotSupported: the fragment begins another ICE session.
            TooManyCandidates: with those before more than `MOST_CANDIDATES`.
        """
        if if_match is None:
            raise SessionNotNamed
        if not is_matched(self.tag, if_match):
            raise SessionOutdated
        if fragment.ice != self.ice:
            raise RestartNotSupported
        new = tuple(one for one in fragment.candidates if one not in self.named)
        if len(self.named) + len(new) > MOST_CANDIDATES:
            raise TooManyCandidates
        self.named.update(new)
        return new


def read_fragment(text: str) -> Fragment:
    """Raises `MalformedFragment`: a line is no SDP, or credentials are missing."""
    for line in lines_of(text):
        if line and not _LINE.match(line):
            raise MalformedFragment(reason=line[:40])
    try:
        return Fragment(ice_session(text), _candidates(text))
    except MalformedOffer as error:
        raise MalformedFragment(**error.facts) from error


def is_matched(tag: str, if_match: str) -> bool:
    """Whether a field value of If-Match names this tag: strong comparison; `*` names any."""
    # clients are seen to send the star in quotes, as an example of the RFC does
    given = [one.strip() for one in if_match.split(",")]
    return given in (["*"], ['"*"']) or tag in given


def _candidates(text: str) -> tuple[str, ...]:
    return tuple(line for line in lines_of(text) if line.startswith("a=candidate:"))
