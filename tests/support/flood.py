"""`python -m tests.support.flood PORT RATE SECONDS KIND`: a stranger's datagrams at a steady rate.

To 127.0.0.1 only, at most 10,000 a second for 30 s. Prints how many went out.
"""

import socket
import sys
import time

KINDS = {
    "stun": b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12),  # a check that names nobody
    "dtls": b"\x16" * 200,
    "srtp": b"\x80" * 1000,
}
STEP_S = 0.005


def flood(port, rate, seconds, kind):
    assert rate <= 10_000
    assert seconds <= 30
    sent, began = 0, time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        while (passed := time.monotonic() - began) < seconds:
            while sent < passed * rate:
                stranger.sendto(KINDS[kind], ("127.0.0.1", port))
                sent += 1
            time.sleep(STEP_S)
    return sent


if __name__ == "__main__":
    port, rate, seconds, kind = sys.argv[1:]
    print(flood(int(port), int(rate), float(seconds), kind))  # noqa: T201 - read by the test
