"""Verdicts on items, with every change of them. Reading order: store, service, api.

How far two inspectors agree over many: blind and period (pure), agreement, agreement_api.
"""
