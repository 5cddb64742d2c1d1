"""Who is on duty when (值班) and who inspects which case (分件), with the reason for it.

Reading order: model (days, openings, pairs; pure), assigning (the draw; pure), store, service
(the roster), assignments (a case's pair), api. Knows cases; booking stands on it.
"""
