"""The numbers of the office: what was promised, and what came of it. Reads only, but for one row.

With each determination goes a row of what it came to (`outcome`); everything here is counted from
those rows and from the cases' moves. Read model, then formulas, store, service, api.
"""
