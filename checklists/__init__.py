"""What a shop is asked, why, and what the answers mean: the pure domain of Yunkan.

May know only `foundation.errors` and `foundation.text`; nothing here reads a clock, a network or a
database, and `load` alone reads files.
Reading order: template (what is written), facts (what is known of a shop), conditions with terms
(when an item is asked), compose (the checklist with its reasons), merge (one walk for all
departments), clauses (laws by date), verdict (one item), rules and schemes (how an area is
concluded), determination (the conclusions); for editors vectors and diff; source, schema, shape
and load bring in the YAML of `data/`.
"""
