"""What every part of Yunkan stands on; it knows nothing of inspections, media or rooms.

Pure floor, importable by anybody: `errors` (a refusal as a value), `clock`, `ids`, `text`.
Outer floor, for services and stores: `settings`, `database`, `blobs`, `audit`, `outbox`,
`jobs`, `identity`, `http`.
Reading order: errors, ids, database, outbox, http/app.
"""
