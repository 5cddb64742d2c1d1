"""What became of licences: the ledger of all issued through us, reminders, renewals.

Knows the intake, which takes renewals in, and the notices, which tell applicants; neither knows it.
Reading order: model (a line, what is filtered, what a renewal changes), store, ledger (looking),
reminding (once per licence), renewing (a new case behind the old one), api, link_api.
"""
