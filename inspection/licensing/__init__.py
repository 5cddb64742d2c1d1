"""Telling the licensing system: what (message), to whom (targets), when and again (push).

`simulator` is a licensing system to try with; it fails as told.
"""
