"""Pictures that hold: hash at the shutter, durable bytes, custody from then on.

A still: the phone commits its hash over the socket (`promise`), sends the bytes over HTTPS
(`keep_still`); a server frame starts at `keep_frame`. Bytes never change; thumbnail and
watermarked copy are children with hashes of their own.
Reading order: model, errors, store, custody_store, custody, service, derived, copies, api.
"""
