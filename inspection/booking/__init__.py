"""Appointments (预约): one calendar for web, phone and window over the pairs on duty.

Reading order: model (slots, what a booking is; pure), waiting (the place in the queue; pure), ics
(for a phone's calendar; pure), store, taking (the time of two inspectors), service, punctuality
(who did not come), api. A booking needs no clerk. Knows cases and dispatch.
"""
