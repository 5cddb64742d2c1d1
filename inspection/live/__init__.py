"""The call: who is in the room, what they say to each other, who may send and see pictures.

Reading order: model (frames with sequence numbers), hub (who hears them), tokens and gate (who
may use the media plane), observer (news from the media plane), frames (what may be said), socket,
consent, service, store, api. The case id names a channel; the room id names its media.
"""
