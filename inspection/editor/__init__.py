"""Editors' work on templates: drafts, what is wrong with them, what they would ask, publishing.

Above `templates`, where published versions are. Reading order: rights, model, checking (is a draft
ready?), store, looks, service, shapes, api;
then rules and rules_api (how verdicts become conclusions).
"""
