import asyncio
import time

from webrtc.lag import LagMeter


async def test_a_loop_that_stood_still_is_late_by_as_much():
    meter = LagMeter()
    time.sleep(0.15)  # noqa: ASYNC251 - that is what must show
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert meter.max_ms() >= 95, "0.15 s, less the 0.05 s until it was due"
    assert meter.p99_ms() == meter.max_ms(), "of one look"
    meter.close()
