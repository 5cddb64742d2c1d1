"""The media plane: who sends pictures and sound into a room, and who receives them.

A packet's way: UDP -> `datagrams` (many at a time) -> `adapter_aiortc` (whose is it, decrypt in
place) -> `forwarder.Stream` (unwrap, remember, notice gaps) -> `room.Publisher` -> each
`Subscriber`: a viewer (`forwarder.Rewriter`: new numbers, encrypt, UDP), a recorder, a capture.
Nothing is decoded, except the few packets after a keyframe when somebody captures.

All of it lives in media processes (`worker`); the service speaks with them through `director`,
which is a `MediaEngine` like the one they run. Knows no inspection and no checklist; news go up
through `room.RoomObserver`. Reading order: rtp, rtcp, forwarder, room, publishing, viewing, engine,
forwarding, datagrams, guard, adapter_aiortc; then whip and whep, director, fleet, worker; capture
and recording; watchdog, statistics, quality; phone (a stand-in for an applicant's phone).
"""
