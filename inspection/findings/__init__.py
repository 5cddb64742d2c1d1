"""Verdicts on items, with every change of them. Reading order: store, service, api."""
