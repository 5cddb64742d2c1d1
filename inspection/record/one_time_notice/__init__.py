"""一次性告知: after a determination that is not passing, one message with everything to put right.

Made in the transaction of the determination out of the signed record, never made again. Reading
order: model, assemble (from the record), places (in the sample room), store, service, api.
"""
