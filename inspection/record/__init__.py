"""The document that is signed: its content as data, its hash, its paper.

Content is fixed when the record is made; signatures are put under its SHA-256 and printed with it.
Reading order: model (what it holds, canonical JSON), assemble (from a case), ink, pdf + record.typ,
service, store, api.
"""
