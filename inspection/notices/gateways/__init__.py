"""Ways out of the house: one small file per way, swapped by settings.

Reading order: gateway (what all can do), local (console and file), wire (bounded HTTPS to hosts
that are allowed), then one file per service.
"""
