"""Short messages by Aliyun (阿里云短信服务): SendSms of Dysmsapi 2017-05-25, signature version 3.

Written to the service's published documents; the signature is checked against their own example,
the rest was never tried with the service itself. Codes: document "API 错误码" of 短信服务.
"""

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlencode, urlsplit

from foundation.clock import Clock
from foundation.jobs import WillNeverWork
from inspection.notices.gateways.gateway import Message, NotSent
from inspection.notices.gateways.wire import Wire, objects_in
from inspection.notices.model import Channel
from inspection.notices.receipts import Report

URL = "https://dysmsapi.aliyuncs.com"
_ALGORITHM = "ACS3-HMAC-SHA256"
# Not taken, and later it may be; every other code says that a person has to do something.
_LATER = frozenset(
    {"isp.SYSTEM_ERROR", "isv.BUSINESS_LIMIT_CONTROL", "ServiceUnavailable", "InternalError"}
)
_LATER_BEGINS = "Throttling"
RECEIPT_ANSWER = {"code": 0, "msg": "成功"}


def signed_headers(
    key_id: str,
    key_secret: str,
    *,
    host: str,
    action: str,
    version: str,
    query: Mapping[str, str],
    content: bytes,
    content_type: str,
    now: datetime,
    nonce: str,
) -> dict[str, str]:
    """The headers of a POST to "/", with the signature over them ("V3 版本请求体&签名机制").

    Args:
        content_type: "" when there is no body.
        nonce: never used before.
    """
    digest = sha256(content).hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": digest,
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    if content_type:
        headers["content-type"] = content_type
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join(["POST", "/", canonical_query(query), lines, names, digest])
    to_sign = f"{_ALGORITHM}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), sha256).hexdigest()
    said = f"{_ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": said}


def canonical_query(query: Mapping[str, str]) -> str:
    """Names and values in order, as RFC 3986 writes them."""
    return urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")


def _new_nonce() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class AliyunSms:
    """Sends by a template filed with the service; its id comes from `sms_templates`."""

    wire: Wire
    clock: Clock
    url: str
    key_id: str
    key_secret: str = field(repr=False)
    sign: str
    templates: Mapping[str, str]
    new_nonce: Callable[[], str] = _new_nonce
    name: str = "aliyun"
    channel: Channel = Channel.SMS

    async def send(self, message: Message) -> str:
        """Returns the `BizId`. The attempt's id goes along as `OutId` and comes back with the
        delivery report.
        """
        template = self.templates.get(message.kind.value)
        if template is None:
            raise WillNeverWork(f"sms_templates 缺 {message.kind.value} · has no such template")
        fields = {
            "PhoneNumbers": message.to,
            "SignName": self.sign,
            "TemplateCode": template,
            "TemplateParam": json.dumps(dict(message.filed), ensure_ascii=False),
            "OutId": message.id,
        }
        content = urlencode(fields).encode()
        headers = signed_headers(
            self.key_id,
            self.key_secret,
            host=urlsplit(self.url).netloc,
            action="SendSms",
            version="2017-05-25",
            query={},
            content=content,
            content_type="application/x-www-form-urlencoded",
            now=self.clock.now(),
            nonce=self.new_nonce(),
        )
        answer = await self.wire.ask(f"{self.url}/", content, headers)
        code = str(answer.get("Code", ""))
        if code == "OK":
            return str(answer.get("BizId", ""))
        said = f"{code} {answer.get('Message', '')}".strip()
        if code in _LATER or code.startswith(_LATER_BEGINS):
            raise NotSent(said)
        raise WillNeverWork(said)


def reports_of(body: object) -> list[Report]:
    """The delivery reports of a push (`SmsReport`, a JSON array); what is none is left out."""
    return [
        Report(
            attempt_id=str(row.get("out_id") or ""),
            message_id=str(row.get("biz_id") or ""),
            is_delivered=row["success"] is True,
            said=f"{row.get('err_code', '')} {row.get('err_msg', '')}".strip(),
        )
        for row in objects_in(body)
        if "success" in row
    ]
