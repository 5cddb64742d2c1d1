"""The numbers of the office: what was promised, and what came of it.

With each determination goes a row of what it came to (`outcome`) and its part in the sums figures
are read from; with each rating, too. Of remote passes one in twenty is drawn and looked at in the
field. Knows every topic it counts; none knows it but the house.

Reading order: model, formulas, sums, store, noting (writing); behind, service, shapes, api
(reading); field and its files (field checks); then ledger (the published events) and recompute,
which knows nothing of ours.
"""
