"""What a publisher sends, kept as a film that browsers play: no picture is decoded for it.

A packet's way: `recorder` (a `room.Subscriber`: frames of packets, time, gaps with their cause) ->
`weaver` (what belongs into which part) -> `webm` or `mp4` (fragments of half a second) -> `scribe`
(one thread for all recordings writes fragments and index lines, each in a piece) -> a folder per
publisher: `001.webm`, `002.mp4`, … and `index.jsonl`. After a kill `mending` makes them agree.
Reading, also while it is written: `index` -> `timeline` (what there is, gaps, back-filled pieces)
-> `archive` (bytes, the picture of a past moment). `backfill` takes in what a phone filmed itself.
Knows no inspection; rooms and participants are names.
Reading order: sample, webm, mp4, index, growing, mending, scribe, weaver, recorder, shelf,
reading, timeline, looking, archive, remux, backfill.
"""
