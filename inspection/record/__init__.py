"""The document that is signed: its content as data, its hash, its paper, what else it hands out.

Content is fixed when the record is made; signatures are put under its SHA-256 and printed with it.
Reading order: model (what it holds, canonical JSON), assemble (from a case), ink, printed (what
stands on the paper), pdf + record.typ, service (made, signed), papers (read, printed, kept), store,
api; then public (what the QR code leads to), sheets + workbook (the checklist in Excel),
one_time_notice.
"""
