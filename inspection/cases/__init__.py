"""The case file: what was applied for, where it stands, who may see and judge it.

Reading order: machine, model, rights, service, story, store, api.
"""
