"""Offers become connections."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiortc import (
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)

from foundation.errors import Problem
from webrtc.adapter_aiortc.fast import FastLeg, MediaPort
from webrtc.adapter_aiortc.legs import AiortcLeg
from webrtc.adapter_aiortc.transport_cc import answer_transport_cc
from webrtc.engine import IceServer, MalformedOffer
from webrtc.leg import Agreed, Ears, Leg
from webrtc.reach import PUBLIC_ONLY, Reach
from webrtc.rtp import Codec
from webrtc.sdp import checked_offer, is_usable, sent_again_by, with_public_address

NEGOTIATION_DEADLINE_S = 8


class AiortcConnector:
    """Implements `webrtc.leg.Connector`."""

    def __init__(
        self,
        ice_servers: Sequence[IceServer],
        public_address: str,
        port: MediaPort | None,
        *,
        reach: Reach = PUBLIC_ONLY,
    ) -> None:
        self._reach = reach
        self._public_address = public_address
        self._port = port  # `None`: the contained path
        self._configuration = RTCConfiguration(
            iceServers=[
                RTCIceServer(list(one.urls), one.username, one.credential) for one in ice_servers
            ]
        )

    async def receiving(self, offer_sdp: str, ears: Ears) -> tuple[Leg, str]:
        """VP8 when the browser has it, else H.264 (media-notes, 4); Opus."""
        video = Codec.VP8 if "VP8/90000" in offer_sdp else Codec.H264
        wanted = [Agreed(video), Agreed(Codec.OPUS)]
        return await self._connect(offer_sdp, wanted, "recvonly", ears)

    async def sending(
        self, offer_sdp: str, wanted: Sequence[Agreed], ears: Ears
    ) -> tuple[Leg, str]:
        """Exactly the publisher's codecs."""
        return await self._connect(offer_sdp, wanted, "sendonly", ears)

    def close(self) -> None:
        """Ends the sockets that connections shared."""
        if self._port is not None:
            self._port.close()

    def may_reach(self, candidate: str) -> bool:
        """See `webrtc.leg.Connector`."""
        return is_usable(candidate, self._reach)

    async def _connect(
        self, offer_sdp: str, wanted: Sequence[Agreed], direction: str, ears: Ears
    ) -> tuple[Leg, str]:
        offer = checked_offer(offer_sdp, self._reach)
        transport_cc: int | None = None
        pc = RTCPeerConnection(self._configuration)
        leg = AiortcLeg(pc, ears) if self._port is None else FastLeg(pc, ears, self._port)
        try:
            async with asyncio.timeout(NEGOTIATION_DEADLINE_S):
                for agreed in wanted:
                    kind = agreed.codec.value.partition("/")[0]
                    if f"\nm={kind} " in offer:
                        transceiver = pc.addTransceiver(kind, direction=direction)
                        transceiver.setCodecPreferences(_capabilities(kind, agreed))
                await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
                leg.hook()
                if direction == "recvonly":
                    transport_cc = answer_transport_cc(pc, offer)
                await pc.setLocalDescription(await pc.createAnswer())
                leg.hook()
        except asyncio.CancelledError:
            await _abandon(pc)
            raise
        except Exception as error:  # the library's parser raises whatever it stumbles over
            await _abandon(pc)
            if isinstance(error, Problem):
                raise
            raise MalformedOffer(reason=type(error).__name__) from error
        leg.note_agreed(transport_cc, sent_again_by(offer))
        answer = pc.localDescription.sdp
        if self._public_address:
            answer = with_public_address(answer, self._public_address)
        return leg, answer


async def _abandon(pc: Any) -> None:
    """Closes a connection whose negotiation did not come to an end.

    The library stumbles over transceivers that never got a transport, and leaves the rest open.
    """
    transceivers = pc._RTCPeerConnection__transceivers
    transceivers[:] = [one for one in transceivers if one.receiver.transport is not None]
    await pc.close()


def _capabilities(kind: str, wanted: Agreed) -> list[Any]:
    found = RTCRtpSender.getCapabilities(kind).codecs
    same = [c for c in found if c.mimeType.lower() == wanted.codec.value]
    exact = [c for c in same if str(c.parameters.get("profile-level-id", "")) == wanted.profile]
    return [*(exact or same), *(c for c in found if c.mimeType.lower() == f"{kind}/rtx")]
