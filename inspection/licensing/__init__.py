"""Telling other systems of results: what (message), to whom (model, targets), how (ways), when and
again (push).

`simulator` is a licensing system to try with; it fails as told.
"""
