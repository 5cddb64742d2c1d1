"""Checklist templates as they were published: versions that stay, and what a case is pinned to.

Knows `checklists` and the database, and no case. Reading order: model (an edition, which are in
force, a pin), store, shelf (pins read and made), stock (what ships is put on the shelf at start).
Drafts and their editors are in `inspection/editor`.
"""
