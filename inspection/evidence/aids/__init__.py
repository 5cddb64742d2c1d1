"""What a machine sees in a kept picture: faces, text, codes, a sheet to measure by.

All of it is a proposal to a person; nothing here is recorded. The work is done in one helper
process, bounded in time and memory, and ends when nobody waits for it any more.
Reading order: darkroom, then faces, texts, codes, sheets, service, api.
"""
