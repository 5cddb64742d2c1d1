"""Loaded by schemathesis in its own environment: how to send bodies it has no words for."""

import schemathesis


@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def as_text(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
