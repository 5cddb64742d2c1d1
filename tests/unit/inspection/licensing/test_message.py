import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.licensing.message import Event, is_genuine, result_event, signed_headers

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
RESULT = {"case_number": "KC-1", "determined_at": NOW.isoformat(), "shop_name": "老王家"}


def test_an_event_is_a_cloud_event_whose_id_is_the_delivery():
    event = json.loads(result_event("out_1", RESULT).body)
    assert event["specversion"] == "1.0"
    assert (event["id"], event["subject"], event["time"]) == ("out_1", "KC-1", NOW.isoformat())
    assert event["data"] == RESULT


def test_every_try_sends_the_same_bytes():
    assert result_event("out_1", RESULT) == result_event("out_1", dict(reversed(RESULT.items())))


@given(st.text("abc密钥_-", min_size=1), st.binary(), st.integers(-300, 300))
def test_a_signed_message_is_genuine_for_five_minutes(secret, body, later_s):
    headers = signed_headers(secret, Event("out_1", body), NOW)
    assert is_genuine(secret, headers, body, NOW + timedelta(seconds=later_s))


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_bit_is_noticed(body, data):
    headers = signed_headers("secret", Event("out_1", body), NOW)
    place = data.draw(st.integers(0, len(body) * 8 - 1))
    changed = bytearray(body)
    changed[place // 8] ^= 1 << place % 8
    assert not is_genuine("secret", headers, bytes(changed), NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "out_2"},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-timestamp": "²"},
        {"webhook-timestamp": ""},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,签名"},
    ],
)
def test_a_changed_header_is_not_genuine(change):
    headers = signed_headers("secret", Event("out_1", b"{}"), NOW) | change
    assert not is_genuine("secret", headers, b"{}", NOW)


@pytest.mark.parametrize("later_s", [-301, 301])
def test_an_old_or_a_future_message_is_a_replay(later_s):
    headers = signed_headers("secret", Event("out_1", b"{}"), NOW)
    assert not is_genuine("secret", headers, b"{}", NOW + timedelta(seconds=later_s))


def test_the_signature_is_the_one_of_standard_webhooks():
    key = bytes(range(24))
    secret = "whsec_" + base64.b64encode(key).decode()
    headers = signed_headers(secret, Event("msg_1", b'{"a":1}'), NOW)
    signed = f"msg_1.{int(NOW.timestamp())}.".encode() + b'{"a":1}'
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_one_good_signature_among_several_is_enough():
    headers = signed_headers("new", Event("out_1", b"{}"), NOW)
    headers["webhook-signature"] = f"v1,old {headers['webhook-signature']}"
    assert is_genuine("new", headers, b"{}", NOW)
