"""Exams in a sample room: find what somebody changed for the worse. Answers come from the rules.

A seed breaks rules of a layout (`layout.faults`); what `layout.rules` then finds broken, with its
places, are the right answers, frozen with the attempt before anybody sees a picture. `model`
(levels, taps, score), `sight` (what is seen from where) and `paper` (layout → questions and
answers) are pure; `pictures` renders the changed room in a process of its own; `service` runs an
attempt by the server's clock, `results` tells those who train, `certificates` those who check.
Read model.py first.
"""
