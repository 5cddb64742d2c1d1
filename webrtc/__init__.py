"""The media plane: who sends pictures and sound into a room, and who receives them.

A packet's way: UDP -> `guard` (may this datagram reach the session?) -> `adapter_aiortc` (decrypt)
-> `forwarder.Stream` (unwrap, remember, notice gaps) -> `room.Publisher` -> each `Subscriber`
(`forwarder.Rewriter`: new numbers) -> encrypt -> UDP. Nothing is decoded, except the few packets
after a keyframe when somebody presses the capture key (`capture`, `decode`).
Knows no inspection and no checklist; news go up through `room.RoomObserver`.
Reading order: rtp, rtcp, forwarder, room, engine, guard, sdp, adapter_aiortc, capture, whip, whep,
phone (a stand-in for an applicant's phone).
"""
