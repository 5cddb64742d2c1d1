"""Appointments (预约): one calendar for web, phone and window over the pairs on duty.

Reading order: model (slots, what a booking is; pure), offering (what is free; pure), waiting (the
place in the queue; pure), ics (for a phone's calendar; pure), store, looking, counter (slots are
given out), service, displacing and returning (an absence and its
end), punctuality (who did not come), appointments (reads), api. News of a booking
leave by `news.BookingNews`. A booking needs no clerk. Knows cases and dispatch.
"""
