"""What the engine asks of the VideoRoom plugin, in the plugin's words."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress

from webrtc.forwarding import MOST_PUBLISHERS
from webrtc.janus.api import Handle, Reply
from webrtc.janus.feeds import Feed
from webrtc.janus.refusals import ROOM_EXISTS
from webrtc.janus.tap import LOOPBACK
from webrtc.janus.wire import JanusAbsent, JanusRefused
from webrtc.room import Room


async def send_into(handle: Handle, place: Room, number: str, offer: str) -> Reply:
    """Begins to publish under a feed's number; the room is made when it is not there.

    Raises `JanusRefused`, `JanusAbsent`.
    """
    made = {"request": "create", "room": place.name, "permanent": False, "is_private": True}
    # twice: while a phone dials anew both of its connections are there
    limits = {"publishers": MOST_PUBLISHERS * 2, "bitrate": place.cap_bps, "bitrate_cap": True}
    try:
        await handle.ask({**made, **limits, "videocodec": "vp8,h264", "audiocodec": "opus"})
    except JanusRefused as refused:
        if refused.code != ROOM_EXISTS:
            raise
    joining = {"request": "join", "ptype": "publisher", "id": number, "room": place.name}
    await handle.ask(joining)
    return await handle.ask({"request": "publish", "bitrate": place.cap_bps}, offer=offer)


async def switch(handle: Handle, sections: Mapping[str, str], older: Feed, newer: Feed) -> None:
    """Moves a viewer to the newer feed; `sections` are the viewer's by the older feed's."""
    mids = {one.codec: one.mid for one in newer.carried}
    before = {one.mid: one.codec for one in older.carried}
    streams = [
        {"feed": newer.number, "mid": mids[before[mid]], "sub_mid": theirs}
        for mid, theirs in sections.items()
        if before.get(mid) in mids
    ]
    with suppress(JanusRefused, JanusAbsent):  # a viewer that left meanwhile tells so itself
        await handle.ask({"request": "switch", "streams": streams})


@asynccontextmanager
async def forwarded(feed: Feed, mid: str, port: int, ssrc: int) -> AsyncGenerator[None]:
    """A feed's section goes to a loopback port as well, for as long.

    Raises `JanusRefused`, `JanusAbsent`.
    """
    about = {"room": feed.publisher.room, "publisher_id": feed.number}
    to = {"mid": mid, "port": port, "ssrc": ssrc, "host": LOOPBACK}
    asked = {"request": "rtp_forward", **about, "host": LOOPBACK, "streams": [to]}
    begun = await feed.handle.ask(asked)
    try:
        yield
    finally:
        for one in begun.data.get("forwarders", ()):
            end = {"request": "stop_rtp_forward", "stream_id": one["stream_id"]}
            with suppress(JanusRefused, JanusAbsent):
                await feed.handle.ask({**end, **about})
