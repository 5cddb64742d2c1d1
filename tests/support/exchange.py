"""WHIP and WHEP over real HTTP, without a bureau around them: the routes, an engine, offers."""

import asyncio
from dataclasses import dataclass, field

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from foundation.http.app import new_app
from tests.support.contract import Contract
from tests.support.media import OpenGate
from webrtc import whep, whip
from webrtc.phone import CameraTrack, PanoramaCamera

SDP = "application/sdp"
TRICKLE = "application/trickle-ice-sdpfrag"
WHIP = "/api/v1/media/room/whip"
WHEP = "/api/v1/media/room/whep/applicant"


@dataclass
class Reply:
    status: int
    headers: object
    text: str
    code: str = ""


@dataclass
class Exchange:
    """A client of the media routes; each answer is held to the OpenAPI document."""

    client: object
    contract: Contract
    callers: list = field(default_factory=list)

    @classmethod
    async def open(cls, new_client, engine, *more):
        app = new_app()
        gate = OpenGate()
        app.add_routes([*whip.routes(engine, gate, *more), *whep.routes(engine, gate, *more)])
        return cls(await new_client(app), Contract.of(app))

    async def ask(self, method, path, data=None, who="applicant", **headers):
        """`who` is the token. Header names have `_` for `-`; `None` leaves a header out."""
        sent = {"Authorization": f"Bearer {who}" if who else None, "Content_Type": SDP}
        sent = {name.replace("_", "-"): value for name, value in {**sent, **headers}.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        async with self.client.request(method, path, data=data, headers=sent) as answer:
            text = await answer.text()
            body = await answer.json() if text and answer.content_type.endswith("json") else text
        if method != "HEAD":
            self.contract.check(method, path, answer.status, answer.content_type, body)
        code = body["code"] if isinstance(body, dict) else ""
        return Reply(answer.status, answer.headers, text, code)

    async def camera(self):
        """A phone that has made its offer."""
        caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.callers.append(caller)
        caller.addTrack(CameraTrack(PanoramaCamera.of_room(None)))
        caller.addTrack(AudioStreamTrack())
        await caller.setLocalDescription(await caller.createOffer())
        return caller

    async def publish(self, caller=None, who="applicant", without=(), offer=""):
        """The answer to a phone's offer, which it takes; `without` drops lines that so begin."""
        caller = caller or await self.camera()
        offer = "".join(
            line
            for line in (offer or caller.localDescription.sdp).splitlines(keepends=True)
            if not line.startswith(tuple(without))
        )
        answer = await self.ask("POST", WHIP, offer, who)
        assert answer.status == 201, answer.text
        await caller.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        return answer

    async def viewer(self):
        """A page that has made its offer."""
        caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.callers.append(caller)
        caller.addTransceiver("video", direction="recvonly")
        caller.addTransceiver("audio", direction="recvonly")
        await caller.setLocalDescription(await caller.createOffer())
        return caller

    async def speak(self, who):
        """Somebody sends sound only."""
        caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.callers.append(caller)
        caller.addTrack(AudioStreamTrack())
        await caller.setLocalDescription(await caller.createOffer())
        await self.publish(caller, who)

    async def listen(self, who, publisher):
        """The first sound that `who` hears of the other."""
        caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.callers.append(caller)
        receiver = caller.addTransceiver("audio", direction="recvonly").receiver
        await caller.setLocalDescription(await caller.createOffer())
        path = WHEP.replace("applicant", publisher)
        answer = await self.ask("POST", path, caller.localDescription.sdp, who)
        assert answer.status == 201, answer.text
        await caller.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        async with asyncio.timeout(20):
            return await receiver.track.recv()

    async def close(self):
        await asyncio.gather(*(caller.close() for caller in self.callers))


async def offer_of_a_camera():
    """The offer of a phone that has hung up since."""
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    caller.addTrack(CameraTrack(PanoramaCamera.of_room(None)))
    caller.addTrack(AudioStreamTrack())
    await caller.setLocalDescription(await caller.createOffer())
    await caller.close()
    return caller.localDescription.sdp
