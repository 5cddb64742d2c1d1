"""Who is told what and when: each notice once, through the first channel that reaches the person.

A topic that has something to say calls `Notices.tell` in its own transaction. What is due goes
through the outbox; every attempt, every answer and every receipt is a row that stays.

Reading order: model (which notices there are), plan (when), texts (what they say, from texts.yaml),
content, store, service (tell, cancel, read, again), sending (handler and schedule), receipts, api;
`gateways/` has the ways out.
"""
