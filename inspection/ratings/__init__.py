"""How applicants rate the service (好差评), and what is done about a bad rating.

Reading order: model, store, service, api.
"""
