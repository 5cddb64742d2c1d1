"""Imports of more lines than somebody waits for: kept as rows, done in batches, watched, ended.

Reading order: model (how an import stands), packing (a file as rows), store, working (a batch, in
a transaction), service (begin, watch, cancel, what to mend), api.
"""
