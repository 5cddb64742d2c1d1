"""Short messages by Tencent Cloud (腾讯云短信): SendSms 2021-01-11, signature TC3-HMAC-SHA256.

Written to the service's published documents; the signature is checked against their own example,
the rest was never tried with the service itself.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from foundation.clock import Clock
from foundation.jobs import WillNeverWork
from inspection.notices.gateways.gateway import Message, NotSent
from inspection.notices.gateways.wire import NoAnswer, Wire, object_in, objects_in
from inspection.notices.model import Channel
from inspection.notices.receipts import Report

URL = "https://sms.tencentcloudapi.com"
_ALGORITHM = "TC3-HMAC-SHA256"
_TYPE = "application/json; charset=utf-8"
# Not taken, and later it may be; every other code says that a person has to do something.
_LATER = ("RequestLimitExceeded", "InternalError", "ResourceUnavailable", "LimitExceeded.Delivery")
RECEIPT_ANSWER = {"result": 0, "errmsg": "OK"}


def signed_headers(
    key_id: str,
    key_secret: str,
    *,
    service: str,
    host: str,
    action: str,
    version: str,
    region: str,
    content: bytes,
    now: datetime,
) -> dict[str, str]:
    """The headers of a JSON POST to "/", with the signature ("签名方法 v3")."""
    timestamp, day = str(int(now.timestamp())), now.astimezone(UTC).strftime("%Y-%m-%d")
    signed = {"content-type": _TYPE, "host": host, "x-tc-action": action.lower()}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = "\n".join(["POST", "/", "", lines, names, sha256(content).hexdigest()])
    scope = f"{day}/{service}/tc3_request"
    hashed = sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join([_ALGORITHM, timestamp, scope, hashed])
    key = f"TC3{key_secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), sha256).digest()
    signature = hmac.new(key, to_sign.encode(), sha256).hexdigest()
    return {
        "Content-Type": _TYPE,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Version": version,
        "X-TC-Timestamp": timestamp,
        "X-TC-Region": region,
        "Authorization": (
            f"{_ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={names}, "
            f"Signature={signature}"
        ),
    }


@dataclass(frozen=True)
class TencentSms:
    """Sends by a template filed with the service; its id comes from `sms_templates`."""

    wire: Wire
    clock: Clock
    url: str
    key_id: str
    key_secret: str = field(repr=False)
    app: str
    region: str
    sign: str
    templates: Mapping[str, str]
    name: str = "tencent"
    channel: Channel = Channel.SMS

    async def send(self, message: Message) -> str:
        """Returns the `SerialNo`, which its delivery report calls `sid`."""
        template = self.templates.get(message.kind.value)
        if template is None:
            raise WillNeverWork(f"sms_templates 缺 {message.kind.value} · has no such template")
        number = message.to if message.to.startswith("+") else f"+86{message.to}"
        fields = {
            "PhoneNumberSet": [number],
            "SmsSdkAppId": self.app,
            "SignName": self.sign,
            "TemplateId": template,
            "TemplateParamSet": [value for _, value in message.filed],
            "SessionContext": message.id,
        }
        content = json.dumps(fields, ensure_ascii=False).encode()
        headers = signed_headers(
            self.key_id,
            self.key_secret,
            service="sms",
            host=urlsplit(self.url).netloc,
            action="SendSms",
            version="2021-01-11",
            region=self.region,
            content=content,
            now=self.clock.now(),
        )
        return _serial(await self.wire.ask(f"{self.url}/", content, headers))


def _serial(answer: Mapping[str, Any]) -> str:
    try:
        response = object_in(answer.get("Response"))
    except ValueError:
        raise NoAnswer("no Response") from None
    error = response.get("Error")
    (came_to, *_) = objects_in([error] if error else response.get("SendStatusSet")) or [{}]
    code, words = str(came_to.get("Code", "")), str(came_to.get("Message", ""))
    if not code:
        raise NoAnswer("neither Error nor SendStatusSet")
    if code == "Ok":
        return str(came_to.get("SerialNo", ""))
    if code.startswith(_LATER):
        raise NotSent(f"{code} {words}")
    raise WillNeverWork(f"{code} {words}")


def reports_of(body: object) -> list[Report]:
    """The delivery reports of a callback (a JSON array); what is none is left out."""
    return [
        Report(
            attempt_id="",
            message_id=str(row.get("sid") or ""),
            is_delivered=row["report_status"] == "SUCCESS",
            said=f"{row.get('errmsg', '')} {row.get('description', '')}".strip(),
        )
        for row in objects_in(body)
        if "report_status" in row
    ]
